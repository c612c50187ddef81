"""Given arrivals and services at a first-come-first-served station with c servers: every instant is exact."""

from itertools import pairwise

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures import queueing as queue
from validation.translation import Translation, played
from validation.worlds.world import SITE, minutes, service_world, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: c, arrivals, services."""
    del length
    arrivals, services = inputs.numbers("arrivals", least=0), inputs.numbers("services", least=0)
    servers = inputs.whole("c", least=1)
    if len(arrivals) != len(services) or any(b < a for a, b in pairwise(arrivals)):
        raise UnfitError("inputs.arrivals must not fall, and there must be as many services")

    def observe(record: Record) -> dict[str, float]:
        visits = queue.sojourns_at(record, f"{SITE}.packing")
        waits = visits.started - visits.arrived
        return {
            "total_wait": float(waits.sum()),
            "max_wait": float(waits.max()),
            "mean_wait": queue.mean_wait(visits),
            "makespan": float(np.max(visits.finished)),
            "mean_sojourn": queue.mean_sojourn(visits),
        }

    stream = {"arrives": {"kind": "at", "at": [minutes(time) for time in arrivals]}}
    bench = station(servers, {"recorded": [minutes(time) for time in services]})
    # long enough for one server to do everything
    horizon = arrivals[-1] + sum(services) + 1.0
    return Translation(
        service_world({"packing": bench}, {"orders": stream}, horizon),
        observe,
        played(("total_wait", "max_wait", "mean_wait", "makespan", "mean_sojourn")),
        replications=1,
    )
