"""Stages one after the other under normal demand: the best echelon levels, and what they really cost."""

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.formulas.clark_scarf import best_levels
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.network import chain, holding_cost, local_levels, shelves_of, stages_alike
from validation.worlds.world import SITE, minutes, world

REPLICATIONS, PERIODS = 20, 150
FINEST = 20
FAR = 4.0
"""Standard deviations that the demand of a period must be above 0: nobody ever wants less than nothing."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: echelon_holding, lead_time (stage 1 first, which serves customers), stockout, mean, sd.

    The levels are those of the recursion that the policy's literature gives; the cost is what the stages cost when they
    are played with them. A period is as long as all lead times are whole numbers of it; its demand comes at once, is
    passed up at once, and goods sent a lead time ago arrive before the cost is counted. `S_for_simulation` is rounded
    and not used.
    """
    inputs.only("echelon_holding", "lead_time", "stockout", "mean", "sd", "S_for_simulation")
    holding, leads = inputs.numbers("echelon_holding", above=0), inputs.numbers("lead_time", above=0)
    mean, sd = inputs.number("mean", above=0), inputs.number("sd", above=0)
    penalty = inputs.number("stockout", above=0)
    stages = stages_alike(echelon_holding=holding, lead_time=leads)
    period = common(leads)
    if mean * period < FAR * sd * period**0.5:
        raise UnfitError(f"a period of {period:g} would often ask for less than nothing (mean {mean:g}, sd {sd:g})")
    levels, _ = best_levels(holding, penalty, leads, mean, sd)
    local = local_levels(levels)
    replications, periods = length.at_most(REPLICATIONS, PERIODS)
    begin = 3 * float(np.ceil(sum(leads) / period)) * period
    end = begin + periods * period

    def observe(record: Record) -> dict[str, float]:
        shelves = shelves_of(record, stages)
        cost = holding_cost(shelves, holding, begin, end) + penalty * shelves[0].owed.mean(begin, end)
        return {"cost_star": cost, **{f"S_{k}": level for k, level in zip(stages, levels, strict=True)}}

    echelon = [{"kind": "echelon_base_stock", "level": level} for level in levels]
    demand = {"normal": {"mean": mean * period, "sd": sd * period**0.5}}
    arrives = {"kind": "every", "interval": minutes(period)}
    return Translation(
        world(
            **chain(leads, echelon, local),
            horizon=end,
            regular={SITE: {"arrives": arrives, "quantity": demand, "pickup": 1}},
        ),
        observe,
        {name: Mean(name) for name in ("cost_star", *(f"S_{k}" for k in stages))},
        replications,
    )


def common(leads: list[float]) -> float:
    """The longest period of which all lead times are whole numbers."""
    for parts in range(1, FINEST + 1):
        period = min(leads) / parts
        if all(abs(lead / period - round(lead / period)) < 1e-9 for lead in leads):
            return period
    raise UnfitError(f"inputs.lead_time {leads} has no common period of at least 1/{FINEST} of the shortest")
