"""Priority classes at one server, and beside it the same streams at a server that is first come, first served."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import REPLICATIONS, QueueMeasure, run_size
from validation.measures import queueing as queue
from validation.translation import Translation, played
from validation.worlds.world import SITE, community_of, exponential, poisson, service_site, station, world

FIFO = "fifo"
MOST = 10


def priority_and_fifo(
    inputs: Inputs, length: RunLength, priority: str, measures: Mapping[str, QueueMeasure]
) -> Translation:
    """Measures by class at a station with `priority` (`Wq_1`, ...), and over all classes at one without (`Wq_fifo`)."""
    rates, speed = inputs.numbers("lam", above=0), inputs.number("mu", above=0)
    if len(rates) > MOST:
        raise UnfitError(f"inputs.lam has {len(rates)} classes; there are {MOST} degrees of urgency")
    total = float(sum(rates))
    stable(total / speed)
    size, warm_up = run_size(length)

    def observe(record: Record) -> dict[str, float]:
        ranked = queue.sojourns_at(record, f"{SITE}.bench").after(warm_up)
        priorities = record.orders["priority"][ranked.order]
        fifo = queue.sojourns_at(record, f"{FIFO}.bench").after(warm_up)
        found = {f"{name}_fifo": measure(fifo) for name, measure in measures.items()}
        for number in range(len(rates)):
            of_class = ranked.only(np.asarray(priorities == number))
            found |= {f"{name}_{number + 1}": measure(of_class) for name, measure in measures.items()}
        return found

    takes = exponential(1 / speed)
    sites = {
        SITE: service_site({"bench": station(1, takes, priority=priority)}),
        FIFO: service_site({"bench": station(1, takes)}),
    }
    streams = {
        f"{site}_{number + 1}": poisson(rate, priority=number, communities=community_of(site))
        for site in sites
        for number, rate in enumerate(rates)
    }
    return Translation(
        world(sites, (size + warm_up) / total, regular=streams),
        observe,
        played(f"{name}_{which}" for name in measures for which in (*range(1, len(rates) + 1), "fifo")),
        length.replications or REPLICATIONS,
    )
