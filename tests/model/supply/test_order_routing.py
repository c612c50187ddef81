"""Orders that a supplier refuses because it is not active stand in the trace, and nowhere else."""

import json

import numpy as np

from tests.model.small import at, play

DAY = 1440.0
ELSEWHERE = {
    "kind": "capacity_option",
    "supplier": "partner",
    "capacity": 5,
    "options": 60,
    "lead": 0,
    "underage": 9,
    "overage": 1,
    "exercise": 2,
    "forecast": {"kind": "known", "mean": 20, "sd": 0},
}


def option(active):
    """A shop that wants 20 loaves a day: 5 from the mill, and the rest from its partner."""
    return {
        "suppliers": {
            "mill": {"lead": "1h", "supplies": ["loaf"]},
            "partner": {"lead": "2h", "supplies": ["loaf"], "active": active},
        },
        "replenishment": [{"at": "shop", "items": ["loaf"], "from": "mill", "policy": ELSEWHERE}],
        "regular": {"people": at(100)},
        "horizon": "2d",
    }


def refused(record):
    trace = record.trace
    mine = trace["event"] == "order_refused"
    return [
        (time, where, json.loads(what))
        for time, where, what in zip(trace["time"][mine], trace["where"][mine], trace["what"][mine], strict=True)
    ]


def test_an_order_that_names_an_inactive_supplier_is_refused_and_traced():
    record = play(option(active=False))
    first, *_ = refused(record)
    assert first == (0.0, "shop", {"supplier": "partner", "units": {"loaf": 15.0}})
    assert record.requests["units"].tolist() == [5.0] * len(record.requests["units"]), "what is refused is no order"
    assert set(record.moves["qty"][record.moves["source"] == -1].tolist()) == {5.0}


def test_an_active_supplier_refuses_nothing():
    record = play(option(active=True))
    assert refused(record) == []
    assert record.requests["units"].tolist()[:2] == [5.0, 15.0]


def test_orders_are_refused_until_a_plan_activates_the_supplier():
    plan = {"when": {"shock": 0}, "decide": 0, "do": [{"kind": "activate_supplier", "supplier": "partner"}]}
    shock = {"kind": "hold", "lever": "demand", "where": "people", "factor": 1, "from": "d0 12:00", "for": "1h"}
    record = play(option(active=False), shock, plans={"call": plan})
    times = np.array([time for time, _, _ in refused(record)])
    assert len(times) > 0
    assert (times <= DAY / 2).all()
    asked = record.requests["time"][record.requests["units"] != 5.0]
    assert len(asked) > 0
    assert (asked >= DAY / 2).all()
