"""A burst on top of steady arrivals, into a process without limit: how many are in it at given instants."""

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, duration, minutes, per_minute, service_world, station

REPLICATIONS = 200
STAYS = 20
"""Mean stays before the burst, so that the steady arrivals have filled the process."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: base, extra, width, at, service_dist, service_mean or lo and hi."""
    base, extra = inputs.number("base", least=0), inputs.number("extra", least=0)
    width, at = inputs.number("width", above=0), inputs.numbers("at")
    takes, stay = duration(inputs)
    before = float(np.ceil(STAYS * stay + max(-min(at), 0.0)))
    end = before + max(width, *at) + 1.0

    def observe(record: Record) -> dict[str, float]:
        inside = queue.inside(queue.visits_of(record, f"{SITE}.process"))
        return {f"m_{time}": float(inside.at(np.array([before + time]))[0]) for time in at}

    curve = {
        "kind": "piecewise",
        "times": [minutes(time) for time in (0, before, before + width, end)],
        "rates": [per_minute(rate) for rate in (base, base + extra, base)],
        "steps": True,
    }
    return Translation(
        service_world({"process": station("unlimited", takes)}, {"orders": {"arrives": curve}}, end),
        observe,
        {f"m_{time}": Mean(f"m_{time}") for time in at},
        length.replications or REPLICATIONS,
    )
