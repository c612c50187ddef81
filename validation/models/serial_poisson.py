"""A chain of stages under echelon base stock: Poisson demand at its end, watched all the time, one for one."""

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.statistics.control_variates import crowding, excess, pace
from validation.statistics.estimators import Steadied
from validation.translation import Translation
from validation.worlds.network import (
    at_counters,
    base_stock,
    chain,
    holding_cost,
    local_levels,
    shelves_of,
    stages_alike,
)
from validation.worlds.world import SITE, world

REPLICATIONS, DEMANDS = 40, 120
MEMORIES = 8
"""Times that goods need through all stages, which are counted in a replication at least."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, lead_time and echelon_S and echelon_holding (stage 1 first, which faces customers), stockout.

    Goods on the road to a stage are charged at the rate of the stage that sent them; the outside maker's cost nothing.
    What is short at an instant follows from the customers of the time that goods need through all stages, and from
    nothing before: so long is left out, and replications are short and many. By how much those customers were too many
    for the stock from each stage down is the luck of a replication.
    """
    rate, penalty = inputs.number("lam", above=0), inputs.number("stockout", least=0)
    leads, levels = inputs.numbers("lead_time", least=0), inputs.numbers("echelon_S")
    holding = inputs.numbers("echelon_holding", least=0)
    stages = stages_alike(lead_time=leads, echelon_S=levels, echelon_holding=holding)
    local = local_levels(levels)
    replications, demands = length.spread(REPLICATIONS, DEMANDS)
    begin = sum(leads)
    horizon = begin + max(demands / rate, MEMORIES * begin)
    through = np.cumsum(leads).tolist()
    # of a single stage that would be its backlog itself, and nothing would be left to play for
    windows = dict(list(zip(stages, zip(through, levels, strict=True), strict=True))[1:])
    luck = {"pace": rate, **{f"crowding_{k}": excess(rate * window, level) for k, (window, level) in windows.items()}}

    def observe(record: Record) -> dict[str, float]:
        end, shelves = record.horizon, shelves_of(record, stages)
        backorders, asked = shelves[0].owed.mean(begin, end), shelves[0].wanted.asked
        crowded = {k: crowding(asked, window, level, begin, end) for k, (window, level) in windows.items()}
        return {
            "cost": holding_cost(shelves, holding, begin, end) + penalty * backorders,
            "backorders": backorders,
            **{f"on_hand_{k}": goods.on_hand.mean(begin, end) for k, goods in zip(stages, shelves, strict=True)},
            "pace": pace(asked, begin, end),
            **{f"crowding_{k}": units for k, units in crowded.items()},
        }

    return Translation(
        world(
            **chain(leads, [base_stock(level) for level in local], local),
            horizon=horizon,
            regular=at_counters([SITE], rate),
        ),
        observe,
        {name: Steadied(name, luck) for name in ("cost", "backorders", *(f"on_hand_{k}" for k in stages))},
        replications,
    )
