"""A chain of stages under echelon base stock: Poisson demand at its end, watched all the time, one for one."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.chains import (
    at_counters,
    base_stock,
    chain,
    holding_cost,
    local_levels,
    shelves_of,
    stages_alike,
)
from sim.experiment.verify.inputs import Inputs
from sim.experiment.verify.statistic import Mean
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import SITE, world
from sim.results.record import Record

REPLICATIONS, DEMANDS = 30, 2_000


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, lead_time and echelon_S and echelon_holding (stage 1 first, which faces customers), stockout.

    Goods on the road to a stage are charged at the rate of the stage that sent them; the outside maker's cost nothing.
    """
    rate, penalty = inputs.number("lam", above=0), inputs.number("stockout", least=0)
    leads, levels = inputs.numbers("lead_time", least=0), inputs.numbers("echelon_S")
    holding = inputs.numbers("echelon_holding", least=0)
    stages = stages_alike(lead_time=leads, echelon_S=levels, echelon_holding=holding)
    local = local_levels(levels)
    replications, demands = length.at_most(REPLICATIONS, DEMANDS)
    begin = 5 * sum(leads)

    def observe(record: Record) -> dict[str, float]:
        end, shelves = record.horizon, shelves_of(record, stages)
        backorders = shelves[0].owed.mean(begin, end)
        return {
            "cost": holding_cost(shelves, holding, begin, end) + penalty * backorders,
            "backorders": backorders,
            **{f"on_hand_{k}": goods.on_hand.mean(begin, end) for k, goods in zip(stages, shelves, strict=True)},
        }

    horizon = begin + demands / rate
    return Translation(
        world(
            **chain(leads, [base_stock(level) for level in local], local),
            horizon=horizon,
            regular=at_counters([SITE], rate, horizon),
        ),
        observe,
        {name: Mean(name) for name in ("cost", "backorders", *(f"on_hand_{k}" for k in stages))},
        replications,
    )
