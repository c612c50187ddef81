"""Stages in series under normal demand: the optimal echelon levels, and what they cost when they are played."""

import numpy as np

from sim.results.record import Record
from sim.tolerance import SAME_UNITS
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.formulas.clark_scarf import echelon_base_stock_levels
from validation.measures.stock_costs import echelon_holding_cost
from validation.translation import Computed, Translation, constant, played
from validation.worlds.network import local_base_stock, serial_system, stage_histories, stage_numbers
from validation.worlds.world import SITE, minutes, world

REPLICATIONS, PERIODS = 20, 150
FINEST = 20
"""Periods in the shortest lead time, at most."""
DEVIATIONS = 4.0
"""Standard deviations of the demand of a period that its mean must be above 0, so that demand is not negative."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: echelon_holding, lead_time (stage 1 first, which serves customers), stockout, mean, sd.

    The levels S_1, S_2, ... are computed by the recursion of Clark and Scarf; the cost is that of the stages played
    with them. All lead times are whole numbers of periods; the demand of a period comes at once, is passed up at once,
    and goods sent a lead time ago arrive before the cost is counted. `S_for_simulation` is rounded and not used.
    """
    inputs.only("echelon_holding", "lead_time", "stockout", "mean", "sd", "S_for_simulation")
    holding, leads = inputs.numbers("echelon_holding", above=0), inputs.numbers("lead_time", above=0)
    mean, sd = inputs.number("mean", above=0), inputs.number("sd", above=0)
    penalty = inputs.number("stockout", above=0)
    stages = stage_numbers(echelon_holding=holding, lead_time=leads)
    period = common_period(leads)
    if mean * period < DEVIATIONS * sd * period**0.5:
        raise UnfitError(f"a period of {period:g} would often ask for less than nothing (mean {mean:g}, sd {sd:g})")
    levels, _ = echelon_base_stock_levels(holding, penalty, leads, mean, sd)
    replications, periods = length.at_most(REPLICATIONS, PERIODS)
    begin = 3 * float(np.ceil(sum(leads) / period)) * period
    end = begin + periods * period

    def observe(record: Record) -> dict[str, float]:
        histories = stage_histories(record, stages)
        holding_cost = echelon_holding_cost(histories, holding, begin, end)
        return {"cost_star": holding_cost + penalty * histories[0].backorders.mean(begin, end)}

    policies = [{"kind": "echelon_base_stock", "level": level} for level in levels]
    demand = {"normal": {"mean": mean * period, "sd": sd * period**0.5}}
    arrives = {"kind": "every", "interval": minutes(period)}
    return Translation(
        world(
            **serial_system(leads, policies, local_base_stock(levels)),
            horizon=end,
            regular={SITE: {"arrives": arrives, "quantity": demand, "pickup": 1}},
        ),
        observe,
        {
            **played(["cost_star"]),
            **{f"S_{k}": Computed(constant(level)) for k, level in zip(stages, levels, strict=True)},
        },
        replications,
    )


def common_period(leads: list[float]) -> float:
    """The longest period of which all lead times are whole numbers."""
    for parts in range(1, FINEST + 1):
        period = min(leads) / parts
        if all(abs(lead / period - round(lead / period)) < SAME_UNITS for lead in leads):
            return period
    raise UnfitError(f"inputs.lead_time {leads} has no common period of at least 1/{FINEST} of the shortest")
