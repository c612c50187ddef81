"""Perishable stock under periodic review: order up to a level, no lead time, Poisson demand, lost sales."""

from __future__ import annotations

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.inventory import StockHistory, units_in
from validation.translation import Translation, played
from validation.worlds.single_site import PERIOD, each_item, item_names, shop_world, unit_demand

SIDE_BY_SIDE, PERIODS, REPLICATIONS = 10, 1_000, 4
ISSUE = {"FIFO": "fefo", "LIFO": "lifo"}


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: S, life (whole periods), mean, issue (FIFO or LIFO)."""
    inputs.only("S", "life", "mean", "issue")
    level, life, mean = inputs.whole("S"), inputs.whole("life", least=1), inputs.number("mean", above=0)
    issue = ISSUE[inputs.word("issue", list(ISSUE))]
    begin = 20 * life
    periods = length.per_item(PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    end = begin + periods

    def service(stock: StockHistory, what: str) -> float:
        demand = stock.demand.between(begin, end)
        return demand.fill_rate() if what == "fill" else demand.lost_units() / periods

    measures = {
        # goods expire at the end of a period, which is the start of the next one
        "outdates_per_period": lambda stock: units_in(stock.expired, begin + 0.5, end + 0.5) / periods,
        "lost_per_period": lambda stock: service(stock, "lost"),
        "fill_rate": lambda stock: service(stock, "fill"),
        "order_per_period": lambda stock: units_in(stock.orders_placed, begin, end) / periods,
    }
    names = item_names(SIDE_BY_SIDE)
    policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": level}
    world = shop_world(names, end + 1, unit_demand(names, mean, end + 1), policy, life=life, unmet="lost", issue=issue)
    return Translation(world, lambda record: each_item(record, measures), played(measures), REPLICATIONS)
