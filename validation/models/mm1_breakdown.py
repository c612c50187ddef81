"""M/M/1 with breakdowns that strike the server busy or idle; work resumes after the repair."""

import numpy as np

from sim.kpi.resources import loads
from sim.results.record import Record
from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import QUEUE_MEASURES
from validation.measures import queueing as queue
from validation.translation import Translation, played
from validation.worlds.world import SITE, exponential, poisson, service_world, station

REPLICATIONS, TIME, REPAIRS = 20, 5_000, 20
"""Replications, units of time in each, and failure cycles in the warm-up."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
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
        visits = queue.sojourns_at(record, name).window(warm_up, record.horizon)
        return {
            **{output: measure(visits) for output, measure in QUEUE_MEASURES.items()},
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
        played((*QUEUE_MEASURES, "availability", "rho_effective")),
        length.replications or REPLICATIONS,
    )
