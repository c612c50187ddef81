"""Dispatch policies: which zone's orders the next idle courier takes."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.plug import Plugin
from sim.policies.view import Floats

Ints = NDArray[np.int64]


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
