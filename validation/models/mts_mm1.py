"""Make to stock: one machine with exponential work times, base stock of finished goods, backorders."""

from sim.results.record import Record
from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.formulas.loss_functions import compound_poisson_loss
from validation.measures.inventory import stock_history
from validation.measures.stock_costs import service_measures
from validation.statistics.control_variates import arrival_rate, excess_work
from validation.translation import Translation, played
from validation.worlds.network import base_stock, pickup_on_site, replenishment_rule, stocked_site, walk_in_demand
from validation.worlds.world import ITEM, SITE, per_minute, world

REPLICATIONS, ORDERS = 30, 2_000
WARM_UP, MEASURED = 8, 20
"""Relaxation times of the queue in the warm-up, and in what is measured at least."""
WINDOWS = (0.25, 0.5, 1.0)
"""Windows of recent work that are controls, in relaxation times."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, mu, S.

    Controls: the rate of demand, the mean of the work times, and for each window the excess of its work over what the
    machine does meanwhile and the stock covers.
    """
    rate, speed, level = inputs.number("lam", above=0), inputs.number("mu", above=0), inputs.whole("S")
    replications, orders = length.in_short_runs(REPLICATIONS, ORDERS)
    load = stable(rate / speed)
    # relaxation time of M/M/1 (Abate & Whitt 1987)
    relaxation = 1 / (speed * (1 - load**0.5) ** 2)
    begin = WARM_UP * relaxation
    windows = [share * relaxation for share in WINDOWS]
    horizon = begin + max(MEASURED * relaxation, orders / rate)
    machine = {"rate": {ITEM: per_minute(speed)}, "batch": 1, "takes": "exponential"}

    def observe(record: Record) -> dict[str, float]:
        stock, jobs = stock_history(record, SITE, ITEM), record.jobs
        done = jobs["finished"] <= record.horizon
        work = (jobs["finished"] - jobs["started"])[done]
        # units are made one after the other, in the order of the demand
        arrived = stock.demand.arrived[: len(work)]
        until = float(arrived.max(initial=begin))
        return {
            **service_measures(stock, begin, record.horizon),
            "rate": arrival_rate(stock.demand.arrived, begin, record.horizon),
            "surplus_work": float((work - 1 / speed).sum()) / record.horizon,
            **{
                f"excess_{window:g}": excess_work(arrived, work, window, window + level / speed, begin, until)
                for window in windows
            },
        }

    excess = {f"excess_{w:g}": compound_poisson_loss(rate * w, 1 / speed, w + level / speed) for w in windows}
    return Translation(
        world(
            {SITE: stocked_site(level, lines={"machine": machine})},
            horizon,
            **pickup_on_site(SITE),
            replenishment=[replenishment_rule(SITE, SITE, base_stock(level))],
            regular=walk_in_demand([SITE], rate),
        ),
        observe,
        played(
            ["fill_rate", "backorders", "on_hand", "mean_customer_wait"],
            {"rate": rate, "surplus_work": 0.0, **excess},
        ),
        replications,
    )
