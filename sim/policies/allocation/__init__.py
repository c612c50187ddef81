"""Allocation policies: who gets the goods when there are fewer than are wanted."""

from abc import abstractmethod

from sim.plug import Plugin
from sim.policies.view import Floats, QueueView


class Allocation(Plugin):
    """Base of all allocation policies."""

    @abstractmethod
    def decide(self, view: QueueView, now: float) -> Floats:
        """Units for each claim, shape (claims,): none above what it wants, together at most what is available."""


BASE = Allocation
