"""Mean distance of random points in a square: from its centre, or from one point to the next."""

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.statistics.estimators import Mean
from validation.translation import Played, Translation
from validation.worlds.world import PLACE, SITE, service_world

DROPS, RUNS = 100_000, 10


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: side, kind (centre: from the depot in the middle; two_points: from one customer to the next)."""
    side, kind = inputs.number("side", above=0), inputs.word("kind", ("centre", "two_points"))
    on_board = 2 if kind == "two_points" else 1
    drops = -(-(length.size or length.replications or DROPS) // RUNS)

    def observe(record: Record) -> dict[str, object]:
        stops = record.stops
        return {"mean": stops["km"][stops["number"] == on_board - 1]}

    tree = service_world(
        {},
        {"drops": {"arrives": {"kind": "at", "at": ["0min"]}, "batch": {"size": drops * on_board}}},
        2 * drops,
        communities={PLACE: {"delivered_from": SITE, "side": f"{side!r}km"}},
        couriers={
            "van": {
                "at": SITE,
                "full_time": 1,
                "carries": on_board,
                "waits": "0min",
                "drives": {"speed": f"{1e6 * side!r}km/h", "per_stop": "0min"},
            }
        },
    )
    return Translation(tree, observe, {"mean": Played(Mean("mean"))}, RUNS)
