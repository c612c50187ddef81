"""Orders divided among origins in fixed proportions."""

from typing import Literal

import numpy as np
from pydantic import Field, field_validator

from sim.arrays import Bools, Floats
from sim.policies.sourcing import SourceView, SourcingPolicy, all_from_best
from sim.tolerance import ROUNDING, SAME_UNITS
from sim.units import Share


class RatioSplit(SourcingPolicy):
    """x(k) = what brings N(k) + x(k) nearest to r(k) (N + Q), lot by lot: credit counters (Balinski & Young 1982).

    r = ratio, N(k) = ordered from k before, N = ordered before in all, Q = this order. Each lot goes to the open origin
    that is furthest behind its ratio, the first listed among equals, so that none is ever much more than a lot away
    from it, however small the orders. Who was closed catches up later. What is less than a lot goes with the last lot.

    >>> policy = RatioSplit(ratio={"north": 0.7, "south": 0.3})
    >>> policy.decide(SourceView.of(10.0, ("north", "south")), now=0.0)
    array([7., 3.])
    >>> policy.decide(SourceView.of(1.0, ("north", "south"), ordered=[2, 0]), now=0.0)
    array([0., 1.])
    """

    kind: Literal["ratio_split"] = "ratio_split"
    ratio: dict[str, Share] = Field(
        min_length=1,
        description="share of each site or supplier; together 1",
        examples=[{"dc": 0.7, "mill": 0.3}],
        json_schema_extra={"names": "origin"},
    )
    lot: float = Field(default=1.0, gt=0, description="units that stay together", examples=[12])

    @field_validator("ratio")
    @classmethod
    def _whole(cls, value: dict[str, float]) -> dict[str, float]:
        if abs(sum(value.values()) - 1) > ROUNDING:
            raise ValueError(f"the shares of `ratio` must add up to 1; found {sum(value.values()):g}")
        return value

    def decide(self, view: SourceView, now: float) -> Floats:
        """Whole lots, each to the source that is furthest behind its ratio."""
        ratio, may = np.array([self.ratio[name] for name in view.names]), view.is_open
        if not may.any():
            return all_from_best(view, -ratio)
        behind = np.where(may, ratio * (view.ordered.sum() + view.units) - view.ordered, 0.0)
        lots = np.floor(view.units / self.lot + ROUNDING)
        given = self._lots(behind / self.lot, ratio, may, lots)
        units = given * self.lot
        last = all_from_best(view, np.where(may, units - behind, np.inf))
        return np.asarray(units + np.where(last > 0, view.units - lots * self.lot, 0.0))

    def named(self) -> tuple[str, ...]:
        """Those with a share."""
        return tuple(name for name, share in self.ratio.items() if share > 0)

    def _lots(self, behind: Floats, ratio: Floats, may: Bools, lots: float) -> Floats:
        """Whole lots, together `lots`: down to one common arrears for all, the largest remainders first."""
        # the arrears that are left when all lots are given: those who are behind share them
        order = np.sort(np.where(may, behind, -np.inf))[::-1][: int(may.sum())]
        levels = (np.cumsum(order) - lots) / np.arange(1, len(order) + 1)
        level = levels[np.flatnonzero(order > levels)[-1]] if lots > 0 else np.inf
        exact = np.where(may, np.maximum(behind - level, 0.0), 0.0) if lots > 0 else np.zeros(len(behind))
        given = np.floor(exact + SAME_UNITS)
        left = round(lots - float(given.sum()))
        given[np.lexsort((-ratio, -(exact - given)))[:left]] += 1.0
        return given
