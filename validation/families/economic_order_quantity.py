"""Cases of economic order quantities: the best lot by simulation, and what it is like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.periods import played
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.economic_lots import Lot, Saw, Tooth, best_lot


def in_lots(
    inputs: Inputs,
    outputs: Mapping[str, Callable[[Tooth], float]],
    stockout: float | None = None,
    production: float | None = None,
) -> Translation:
    """Inputs: K, holding, demand, perhaps Q (else the best one is looked for); `stockout`: what a unit owed costs."""
    fixed, holding = inputs.number("K", above=0), inputs.number("holding", above=0)
    demand = inputs.number("demand", above=0)
    lot = Lot(inputs.number("Q", above=0)) if "Q" in inputs else _best(fixed, holding, stockout, demand, production)
    saw = Saw([lot], demand, production)

    def observe(record: Record) -> dict[str, Any]:
        (tooth,) = saw.teeth(record)
        found = {name: measure(tooth) for name, measure in outputs.items()}
        return {**found, "cost": _cost(tooth, fixed, holding, stockout)}

    return Translation(saw.world, observe, {name: Mean(name) for name in (*outputs, "cost")}, 1)


def _cost(tooth: Tooth, fixed: float, holding: float, stockout: float | None) -> float:
    return fixed * tooth.rate + holding * tooth.on_hand + (stockout or 0.0) * tooth.owed


@lru_cache(maxsize=64)
def _best(fixed: float, holding: float, stockout: float | None, demand: float, production: float | None) -> Lot:
    def cost(lots: Sequence[Lot]) -> list[float]:
        saw = Saw(lots, demand, production)
        return [_cost(tooth, fixed, holding, stockout) for tooth in saw.teeth(played(saw.world))]

    return best_lot(cost, (fixed * demand / holding) ** 0.5, stockout is not None)
