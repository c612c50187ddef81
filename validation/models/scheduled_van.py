"""A scheduled vehicle: it leaves every T with at most K parcels; the rest waits for the next departure."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import REPLICATIONS
from validation.measures import queueing as queue
from validation.translation import Translation, played
from validation.worlds.world import SITE, minutes, poisson, service_world

DEPARTURES, FIRST = 20_000, 500


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, T, K."""
    rate, every, most = inputs.number("lam", above=0), inputs.number("T", above=0), inputs.whole("K", least=1)
    stable(rate * every / most)
    departures, first = length.size or DEPARTURES, FIRST if length.warm_up is None else length.warm_up
    van = {"at": SITE, "full_time": 1, "carries": most, "every": minutes(every), "trip": "0min", "handed_over": "end"}

    def observe(record: Record) -> dict[str, float]:
        # the last departure is left out, since no parcel arrives after it
        times = np.asarray(every * np.arange(first + 1, first + departures), dtype=np.float64)
        parcels = queue.delivery_sojourns(record).window(float(times[0]), float(times[-1]))
        left = queue.number_in_queue(parcels).at(times)
        return {
            "mean_leftover": float(left.mean()),
            "P_no_leftover": float((left == 0).mean()),
            "mean_waiting": queue.mean_in_queue(parcels),
            "mean_wait": queue.mean_wait(parcels),
        }

    return Translation(
        service_world({}, {"parcels": poisson(rate)}, (first + departures) * every, couriers={"van": van}),
        observe,
        played(("mean_leftover", "P_no_leftover", "mean_waiting", "mean_wait")),
        length.replications or REPLICATIONS,
    )
