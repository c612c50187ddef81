"""Queues in the long run: how many orders to play, and what a textbook says of a station, out of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, service_world

REPLICATIONS, ORDERS, WARM_UP = 10, 50_000, 5_000
Measure = Callable[[queue.Visits], float]
Tree = dict[str, Any]

TEXTBOOK: dict[str, Measure] = {
    "L": queue.mean_in_system,
    "Lq": queue.mean_in_queue,
    "W": queue.mean_sojourn,
    "Wq": queue.mean_wait,
}


def size_of(length: Length) -> tuple[int, int]:
    """Orders in a replication, and how many of the first are left out."""
    return length.size or ORDERS, WARM_UP if length.warm_up is None else length.warm_up


def one_station(
    length: Length,
    rate: float,
    station: Tree,
    streams: Mapping[str, Tree],
    measures: Mapping[str, Measure],
) -> Translation:
    """A station fed at `rate` orders a minute by the streams, and its measures after the warm-up."""
    size, warm_up = size_of(length)

    def observe(record: Record) -> dict[str, float]:
        visits = queue.visits_of(record, f"{SITE}.bench").after(warm_up)
        return {name: measure(visits) for name, measure in measures.items()}

    return Translation(
        service_world({"bench": station}, streams, (size + warm_up) / rate),
        observe,
        {name: Mean(name) for name in measures},
        length.replications or REPLICATIONS,
    )


def used(servers: int) -> Measure:
    """Utilisation of so many servers."""
    return lambda visits: queue.utilisation(visits, servers)


def tails(inputs: Inputs, output: str, measure: Callable[[queue.Visits, float], float]) -> dict[str, Measure]:
    """A probability of exceeding the input `t`, when the case gives one."""
    if "t" not in inputs:
        return {}
    t = inputs.number("t", least=0)
    return {output: lambda visits: measure(visits, t)}
