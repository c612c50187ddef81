"""Stages in series under echelon base stock and continuous review: Poisson demand at stage 1, one for one."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.formulas.loss_functions import poisson_loss
from validation.measures.stock_costs import echelon_holding_cost
from validation.statistics.control_variates import arrival_rate, excess_arrivals
from validation.translation import Translation, played
from validation.worlds.network import (
    base_stock,
    local_base_stock,
    serial_system,
    stage_histories,
    stage_numbers,
    walk_in_demand,
)
from validation.worlds.world import SITE, world

REPLICATIONS, DEMANDS = 40, 120
LEAD_TIMES = 8
"""Lead times through all stages that a replication covers at least."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, lead_time and echelon_S and echelon_holding (stage 1 first, which serves customers), stockout.

    Goods in transit to a stage are charged at the rate of the stage that sent them, those from the supplier at 0. The
    state depends on the demand of the total lead time alone, which is the warm-up; replications are short and many.
    Controls: the rate of demand, and the excess of recent demand over each echelon level.
    """
    rate, penalty = inputs.number("lam", above=0), inputs.number("stockout", least=0)
    leads, levels = inputs.numbers("lead_time", least=0), inputs.numbers("echelon_S")
    holding = inputs.numbers("echelon_holding", least=0)
    stages = stage_numbers(lead_time=leads, echelon_S=levels, echelon_holding=holding)
    local = local_base_stock(levels)
    replications, demands = length.in_short_runs(REPLICATIONS, DEMANDS)
    begin = sum(leads)
    horizon = begin + max(demands / rate, LEAD_TIMES * begin)
    through = np.cumsum(leads).tolist()
    # the excess at stage 1 is the backlog of a single stage itself, and no control
    windows = dict(list(zip(stages, zip(through, levels, strict=True), strict=True))[1:])
    excess = {f"excess_{k}": poisson_loss(rate * window, level) for k, (window, level) in windows.items()}

    def observe(record: Record) -> dict[str, float]:
        end, histories = record.horizon, stage_histories(record, stages)
        backorders, arrived = histories[0].backorders.mean(begin, end), histories[0].demand.arrived
        return {
            "cost": echelon_holding_cost(histories, holding, begin, end) + penalty * backorders,
            "backorders": backorders,
            **{f"on_hand_{k}": stock.on_hand.mean(begin, end) for k, stock in zip(stages, histories, strict=True)},
            "rate": arrival_rate(arrived, begin, end),
            **{
                f"excess_{k}": excess_arrivals(arrived, window, level, begin, end)
                for k, (window, level) in windows.items()
            },
        }

    return Translation(
        world(
            **serial_system(leads, [base_stock(level) for level in local], local),
            horizon=horizon,
            regular=walk_in_demand([SITE], rate),
        ),
        observe,
        played(["cost", "backorders", *(f"on_hand_{k}" for k in stages)], {"rate": rate, **excess}),
        replications,
    )
