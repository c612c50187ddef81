"""A delay: every order is served at once (collection by the customer, paperwork, cooling); a FIFO without limit."""

from __future__ import annotations

import math

from sim.model.stations.fifo import Fifo
from sim.model.stations.stage import Work


class Delay(Fifo):
    """Order j leaves `work(orders)[j]` minutes after it came. A halt stops every clock until `resume`."""

    def __init__(self, work: Work, start: float = 0.0) -> None:
        super().__init__(work, math.inf, start)
