"""Allocation policies: who gets the goods when there are fewer than are wanted."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from sim.arrays import Floats, Ints
from sim.plug import Plugin
from sim.policies.view import QueueView


class Allocation(Plugin):
    """Base of all allocation policies; one that reserves goods for future claims sets `reserves`."""

    reserves: ClassVar[bool] = False

    @abstractmethod
    def decide(self, view: QueueView, now: float) -> Floats:
        """Units for each claim, shape (claims,): none above its demand, in total at most what is available."""

    def reserve(self, urgency: Ints) -> Floats:
        """Units that stay on the shelf when a claim of this urgency is met, shape (claims,)."""
        return np.zeros(len(urgency))


BASE = Allocation
