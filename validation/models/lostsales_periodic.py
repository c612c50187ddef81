"""Periodic base stock where nobody waits: arrivals, review, Poisson demand unit by unit; the best level by search."""

from __future__ import annotations

from functools import lru_cache

from sim.arrays import Floats
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures.inventory import Shelf
from validation.periods import PERIOD, per_item, played
from validation.search import lowest_whole
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.single_site import by_unit, each, items, period_ends, store
from validation.worlds.world import Tree, minutes

SIDE_BY_SIDE, PERIODS, REPLICATIONS = 10, 1_000, 3


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: holding, lost_cost, mean, L (whole periods); S_for_simulation is not needed."""
    periods = per_item(length, PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    inputs.only("holding", "lost_cost", "mean", "L", "S_for_simulation")
    holding, lost = inputs.number("holding", above=0), inputs.number("lost_cost", above=0)
    mean, lead = inputs.number("mean", above=0), inputs.whole("L")

    def cost(level: int) -> float:
        return _pilot(level, mean, lead, holding, lost, periods)

    most = int(mean * (lead + 1) + 8 * (mean * (lead + 1)) ** 0.5 + 8)
    best = lowest_whole(cost, 0, most)
    return Translation(
        _world(best, mean, lead, periods),
        lambda record: {**_costs(record, lead, holding, lost, periods), "basestock_S": float(best)},
        {"basestock_cost": Mean("basestock_cost"), "basestock_S": Mean("basestock_S")},
        REPLICATIONS,
    )


@lru_cache(maxsize=256)
def _pilot(level: int, mean: float, lead: int, holding: float, lost: float, periods: int) -> float:
    """The mean cost at a level. The same customers come whatever the level: pilot runs differ in nothing else."""
    return float(
        _costs(played(_world(level, mean, lead, periods)), lead, holding, lost, periods)["basestock_cost"].mean()
    )


def _costs(record: Record, lead: int, holding: float, lost: float, periods: int) -> dict[str, Floats]:
    return each(record, {"basestock_cost": lambda shelf: _cost(shelf, holding, lost, lead, periods)})


def _cost(shelf: Shelf, holding: float, lost: float, lead: int, periods: int) -> float:
    begin = 10 * (lead + 1)
    end = begin + periods
    gone = shelf.wanted.between(begin, end).lost_units() / periods
    return holding * float(period_ends(shelf, begin, end).mean()) + lost * gone


def _world(level: float, mean: float, lead: int, periods: int) -> Tree:
    names = items(SIDE_BY_SIDE)
    policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": level}
    horizon = 10 * (lead + 1) + periods + 1
    return store(names, horizon, by_unit(names, mean, horizon), policy, minutes(lead), level, unmet="lost")
