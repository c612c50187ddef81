"""A recall: units frozen at each stage, units with customers, units returned by a deadline."""

import math

import numpy as np

from sim.instants import DAY
from sim.kpi.recall import issued_at
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures import queueing
from validation.measures.recall import units_frozen_at, units_returned_by
from validation.translation import Translation, played
from validation.worlds.world import ITEM, PLACE, SITE, exponential, minutes, per_minute, station, world

FEWEST, MOST, SURE = 60_000, 600_000, 0.004
"""Orders in a run, at least and at most; wanted relative error of the share that is returned."""
ROUNDS, BATCHES = 150, 1_500
"""Rounds of calls in the time that customers need; batches that are made."""
ROUND = 60.0
"""Minutes between two rounds of calls in a recall."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: rate (a day), days, dwell (days at each stage), return_mean_h, deadline_h (hours).

    An hour of the case is so many minutes of the world that it holds many rounds of calls.
    """
    del length
    rate, days = inputs.number("rate", above=0), inputs.number("days", above=0)
    dwell = inputs.numbers("dwell", least=0)
    comes_back, deadline = inputs.number("return_mean_h", above=0), inputs.number("deadline_h", above=0)
    away = max(1 - sum(dwell) / days, 0.0)
    back = -math.expm1(-deadline / comes_back)
    orders = np.clip((1 - back) / (back * SURE**2) / away if away else 0.0, FEWEST, MOST)
    hour = ROUND * ROUNDS / min(comes_back, deadline)
    found = round(days * 24 * hour)
    if found < 1:
        raise UnfitError(f"inputs.days is {days:g}, nothing against the {deadline:g} hours of inputs.deadline_h")
    scale, tick = float(orders) / (rate * days), found / BATCHES
    stages = [f"stage_{number}" for number in range(1, len(dwell) + 1)]

    def observe(record: Record) -> dict[str, float]:
        at = issued_at(record)
        here = {stage: units_frozen_at(record, queueing.sojourns_at(record, f"{SITE}.{stage}")) for stage in stages}
        with_customers = float(record.orders["units"][record.orders["delivered"] <= at].sum())
        made = sum(here.values()) + with_customers
        returned = units_returned_by(record, at + deadline * hour)
        return {
            **{stage: units / scale for stage, units in here.items()},
            "with_customers": with_customers / scale,
            "returned_by_deadline": returned / scale,
            "contained_share": (made - with_customers + returned) / made,
        }

    works = {
        "kind": "factory",
        "lines": {"line": {"rate": {ITEM: per_minute(1e9 * scale * rate)}, "batch": 1e9}},
        "stations": {
            stage: station("unlimited", minutes(time * 24 * hour)) for stage, time in zip(stages, dwell, strict=True)
        },
    }
    policy = {"kind": "order_up_to", "review": minutes(tick), "order_up_to": 0}
    tree = world(
        {SITE: works},
        found + (deadline + 1) * hour,
        replenishment=[{"at": SITE, "items": [ITEM], "policy": policy}],
        regular={
            "orders": {
                "arrives": {
                    "kind": "piecewise",
                    "times": ["0min", minutes(found)],
                    "rates": [per_minute(orders / found)],
                    "steps": True,
                },
                "evenly": True,
                "pickup": 1.0,
            }
        },
        communities={PLACE: {"picks_up_at": SITE}},
        customers={"pickup_after": "0min"},
    )
    day, minute = divmod(found, int(DAY))
    shock = {
        "kind": "recall",
        "products": ITEM,
        "made_within": minutes(found),
        "from": f"d{day} {minute // 60:02d}:{minute % 60:02d}",
        "notify_within": "0min",
        "handed_back": exponential(comes_back * hour),
        "exchange": False,
    }
    outputs = (*stages, "with_customers", "returned_by_deadline", "contained_share")
    scenario = {"title": "A defective lot", "shocks": [shock]}
    return Translation(tree, observe, played(outputs), 1, scenario)
