"""A make-to-stock factory: one machine of exponential work times, base stock of finished goods, backorders."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.chains import at_counter, base_stock, collected, rule, stocking
from sim.experiment.verify.inputs import Inputs, stable
from sim.experiment.verify.statistic import Mean
from sim.experiment.verify.steady import REPLICATIONS, size_of
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import ITEM, SITE, per_minute, poisson, world
from sim.kpi.inventory import shelf
from sim.results.record import Record


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu, S."""
    rate, speed, level = inputs.number("lam", above=0), inputs.number("mu", above=0), inputs.whole("S")
    stable(rate / speed)
    size, warm_up = size_of(length)
    machine = {"rate": {ITEM: per_minute(speed)}, "batch": 1, "takes": "exponential"}
    factory = stocking(level, lines={"machine": machine})

    def observe(record: Record) -> dict[str, float]:
        return at_counter(shelf(record, SITE, ITEM), warm_up / rate, record.horizon)

    return Translation(
        world(
            {SITE: factory},
            (size + warm_up) / rate,
            **collected(SITE),
            replenishment=[rule(SITE, SITE, base_stock(level))],
            regular={"orders": poisson(rate, pickup=1)},
        ),
        observe,
        {name: Mean(name) for name in ("fill_rate", "backorders", "on_hand", "mean_customer_wait")},
        length.replications or REPLICATIONS,
    )
