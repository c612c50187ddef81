"""A tiered capacity agreement (阶梯式产能协议): the first units of a period are cheap, then dearer, then none."""

import math
from collections.abc import Sequence

from sim.schema.catalogue import Tier

SAME_PERIOD = 1e-9
"""Share of a period: an instant that is so close to its end belongs to the next one."""


class CapacityAgreement:
    """How much of the agreed units has been drawn in the current period; periods follow each other from minute 0."""

    def __init__(self, tiers: Sequence[Tier], per: float | None) -> None:
        self._tiers, self._per = tiers, math.inf if per is None else per
        self._period, self._drawn = 0, 0.0

    def available(self, now: float) -> float:
        """Units that may still be drawn in the period of `now`; inf without tiers."""
        self._enter_period(now)
        return self._tiers[-1].up_to - self._drawn if self._tiers else math.inf

    def draw(self, units: float, now: float) -> float:
        """Draw units; what they cost above the item's cost, yuan: each tier's units at the surcharge of that tier."""
        self._enter_period(now)
        begin, end = self._drawn, self._drawn + units
        self._drawn = end
        low, extra = 0.0, 0.0
        for tier in self._tiers:
            extra += max(min(end, tier.up_to) - max(begin, low), 0.0) * tier.surcharge
            low = tier.up_to
        return extra

    def next_period(self, now: float) -> float:
        """The instant at which the next period begins (inf = never)."""
        return (math.floor(now / self._per + SAME_PERIOD) + 1) * self._per if self._per < math.inf else math.inf

    def _enter_period(self, now: float) -> None:
        period = math.floor(now / self._per + SAME_PERIOD) if self._per < math.inf else 0
        if period != self._period:
            self._period, self._drawn = period, 0.0
