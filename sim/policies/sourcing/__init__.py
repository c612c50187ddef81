"""Sourcing policies: how an order of one item is divided among the places it can come from."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Bools, Floats
from sim.plug import Plugin
from sim.policies.view import frozen


@dataclass(frozen=True)
class SourceView:
    """Where `units` of an item for a site can come from; arrays of shape (candidates,), in the order of the world.

    Candidates are the site's own lines (`by` is "line", the name is the site's), sites with a lane to it ("lane") and
    suppliers that take orders ("supplier"; a backup is one from when a plan has activated it).

    `km`       along the beeline; own lines 0, a supplier NaN: it has no position
    `lead`     expected minutes until the goods come: waiting for a departure, queue before a supplier
               or line, time on the road; not the wait for stock at another site; inf = nothing moves
    `price`    yuan a unit: cost or bill of materials, surcharge, and the vehicle of the lane when it is full
    `stock`    units at a site less what is waited for there; inf = always there; suppliers and lines make to order: 0
    `is_open`  whether anything can set out now
    `ordered`  units of this item that the policy has sent to each before this order
    """

    site: str
    item: str
    units: float
    names: tuple[str, ...]
    by: tuple[str, ...]
    km: Floats
    lead: Floats
    price: Floats
    stock: Floats
    is_open: Bools
    ordered: Floats

    @classmethod
    def of(
        cls,
        units: float,
        names: tuple[str, ...],
        by: tuple[str, ...] = (),
        is_open: ArrayLike = True,
        **columns: ArrayLike,
    ) -> "SourceView":
        """A view for trying a policy out: all by lane unless `by` is given; columns that are not given are 0.

        >>> SourceView.of(9.0, ("north", "south"), km=[3, 8]).km
        array([3., 8.])
        """
        opened = np.array(np.broadcast_to(np.asarray(is_open, dtype=bool), len(names)))
        opened.flags.writeable = False
        given = {
            name: frozen(np.broadcast_to(np.asarray(columns.get(name, 0.0), dtype=np.float64), len(names)))
            for name in ("km", "lead", "price", "stock", "ordered")
        }
        return cls("here", "tea", units, tuple(names), by or ("lane",) * len(names), is_open=opened, **given)


class SourcingPolicy(Plugin):
    """Base of all sourcing policies, called for every order, item by item."""

    @abstractmethod
    def decide(self, view: SourceView, now: float) -> Floats:
        """Units from each candidate, shape (candidates,), together exactly what is ordered.

        Nothing from one that is closed while another is open.
        """

    def named(self) -> tuple[str, ...] | None:
        """The only sources that the policy uses; None = any."""
        return None


def all_from_best(view: SourceView, badness: Floats) -> Floats:
    """Everything from the open candidate of the least badness (NaN is worst), the first listed among equals.

    When all are closed the order waits at the best of them.

    >>> view = SourceView.of(9.0, ("a", "b", "c"), is_open=[True, True, False])
    >>> all_from_best(view, np.array([2.0, 1.0, 0.0]))
    array([0., 9., 0.])
    """
    badness = np.where(np.isnan(badness), np.inf, badness)
    units = np.zeros(len(view.names))
    units[np.lexsort((badness, ~view.is_open))[0]] = view.units
    return units


BASE = SourcingPolicy
