"""A make-to-stock factory: one machine of exponential work times, base stock of finished goods, backorders."""

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, stable
from validation.measures.inventory import shelf
from validation.statistics.control_variates import excess_work, pace, rush
from validation.statistics.estimators import Steadied
from validation.translation import Translation
from validation.worlds.network import at_counter, at_counters, base_stock, collected, rule, stocking
from validation.worlds.world import ITEM, SITE, per_minute, world

REPLICATIONS, ORDERS = 30, 2_000
FORGOTTEN, SEEN = 8, 20
"""Times of the queue's memory that are left out, and that are at least measured."""
RUSHES = (0.25, 0.5, 1.0)
"""Times of the queue's memory in which customers may come in a rush."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu, S.

    The luck of a run: how many customers came, how much longer than usual the work took, and by how much the work that
    came in a while was more than the machine does meanwhile and the shelf holds.
    """
    rate, speed, level = inputs.number("lam", above=0), inputs.number("mu", above=0), inputs.whole("S")
    replications, orders = length.spread(REPLICATIONS, ORDERS)
    load = stable(rate / speed)
    # the time in which the queue forgets where it began (Abate & Whitt 1987)
    memory = 1 / (speed * (1 - load**0.5) ** 2)
    begin = FORGOTTEN * memory
    windows = [share * memory for share in RUSHES]
    horizon = begin + max(SEEN * memory, orders / rate)
    machine = {"rate": {ITEM: per_minute(speed)}, "batch": 1, "takes": "exponential"}
    factory = stocking(level, lines={"machine": machine})

    def observe(record: Record) -> dict[str, float]:
        goods, jobs = shelf(record, SITE, ITEM), record.jobs
        done = jobs["finished"] <= record.horizon
        took = (jobs["finished"] - jobs["started"])[done]
        # one unit after the other, in the order in which they were asked for
        asked = goods.wanted.asked[: len(took)]
        return {
            **at_counter(goods, begin, record.horizon),
            "pace": pace(goods.wanted.asked, begin, record.horizon),
            "surplus_work": float((took - 1 / speed).sum()) / record.horizon,
            **{
                f"rush_{window:g}": rush(
                    asked, took, window, window + level / speed, begin, float(asked.max(initial=begin))
                )
                for window in windows
            },
        }

    rushes = {f"rush_{w:g}": excess_work(rate * w, 1 / speed, w + level / speed) for w in windows}
    luck = {"pace": rate, "surplus_work": 0.0, **rushes}
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
