"""Money: who is compensated for a broken promise, and what crowd couriers and vehicles cost."""

import numpy as np

from tests.model.small import at, play


def booked(record, account):
    """Times and amounts on an account, by time."""
    mine = record.cash["account"] == account
    return sorted(zip(record.cash["time"][mine].tolist(), record.cash["amount"][mine].tolist(), strict=True))


def bench(**more):
    """A shop that needs two hours an order."""
    station = {"servers": 1, "takes": "2h", **more}
    return {
        "horizon": "5h",
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited", "stations": {"bench": station}}},
        "communities": {"town": {"delivered_from": "shop"}},
        "customers": {"compensation": 3},
    }


def test_who_gets_his_goods_too_late_or_not_by_the_end_is_compensated():
    people = at(0, 1, 2, 200, promise="150min")
    record = play({**bench(), "regular": {"people": people}})
    # the first in time, the second late, the third owed at the end, the fourth not due yet
    assert np.isfinite(record.orders["delivered"]).tolist() == [True, True, False, False]
    assert booked(record, "compensation") == [(240.0, -3.0), (300.0, -3.0)]


def test_who_gives_up_after_the_promise_is_compensated_then_and_who_gives_up_before_is_not():
    people = at(0, 1, promise="20min")
    record = play({**bench(patience="30min"), "regular": {"people": people}})
    assert booked(record, "compensation") == [(31.0, -3.0), (120.0, -3.0)]
    record = play({**bench(patience="10min"), "regular": {"people": people}})
    assert booked(record, "compensation") == [(120.0, -3.0)]


def test_wages_at_the_stations_of_a_site_are_a_cost_of_the_warehouse_not_of_delivery():
    record = play({**bench(wage=12), "regular": {"people": at(0, promise="1d")}})
    assert sum(amount for _, amount in booked(record, "warehouse")) == -60.0
    assert not booked(record, "delivery")
