"""A shop that orders up to so many days of its forecast: how much more its orders vary than what it is asked for."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.instants import DAY
from sim.results.record import Record
from validation.cases.case import Length
from validation.measures.inventory import shelves
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.network import MAKER, collected, maker, rule
from validation.worlds.single_site import by_period, items
from validation.worlds.world import SITE, Tree, minutes, world

REPLICATIONS, SIDE_BY_SIDE, DAYS = 20, 20, 60
MEAN = 1_000.0
FAR = 6.0
"""Standard deviations that an order must be above 0: nobody can order less than nothing."""


def amplified(lead: float, forecast: Tree, weight: float, run_in: int, length: Length) -> Translation:
    """Level = `lead` days of a forecast that puts `weight` on the newest day and forgets in `run_in` days.

    A period is a day; its demand comes at noon, and the review is at its end. An order is the new level less the old
    one plus the demand, so it varies by at most (1 + 2 lead weight) demands: what each day asks for varies so little
    that this is never below 0; the ratio of variances does not mind.
    """
    names = items(SIDE_BY_SIDE)
    sd = MEAN / (FAR * (1 + 2 * lead * weight))
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
        shop = list(shelves(record, SITE))
        asked = np.concatenate([_by_day((goods.wanted.asked, goods.wanted.units), days) for goods in shop])
        # the order of a day is given at its very end
        ordered = np.concatenate([_by_day(goods.requests, days + 1.0) for goods in shop])
        return {"variance_ratio": float(ordered.var() / asked.var())}

    demand = {"normal": {"mean": MEAN, "sd": sd}}
    return Translation(
        world(
            {SITE: {"kind": "front_point", "opening": dict.fromkeys(names, MEAN)}},
            end + DAY,
            **collected(SITE),
            products={name: {"price": 1} for name in names},
            suppliers=maker(0.0, *names),
            replenishment=[rule(SITE, MAKER, policy, "*")],
            regular=by_period(names, demand, DAY, DAY / 2),
        ),
        observe,
        {"variance_ratio": Mean("variance_ratio")},
        replications,
    )


def _by_day(events: tuple[Floats, Floats], days: Floats) -> Floats:
    """Units between the instants of `days`, shape (days - 1,)."""
    times, units = events
    return np.histogram(times, days, weights=units)[0]
