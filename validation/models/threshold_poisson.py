"""A group deal that closes when enough have joined, or its window ends."""

from typing import Any

from sim.kpi.groups import is_formed, open_minutes
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.group_buys import buy, joined, split, time_to_form
from validation.worlds.world import per_minute, service_world

GROUPS = 20_000


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: rate, window, threshold."""
    rate, window = inputs.number("rate", above=0), inputs.number("window", above=0)
    threshold = inputs.whole("threshold", least=1)
    pools, runs = split(length, GROUPS, min(rate * window, threshold))

    def observe(record: Record) -> dict[str, Any]:
        return {
            "formed": is_formed(record),
            "open": open_minutes(record),
            "to_form": time_to_form(record),
            "joined": joined(record),
        }

    sale = buy(window, threshold, pools, joins=per_minute(rate), keeps_open=False)
    return Translation(
        service_world({}, {}, window + 1.0, group_buys={"deal": sale}),
        observe,
        {
            "P_form": Mean("formed"),
            "mean_open_time": Mean("open"),
            "mean_time_given_formed": Mean("to_form"),
            "mean_orders_at_close": Mean("joined"),
        },
        runs,
    )
