"""A group buy with a threshold: it closes when enough orders have joined, or when its window ends."""

from typing import Any

from sim.kpi.groups import is_formed, open_minutes
from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.selling import orders_joined, time_to_form
from validation.statistics.estimators import Mean
from validation.translation import Played, Translation
from validation.worlds.group_buys import group_buy, pools_and_runs
from validation.worlds.world import per_minute, service_world

GROUPS = 20_000


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: rate, window, threshold."""
    rate, window = inputs.number("rate", above=0), inputs.number("window", above=0)
    threshold = inputs.whole("threshold", least=1)
    pools, runs = pools_and_runs(length, GROUPS, min(rate * window, threshold))

    def observe(record: Record) -> dict[str, Any]:
        return {
            "formed": is_formed(record),
            "open": open_minutes(record),
            "to_form": time_to_form(record),
            "joined": orders_joined(record),
        }

    sale = group_buy(window, threshold, pools, joins=per_minute(rate), keeps_open=False)
    return Translation(
        service_world({}, {}, window + 1.0, group_buys={"deal": sale}),
        observe,
        {
            "P_form": Played(Mean("formed")),
            "mean_open_time": Played(Mean("open")),
            "mean_time_given_formed": Played(Mean("to_form")),
            "mean_orders_at_close": Played(Mean("joined")),
        },
        runs,
    )
