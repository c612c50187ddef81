"""The bullwhip effect of a shop that orders up to so many days of its forecast: variance of orders over demand."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.instants import DAY
from sim.results.record import Record
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_histories
from validation.translation import Translation, played
from validation.worlds.network import MAKER, pickup_on_site, replenishment_rule, unlimited_supplier
from validation.worlds.single_site import item_names, period_demand
from validation.worlds.world import SITE, Tree, minutes, world

REPLICATIONS, SIDE_BY_SIDE, DAYS = 20, 20, 60
MEAN = 1_000.0
DEVIATIONS = 6.0
"""Standard deviations of an order that its mean must be above 0, so that no order would be negative."""


def order_amplification(lead: float, forecast: Tree, weight: float, run_in: int, length: RunLength) -> Translation:
    """Level = `lead` days of a forecast with `weight` on the newest day, which forgets its start in `run_in` days.

    A period is a day; its demand comes at noon, the review is at its end. An order is the change of the level plus the
    demand, and so deviates by at most (1 + 2 lead weight) standard deviations of the demand. The demand is given so
    small a deviation that orders are never negative; the ratio of variances does not depend on it.
    """
    names = item_names(SIDE_BY_SIDE)
    sd = MEAN / (DEVIATIONS * (1 + 2 * lead * weight))
    replications, count = length.at_most(REPLICATIONS, DAYS)
    begin = float(run_in) * DAY
    end = begin + count * DAY
    policy = {
        "kind": "forecast_up_to",
        "review": minutes(DAY),
        "first_review": minutes(DAY),
        "lead": minutes((lead - 1) * DAY),
        "forecast": forecast,
    }

    def observe(record: Record) -> dict[str, float]:
        days = begin + DAY * np.arange(count + 1, dtype=np.float64)
        items = list(stock_histories(record, SITE))
        demand = np.concatenate([_by_day((stock.demand.arrived, stock.demand.units), days) for stock in items])
        # a day's order is placed at its very end
        ordered = np.concatenate([_by_day(stock.orders_placed, days + 1.0) for stock in items])
        return {"variance_ratio": float(ordered.var() / demand.var())}

    return Translation(
        world(
            {SITE: {"kind": "front_point", "opening": dict.fromkeys(names, MEAN)}},
            end + DAY,
            **pickup_on_site(SITE),
            products={name: {"price": 1} for name in names},
            suppliers=unlimited_supplier(0.0, *names),
            replenishment=[replenishment_rule(SITE, MAKER, policy, "*")],
            regular=period_demand(names, {"normal": {"mean": MEAN, "sd": sd}}, DAY, DAY / 2),
        ),
        observe,
        played(["variance_ratio"]),
        replications,
    )


def _by_day(events: tuple[Floats, Floats], days: Floats) -> Floats:
    """Units between the instants of `days`. Shape (days - 1,)."""
    times, units = events
    return np.histogram(times, days, weights=units)[0]
