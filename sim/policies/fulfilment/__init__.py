"""Fulfilment policies: what becomes of a customer's order of which only a part is there."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Bools, Floats
from sim.plug import Plugin
from sim.policies.view import frozen


@dataclass(frozen=True)
class PartsView:
    """Orders at one site that hold some of their goods and still lack others: arrays of shape (orders,).

    `there` = units set aside for the order, `wanted` = units it wants (without what has been sent ahead before),
    `since` = the instant at which it came, minutes.
    """

    site: str
    there: Floats
    wanted: Floats
    since: Floats

    @classmethod
    def of(cls, there: ArrayLike, wanted: ArrayLike, since: ArrayLike = 0.0) -> "PartsView":
        """A view for trying a policy out."""
        here = frozen(np.atleast_1d(np.asarray(there, dtype=np.float64)))
        others = (
            frozen(np.broadcast_to(np.asarray(column, dtype=np.float64), here.shape)) for column in (wanted, since)
        )
        return cls("here", here, *others)


class Fulfilment(Plugin):
    """Base of all fulfilment policies, called whenever goods have been set aside for an incomplete order.

    `rest`: the rest of an order that goes ahead is delivered later, or never: it is cancelled and refunded.
    """

    rest: ClassVar[Literal["later", "never"]] = "later"

    @abstractmethod
    def decide(self, view: PartsView, now: float) -> Bools:
        """Which orders go ahead with what is there, shape (orders,)."""


BASE = Fulfilment
