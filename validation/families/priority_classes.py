"""Classes of orders: one bench that knows them, and one beside it that serves all alike."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError, stable
from validation.families.single_station import REPLICATIONS, Measure, size_of
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, exponential, place_of, poisson, service_site, station, world

FIFO = "fifo"
MOST = 10


def two_benches(inputs: Inputs, length: Length, priority: str, measures: Mapping[str, Measure]) -> Translation:
    """Measures by class at a bench with `priority` (`Wq_1`, ...), and over all at one without (`Wq_fifo`)."""
    rates, speed = inputs.numbers("lam", above=0), inputs.number("mu", above=0)
    if len(rates) > MOST:
        raise UnfitError(f"inputs.lam has {len(rates)} classes; there are {MOST} degrees of urgency")
    total = float(sum(rates))
    stable(total / speed)
    size, warm_up = size_of(length)

    def observe(record: Record) -> dict[str, float]:
        visits = queue.visits_of(record, f"{SITE}.bench").after(warm_up)
        urgency = record.orders["priority"][visits.order]
        alike = queue.visits_of(record, f"{FIFO}.bench").after(warm_up)
        found = {f"{name}_fifo": measure(alike) for name, measure in measures.items()}
        for number in range(len(rates)):
            mine = visits.only(np.asarray(urgency == number))
            found |= {f"{name}_{number + 1}": measure(mine) for name, measure in measures.items()}
        return found

    takes = exponential(1 / speed)
    sites = {
        SITE: service_site({"bench": station(1, takes, priority=priority)}),
        FIFO: service_site({"bench": station(1, takes)}),
    }
    streams = {
        f"{site}_{number + 1}": poisson(rate, priority=number, communities=place_of(site))
        for site in sites
        for number, rate in enumerate(rates)
    }
    outputs = [f"{name}_{which}" for name in measures for which in (*range(1, len(rates) + 1), "fifo")]
    return Translation(
        world(sites, (size + warm_up) / total, regular=streams),
        observe,
        {name: Mean(name) for name in outputs},
        length.replications or REPLICATIONS,
    )
