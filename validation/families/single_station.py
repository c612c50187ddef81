"""One station in steady state: how many orders to play, and its queueing statistics after a warm-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures import queueing as queue
from validation.translation import Translation, played
from validation.worlds.world import SITE, Tree, service_world

REPLICATIONS, ORDERS, WARM_UP = 10, 50_000, 5_000
QueueMeasure = Callable[[queue.Sojourns], float]

QUEUE_MEASURES: Mapping[str, QueueMeasure] = {
    "L": queue.mean_in_system,
    "Lq": queue.mean_in_queue,
    "W": queue.mean_sojourn,
    "Wq": queue.mean_wait,
}


def run_size(length: RunLength) -> tuple[int, int]:
    """Orders in a replication, and how many before them are the warm-up."""
    return length.size or ORDERS, WARM_UP if length.warm_up is None else length.warm_up


def single_station(
    length: RunLength,
    rate: float,
    station: Tree,
    streams: Mapping[str, Tree],
    measures: Mapping[str, QueueMeasure],
) -> Translation:
    """A station fed at `rate` orders a minute by the streams, and its measures after the warm-up."""
    size, warm_up = run_size(length)

    def observe(record: Record) -> dict[str, float]:
        sojourns = queue.sojourns_at(record, f"{SITE}.bench").after(warm_up)
        return {name: measure(sojourns) for name, measure in measures.items()}

    return Translation(
        service_world({"bench": station}, streams, (size + warm_up) / rate),
        observe,
        played(measures),
        length.replications or REPLICATIONS,
    )


def utilisation_of(servers: int) -> QueueMeasure:
    """The utilisation of a station with so many servers."""
    return lambda sojourns: queue.utilisation(sojourns, servers)


def tail_probability(
    inputs: Inputs, output: str, measure: Callable[[queue.Sojourns, float], float]
) -> dict[str, QueueMeasure]:
    """The probability of exceeding the input `t`, when the case gives one."""
    if "t" not in inputs:
        return {}
    t = inputs.number("t", least=0)
    return {output: lambda sojourns: measure(sojourns, t)}
