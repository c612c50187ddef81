"""A make-to-stock factory: one machine of exponential work times, base stock of finished goods, backorders."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.chains import at_counter, at_counters, base_stock, collected, rule, stocking
from sim.experiment.verify.inputs import Inputs, stable
from sim.experiment.verify.luck import pace
from sim.experiment.verify.statistic import Steadied
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import ITEM, SITE, per_minute, world
from sim.kpi.inventory import shelf
from sim.results.record import Record

REPLICATIONS, ORDERS = 10, 5_000
FORGOTTEN, SEEN = 8, 40
"""Times of the queue's memory that are left out, and that are at least measured."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu, S. The luck of a run: how many customers came, and how much longer than usual the work took."""
    rate, speed, level = inputs.number("lam", above=0), inputs.number("mu", above=0), inputs.whole("S")
    replications, orders = length.at_most(REPLICATIONS, ORDERS)
    load = stable(rate / speed)
    # the time in which the queue forgets where it began (Abate & Whitt 1987)
    memory = 1 / (speed * (1 - load**0.5) ** 2)
    begin = FORGOTTEN * memory
    horizon = begin + max(SEEN * memory, orders / rate)
    machine = {"rate": {ITEM: per_minute(speed)}, "batch": 1, "takes": "exponential"}
    factory = stocking(level, lines={"machine": machine})

    def observe(record: Record) -> dict[str, float]:
        goods, jobs = shelf(record, SITE, ITEM), record.jobs
        done = jobs["finished"] <= record.horizon
        surplus = float((jobs["finished"] - jobs["started"] - 1 / speed)[done].sum())
        return {
            **at_counter(goods, begin, record.horizon),
            "pace": pace(goods.wanted.asked, begin, record.horizon),
            "surplus_work": surplus / record.horizon,
        }

    luck = {"pace": rate, "surplus_work": 0.0}
    return Translation(
        world(
            {SITE: factory},
            horizon,
            **collected(SITE),
            replenishment=[rule(SITE, SITE, base_stock(level))],
            regular=at_counters([SITE], rate),
        ),
        observe,
        {name: Steadied(name, luck) for name in ("fill_rate", "backorders", "on_hand", "mean_customer_wait")},
        replications,
    )
