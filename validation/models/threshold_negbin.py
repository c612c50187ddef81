"""Group buys with a threshold and gamma distributed rates, so that orders are negative binomial."""

from typing import Any

from sim.kpi.groups import is_formed
from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.statistics.estimators import Mean, Variance
from validation.translation import Played, Translation
from validation.worlds.group_buys import group_buy, pools_and_runs
from validation.worlds.world import per_minute, service_world

GROUPS, WINDOW = 20_000, 1440.0


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: mean_orders, cv2, threshold."""
    mean, square = inputs.number("mean_orders", above=0), inputs.number("cv2", least=0)
    threshold = inputs.whole("threshold", least=1)
    pools, runs = pools_and_runs(length, GROUPS, 2 * mean)
    rate = per_minute(mean / WINDOW)

    def observe(record: Record) -> dict[str, Any]:
        # the first half of the groups has unequal rates
        formed, orders = is_formed(record), record.groups["joined"]
        return {"unequal": formed[:pools], "equal": formed[pools:], "orders": orders[:pools]}

    sales = {
        "unequal": group_buy(WINDOW, threshold, pools, joins=rate, uneven=square),
        "equal": group_buy(WINDOW, threshold, pools, joins=rate),
    }
    return Translation(
        service_world({}, {}, WINDOW + 1.0, group_buys=sales),
        observe,
        {
            "P_form": Played(Mean("unequal")),
            "P_form_if_poisson": Played(Mean("equal")),
            "mean": Played(Mean("orders")),
            "variance": Played(Variance("orders")),
        },
        runs,
    )
