"""The time in which one server works off a backlog while orders keep coming."""

from typing import Any

import numpy as np

from sim.kpi.steps import Steps
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, stable
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean, Spread
from validation.translation import Translation
from validation.worlds.world import exponential, place_of, poisson, service_site, station, world

SIDE_BY_SIDE = 20
"""Independent benches in one run: each of them is a sample."""
SAMPLES = 500


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: n, lam, mu."""
    backlog = inputs.whole("n", least=1)
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    stable(rate / speed)
    # the drift takes n / (mu - lam); eight spreads of it are added so that every bench is done
    spare = (backlog * (speed + rate) / (speed - rate) ** 3) ** 0.5
    horizon = backlog / (speed - rate) + 8 * spare + 20 / (speed - rate)
    sites = {f"bench_{k}": service_site({"packing": station(1, exponential(1 / speed))}) for k in range(SIDE_BY_SIDE)}

    def observe(record: Record) -> dict[str, Any]:
        return {"clear": [_cleared(queue.inside(queue.visits_of(record, f"{site}.packing"))) for site in sites]}

    streams = {}
    for site in sites:
        here = place_of(site)
        streams[f"{site}_backlog"] = {
            "arrives": {"kind": "at", "at": ["0min"]},
            "batch": {"size": backlog},
            "communities": here,
        }
        streams[f"{site}_orders"] = poisson(rate, communities=here)
    return Translation(
        world(sites, horizon, regular=streams),
        observe,
        {"mean_time": Mean("clear"), "sd_time": Spread("clear")},
        -(-(length.replications or SAMPLES) // SIDE_BY_SIDE),
    )


def _cleared(inside: Steps) -> float:
    """When nobody is inside for the first time; NaN when that is never so."""
    empty = np.flatnonzero(inside.values <= 0)
    return float(inside.times[empty[0]]) if len(empty) else float("nan")
