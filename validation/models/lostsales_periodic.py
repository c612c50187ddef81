"""Periodic review with lost sales: Poisson demand of unit size, base stock; the best level is found by search."""

from __future__ import annotations

from functools import lru_cache

from sim.arrays import Floats
from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.inventory import StockHistory
from validation.measures.stock_costs import net_at_period_ends
from validation.search import minimise_unimodal, pilot_record
from validation.translation import Searched, Translation, played
from validation.worlds.single_site import PERIOD, each_item, item_names, shop_world, unit_demand
from validation.worlds.world import Tree, minutes

SIDE_BY_SIDE, PERIODS, REPLICATIONS = 10, 1_000, 3


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: holding, lost_cost, mean, L (whole periods); S_for_simulation is not needed."""
    periods = length.per_item(PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    inputs.only("holding", "lost_cost", "mean", "L", "S_for_simulation")
    holding, lost = inputs.number("holding", above=0), inputs.number("lost_cost", above=0)
    mean, lead = inputs.number("mean", above=0), inputs.whole("L")

    def cost(level: int) -> float:
        return _pilot(level, mean, lead, holding, lost, periods)

    most = int(mean * (lead + 1) + 8 * (mean * (lead + 1)) ** 0.5 + 8)
    best = minimise_unimodal(cost, 0, most)
    return Translation(
        _world(best, mean, lead, periods),
        lambda record: _costs(record, lead, holding, lost, periods),
        {**played(["basestock_cost"]), "basestock_S": Searched(float(best))},
        REPLICATIONS,
    )


@lru_cache(maxsize=256)
def _pilot(level: int, mean: float, lead: int, holding: float, lost: float, periods: int) -> float:
    """The mean cost at a level; all pilot runs have the same demand (common random numbers)."""
    record = pilot_record(_world(level, mean, lead, periods))
    return float(_costs(record, lead, holding, lost, periods)["basestock_cost"].mean())


def _costs(record: Record, lead: int, holding: float, lost: float, periods: int) -> dict[str, Floats]:
    return each_item(record, {"basestock_cost": lambda stock: _cost(stock, holding, lost, lead, periods)})


def _cost(stock: StockHistory, holding: float, lost: float, lead: int, periods: int) -> float:
    begin = 10 * (lead + 1)
    end = begin + periods
    lost_units = stock.demand.between(begin, end).lost_units() / periods
    return holding * float(net_at_period_ends(stock, begin, end).mean()) + lost * lost_units


def _world(level: float, mean: float, lead: int, periods: int) -> Tree:
    names = item_names(SIDE_BY_SIDE)
    policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": level}
    horizon = 10 * (lead + 1) + periods + 1
    return shop_world(names, horizon, unit_demand(names, mean, horizon), policy, minutes(lead), level, unmet="lost")
