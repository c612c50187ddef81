"""Economic order quantities: a given lot size, or the one of least simulated cost, and its cycle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.search import best_lot_size, pilot_record
from validation.translation import Translation, played
from validation.worlds.economic_lots import EconomicLots, InventoryCycle, LotSize


def economic_order_quantity(
    inputs: Inputs,
    outputs: Mapping[str, Callable[[InventoryCycle], float]],
    stockout: float | None = None,
    production: float | None = None,
) -> Translation:
    """Inputs: K, holding, demand, perhaps Q (else it is searched for). `stockout`: cost of a backorder a time."""
    fixed, holding = inputs.number("K", above=0), inputs.number("holding", above=0)
    demand = inputs.number("demand", above=0)
    lot = LotSize(inputs.number("Q", above=0)) if "Q" in inputs else _best(fixed, holding, stockout, demand, production)
    lots = EconomicLots([lot], demand, production)

    def observe(record: Record) -> dict[str, Any]:
        (cycle,) = lots.cycles(record)
        found = {name: measure(cycle) for name, measure in outputs.items()}
        return {**found, "cost": _cost(cycle, fixed, holding, stockout)}

    return Translation(lots.world, observe, played([*outputs, "cost"]), 1)


def _cost(cycle: InventoryCycle, fixed: float, holding: float, stockout: float | None) -> float:
    return fixed * cycle.rate + holding * cycle.on_hand + (stockout or 0.0) * cycle.backorders


@lru_cache(maxsize=64)
def _best(fixed: float, holding: float, stockout: float | None, demand: float, production: float | None) -> LotSize:
    def cost(sizes: Sequence[LotSize]) -> list[float]:
        lots = EconomicLots(sizes, demand, production)
        return [_cost(cycle, fixed, holding, stockout) for cycle in lots.cycles(pilot_record(lots.world))]

    return best_lot_size(cost, (fixed * demand / holding) ** 0.5, stockout is not None)
