"""One vehicle takes what waits, up to K parcels, whenever it is back; it leaves at once with at least one."""

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, stable
from validation.families.single_station import REPLICATIONS, TEXTBOOK, size_of
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, exponential, poisson, service_world

VAN = "van"


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu (round trips), K."""
    rate, speed, most = inputs.number("lam", above=0), inputs.number("mu", above=0), inputs.whole("K", least=1)
    stable(rate / (speed * most))
    size, warm_up = size_of(length)
    van = {
        "at": SITE,
        "full_time": 1,
        "carries": most,
        "waits": "0min",
        "trip": exponential(1 / speed),
        "handed_over": "end",
    }

    def observe(record: Record) -> dict[str, float]:
        parcels = queue.deliveries(record).after(warm_up)
        trips = queue.trips_of(record, VAN).window(parcels.begin, parcels.end)
        return {
            **{name: measure(parcels) for name, measure in TEXTBOOK.items()},
            "P_idle": queue.idle_share(trips),
            "utilisation": queue.utilisation(trips, 1),
        }

    return Translation(
        service_world({}, {"parcels": poisson(rate)}, (size + warm_up) / rate, couriers={VAN: van}),
        observe,
        {name: Mean(name) for name in (*TEXTBOOK, "P_idle", "utilisation")},
        length.replications or REPLICATIONS,
    )
