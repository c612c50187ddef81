"""Bulk service: one vehicle leaves as soon as a parcel waits, with at most K of them, and returns for more."""

from sim.results.record import Record
from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import QUEUE_MEASURES, REPLICATIONS, run_size
from validation.measures import queueing as queue
from validation.translation import Translation, played
from validation.worlds.world import SITE, exponential, poisson, service_world

VAN = "van"


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, mu (round trips), K."""
    rate, speed, most = inputs.number("lam", above=0), inputs.number("mu", above=0), inputs.whole("K", least=1)
    stable(rate / (speed * most))
    size, warm_up = run_size(length)
    van = {
        "at": SITE,
        "full_time": 1,
        "carries": most,
        "waits": "0min",
        "trip": exponential(1 / speed),
        "handed_over": "end",
    }

    def observe(record: Record) -> dict[str, float]:
        parcels = queue.delivery_sojourns(record).after(warm_up)
        trips = queue.trip_sojourns(record, VAN).window(parcels.begin, parcels.end)
        return {
            **{name: measure(parcels) for name, measure in QUEUE_MEASURES.items()},
            "P_idle": queue.idle_share(trips),
            "utilisation": queue.utilisation(trips, 1),
        }

    return Translation(
        service_world({}, {"parcels": poisson(rate)}, (size + warm_up) / rate, couriers={VAN: van}),
        observe,
        played((*QUEUE_MEASURES, "P_idle", "utilisation")),
        length.replications or REPLICATIONS,
    )
