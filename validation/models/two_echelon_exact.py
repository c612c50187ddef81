"""A warehouse and its retailers: one-for-one replenishment everywhere, first come, first served at the warehouse."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.formulas.loss_functions import poisson_loss
from validation.measures.inventory import stock_history
from validation.measures.stock_costs import service_measures
from validation.statistics.control_variates import arrival_rate, excess_arrivals
from validation.translation import Computed, Observed, Translation, played
from validation.worlds.network import (
    MAKER,
    base_stock,
    lane,
    pickup_on_site,
    replenishment_rule,
    stocked_site,
    unlimited_supplier,
    walk_in_demand,
)
from validation.worlds.world import ITEM, world

WAREHOUSE = "warehouse"
REPLICATIONS, DEMANDS = 50, 400
LEAD_TIMES = 8
"""Lead times to a retailer that a replication covers at least."""
AT_WAREHOUSE = ("warehouse_backorders", "warehouse_fill_rate")
AT_RETAILERS = ("backorders", "on_hand", "fill_rate")


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: n_retailers, lam (of each), L0 (to the warehouse), L1 (onwards), S0, S1.

    The state depends on the demand of the last L0 + L1 alone, which is the warm-up. Controls of the retailers: the
    excess of recent demand over the stock of the warehouse, of the retailers and of the whole network. A fill rate is
    what was filled at once over the expected demand: a ratio to the actual demand is biased upwards in short runs.

    `metric_retailer_backorders` is computed: the METRIC approximation, which takes the lead times of a retailer as
    independent with the mean that follows from the backorders of the warehouse.
    """
    count, rate = inputs.whole("n_retailers", least=1), inputs.number("lam", above=0)
    to_warehouse, onwards = inputs.number("L0", least=0), inputs.number("L1", least=0)
    depot, each = inputs.whole("S0"), inputs.whole("S1")
    retailers = [f"shop_{number + 1}" for number in range(count)]
    replications, demands = length.in_short_runs(REPLICATIONS, DEMANDS)
    begin = to_warehouse + onwards
    horizon = begin + max(demands / (count * rate), LEAD_TIMES * begin)
    total = count * rate
    of_warehouse = {"rate": total}
    of_retailers = {
        **of_warehouse,
        "excess_warehouse": poisson_loss(total * to_warehouse, depot),
        "excess_network": poisson_loss(total * begin, depot + count * each),
        "excess_retailers": poisson_loss(rate * begin, each),
        "excess_transit": poisson_loss(rate * onwards, each),
    }

    def observe(record: Record) -> dict[str, float]:
        end = record.horizon
        histories = [stock_history(record, retailer, ITEM) for retailer in retailers]
        warehouse = service_measures(stock_history(record, WAREHOUSE, ITEM), begin, end)
        by_retailer = [service_measures(stock, begin, end) for stock in histories]
        arrived = [stock.demand.arrived for stock in histories]
        everywhere = np.concatenate(arrived)
        for found, came in zip([warehouse, *by_retailer], [everywhere, *arrived], strict=True):
            found["fill_rate"] *= arrival_rate(came, begin, end) / (total if found is warehouse else rate)
        return {
            "warehouse_backorders": warehouse["backorders"],
            "warehouse_fill_rate": warehouse["fill_rate"],
            **{f"retailer_{name}": float(np.mean([one[name] for one in by_retailer])) for name in AT_RETAILERS},
            "rate": arrival_rate(everywhere, begin, end),
            "excess_warehouse": excess_arrivals(everywhere, to_warehouse, depot, begin, end),
            "excess_network": excess_arrivals(everywhere, begin, depot + count * each, begin, end),
            "excess_retailers": float(np.mean([excess_arrivals(one, begin, each, begin, end) for one in arrived])),
            "excess_transit": float(np.mean([excess_arrivals(one, onwards, each, begin, end) for one in arrived])),
        }

    def metric(observed: Observed) -> float:
        return poisson_loss(rate * onwards + observed["warehouse_backorders"] / count, each)

    return Translation(
        world(
            {WAREHOUSE: stocked_site(depot), **{retailer: stocked_site(each) for retailer in retailers}},
            horizon,
            **pickup_on_site(*retailers),
            suppliers=unlimited_supplier(to_warehouse),
            lanes=[lane(WAREHOUSE, retailers, onwards)],
            replenishment=[
                replenishment_rule(WAREHOUSE, MAKER, base_stock(depot)),
                *(replenishment_rule(retailer, WAREHOUSE, base_stock(each)) for retailer in retailers),
            ],
            regular=walk_in_demand(retailers, rate),
        ),
        observe,
        {
            **played(AT_WAREHOUSE, of_warehouse),
            "metric_retailer_backorders": Computed(metric, of_warehouse),
            **played([f"retailer_{name}" for name in AT_RETAILERS], of_retailers),
        },
        replications,
    )
