"""The time in which an M/M/1 queue clears an initial backlog while orders keep arriving."""

from typing import Any

import numpy as np

from sim.kpi.steps import Steps
from sim.results.record import Record
from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean, StandardDeviation
from validation.translation import Played, Translation
from validation.worlds.world import community_of, exponential, poisson, service_site, station, world

SIDE_BY_SIDE = 20
"""Independent stations in one run; each is a sample."""
SAMPLES = 500


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: n, lam, mu."""
    backlog = inputs.whole("n", least=1)
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    stable(rate / speed)
    # mean n / (mu - lam) and eight standard deviations, so that practically every station is done
    deviation = (backlog * (speed + rate) / (speed - rate) ** 3) ** 0.5
    horizon = backlog / (speed - rate) + 8 * deviation + 20 / (speed - rate)
    sites = {f"bench_{k}": service_site({"packing": station(1, exponential(1 / speed))}) for k in range(SIDE_BY_SIDE)}

    def observe(record: Record) -> dict[str, Any]:
        stations = [queue.sojourns_at(record, f"{site}.packing") for site in sites]
        return {"clear": [_first_empty(queue.number_in_system(sojourns)) for sojourns in stations]}

    streams = {}
    for site in sites:
        here = community_of(site)
        streams[f"{site}_backlog"] = {
            "arrives": {"kind": "at", "at": ["0min"]},
            "batch": {"size": backlog},
            "communities": here,
        }
        streams[f"{site}_orders"] = poisson(rate, communities=here)
    return Translation(
        world(sites, horizon, regular=streams),
        observe,
        {"mean_time": Played(Mean("clear")), "sd_time": Played(StandardDeviation("clear"))},
        -(-(length.replications or SAMPLES) // SIDE_BY_SIDE),
    )


def _first_empty(inside: Steps) -> float:
    """First instant at which the system is empty; NaN = never."""
    empty = np.flatnonzero(inside.values <= 0)
    return float(inside.times[empty[0]]) if len(empty) else float("nan")
