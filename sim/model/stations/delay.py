"""A delay: everybody is served at once (customers who collect, paperwork, cooling); a FIFO with servers without end."""

from __future__ import annotations

import math

from sim.model.stations.fifo import Fifo
from sim.model.stations.stage import Work


class Delay(Fifo):
    """Order j leaves `work(orders)[j]` minutes after it came. A halt stops every clock until `resume`."""

    def __init__(self, work: Work, start: float = 0.0) -> None:
        super().__init__(work, math.inf, start)
