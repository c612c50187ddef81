"""Dispatch policies: which zone's orders the next idle courier takes."""

from abc import abstractmethod
from dataclasses import dataclass

from sim.arrays import Floats, Ints
from sim.plug import Plugin


@dataclass(frozen=True)
class ZonesView:
    """The zones that may be served now: arrays of shape (zones,)."""

    zones: Ints
    oldest: Floats
    waiting: Ints


class Dispatch(Plugin):
    """Base of all dispatch policies."""

    @abstractmethod
    def decide(self, view: ZonesView, now: float) -> int:
        """Which row of the view goes first."""


BASE = Dispatch
