"""M/M/1 with a server that fails, busy or idle, and resumes its work after the repair."""

import numpy as np

from sim.kpi.resources import loads
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, stable
from validation.families.single_station import TEXTBOOK
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, exponential, poisson, service_world, station

REPLICATIONS, TIME, REPAIRS = 20, 5_000, 20
"""Replications, units of time in each, and repairs whose time is left out first."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu, fail and repair (rates)."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    up, down = 1 / inputs.number("fail", above=0), 1 / inputs.number("repair", above=0)
    stable(rate / speed * (up + down) / up, "the load of the time in order")
    warm_up = REPAIRS * (up + down) if length.warm_up is None else length.warm_up
    time = length.size or TIME

    def observe(record: Record) -> dict[str, float]:
        name = f"{SITE}.sorter"
        begin, end = np.array([warm_up]), np.array([record.horizon])
        load = loads(record)[name]
        visits = queue.visits_of(record, name).window(warm_up, record.horizon)
        return {
            **{output: measure(visits) for output, measure in TEXTBOOK.items()},
            "availability": load.able.mean(warm_up, record.horizon),
            "rho_effective": float(
                (
                    (load.busy.integral(end) - load.busy.integral(begin))
                    / (load.able.integral(end) - load.able.integral(begin))
                )[0]
            ),
        }

    sorter = station(1, exponential(1 / speed), breakdown={"up": exponential(up), "down": exponential(down)})
    return Translation(
        service_world({"sorter": sorter}, {"orders": poisson(rate)}, warm_up + time),
        observe,
        {name: Mean(name) for name in (*TEXTBOOK, "availability", "rho_effective")},
        length.replications or REPLICATIONS,
    )
