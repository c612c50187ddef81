"""M(t)/G/inf with a rectangular pulse of arrivals: the number in the system at given instants."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean
from validation.translation import Played, Translation
from validation.worlds.world import SITE, duration, minutes, per_minute, service_world, station

REPLICATIONS = 200
SERVICES = 20
"""Mean service times of the warm-up before the pulse."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: base, extra, width, at, service_dist, service_mean or lo and hi."""
    base, extra = inputs.number("base", least=0), inputs.number("extra", least=0)
    width, at = inputs.number("width", above=0), inputs.numbers("at")
    takes, stay = duration(inputs)
    before = float(np.ceil(SERVICES * stay + max(-min(at), 0.0)))
    end = before + max(width, *at) + 1.0

    def observe(record: Record) -> dict[str, float]:
        inside = queue.number_in_system(queue.sojourns_at(record, f"{SITE}.process"))
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
        {f"m_{time}": Played(Mean(f"m_{time}")) for time in at},
        length.replications or REPLICATIONS,
    )
