"""An open Jackson network: stations with probabilistic routing and feedback."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import REPLICATIONS, run_size
from validation.measures import queueing as queue
from validation.translation import Translation, played
from validation.worlds.world import SITE, exponential, poisson, service_world, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: external (rates from outside), routing (row i to column j), mu (per server), c."""
    external, speed = inputs.numbers("external", least=0), inputs.numbers("mu", above=0)
    routing, servers = inputs.table("routing", least=0), inputs.numbers("c", least=1)
    count = len(external)
    if not sum(external) > 0 or not len(speed) == len(servers) == len(routing) == count:
        raise UnfitError("external, mu, c and routing must be of one length, and orders must come from outside")
    if any(len(row) != count or sum(row) > 1 + 1e-9 for row in routing) or any(c != int(c) for c in servers):
        raise UnfitError("each row of routing has a share for each station, 1 in all at most; c are whole numbers")
    # only to refuse what has no steady state
    matrix = np.eye(count) - np.array(routing)
    if np.linalg.matrix_rank(matrix) < count:
        raise UnfitError("some orders could never leave the network")
    for load in (np.linalg.solve(matrix.T, np.array(external)) / (np.array(speed) * np.array(servers))).tolist():
        stable(load, "the load of a station")
    size, warm_up = run_size(length)
    total = float(sum(external))

    def observe(record: Record) -> dict[str, float]:
        begin, end = warm_up / total, record.horizon
        journeys = queue.order_sojourns(record).window(begin, end)
        found = {"L_total": queue.mean_in_system(journeys), "W_total": queue.mean_sojourn(journeys)}
        for number in range(1, count + 1):
            visits = queue.sojourns_at(record, f"{SITE}.{_name(number)}").window(begin, end)
            found |= {
                f"L_{number}": queue.mean_in_system(visits),
                f"W_{number}": queue.mean_sojourn(visits),
                f"lam_{number}": queue.throughput(visits),
            }
        return found

    stations = {
        _name(i + 1): station(int(servers[i]), exponential(1 / speed[i]), next=_onward(routing[i]))
        for i in range(count)
    }
    streams = {f"to_{_name(i + 1)}": poisson(rate, enters=_name(i + 1)) for i, rate in enumerate(external) if rate > 0}
    outputs = ("L_total", "W_total", *(f"{word}_{i + 1}" for i in range(count) for word in ("L", "W", "lam")))
    return Translation(
        service_world(stations, streams, (size + warm_up) / total),
        observe,
        played(outputs),
        length.replications or REPLICATIONS,
    )


def _name(number: int) -> str:
    return f"s{number}"


def _onward(shares: list[float]) -> dict[str, float]:
    onward = {_name(i + 1): float(share) for i, share in enumerate(shares) if share > 0}
    left = 1 - sum(onward.values())
    return {**onward, "out": left} if left > 1e-12 else onward
