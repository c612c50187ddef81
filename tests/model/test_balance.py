"""The balance during a run is what the record dates up to that instant; what has been earned since has accrued."""

from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.model.money import accruals, balance, balances
from sim.model.outbound.returns import brought_back
from sim.model.simulate import simulate
from sim.results.accounts import ACCOUNTS
from sim.shocks import Process, Shock
from sim.state.ledger import Exit
from sim.state.stock import Elsewhere
from tests.model.probe import play_watched
from tests.model.random_worlds import PLANS, SHOCKS, worlds
from tests.model.small import at, play, scenario, world

DAY = 1440.0
SHOP = {"kind": "front_point", "stock": "unlimited"}
# between the instants at which anything happens, since of what happens at one instant some comes after the look
INSTANTS = st.lists(st.integers(0, 8800).map(lambda minute: minute + 0.012345), min_size=1, max_size=5).map(sorted)


@st.composite
def costly_worlds(draw):
    """Random worlds in which everything costs something."""
    parts = draw(worlds())
    for name, site in parts["sites"].items():
        site["storage_cost"] = 0.1 * len(name)
        for station in site.get("stations", {}).values():
            station["wage"] = 25
    parts["sites"]["bakery"]["lines"]["oven"]["cost"] = 90
    parts["suppliers"]["mill"]["surcharge"] = 0.25
    parts["suppliers"]["mill_b"]["premium"] = 240
    parts["couriers"]["riders"] |= {"wage": 30, "crowd": {"pool": 4, "pay_per_order": 3}}
    parts["customers"]["compensation"] = 5
    parts["regular"]["people"]["promise"] = draw(st.sampled_from(["2h", "1d"]))
    if parts["shows"]["gala"]["presale"]:
        parts["shows"]["gala"]["presale"]["deposit"] = draw(st.sampled_from([4, 50]))
    return parts | {"costs": {"technology_per_day": 70, "capital_per_year": 0.1}}


@given(costly_worlds(), SHOCKS, st.sets(st.sampled_from(sorted(PLANS))), INSTANTS, st.integers(0, 9))
@settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_the_balance_at_an_instant_is_the_sum_of_the_rows_that_the_record_dates_up_to_it(
    parts, shocks, plans, instants, seed
):
    seen = []

    def look(control):
        here = control.engine
        seen.append((here.now, balances(here), balance(here), brought_back(here)))

    answers = {name: PLANS[name] for name in sorted(plans)}
    record = play_watched(parts, *shocks, at=instants, look=look, seed=seed, plans=answers)
    cash = record.cash
    for now, by_account, total, returns in seen:
        dated = cash["time"] <= now
        booked = {name: float(cash["amount"][dated & (cash["account"] == name)].sum()) for name in ACCOUNTS}
        found = {name: by_account.get(name, 0.0) for name in ACCOUNTS}
        assert total == pytest.approx(sum(found.values()))
        found["refund"] += recalled_before_the_desk_opened(record, *returns)
        if collected_in_the_hour_before(record, now):
            # a recall writes goods off in its next round of calls: from materials to waste, the sum is the same
            for accounts in (booked, found):
                accounts["material"] += accounts.pop("waste")
        assert found == pytest.approx(booked, rel=1e-9, abs=1e-6), now


def recalled_before_the_desk_opened(record, orders, when):
    """Value of orders whose customers had brought them back by themselves when a recall took them: paid back then."""
    orders = orders[record.orders["refunded"][orders] != when]
    assert (record.orders["exit"][orders] == Exit.RECALLED).all()
    return float(record.orders["value"][orders].sum())


def collected_in_the_hour_before(record, now):
    moves = record.moves
    recalled = (moves["source"] == Elsewhere.CUSTOMER) & (moves["target"] == Elsewhere.QUARANTINE)
    return bool((recalled & (moves["time"] > now - 60) & (moves["time"] <= now)).any())


@given(costly_worlds(), SHOCKS, INSTANTS, st.integers(0, 9))
@settings(max_examples=5, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_to_ask_for_the_balance_changes_nothing(parts, shocks, instants, seed):
    def nothing(control):
        del control

    records = [
        play_watched(parts, *shocks, at=instants, seed=seed, look=look)
        for look in (nothing, lambda control: (balances(control.engine), accruals(control.engine)))
    ]
    for table in ("orders", "lines", "trips", "visits"):
        for name, column in records[0].tables[table].items():
            np.testing.assert_array_equal(records[1].tables[table][name], column, err_msg=f"{table}.{name}")
    # shelves are served earlier, so that moves of several sites stand in another sequence, and sums are rounded so
    calm, asked_for = records[0].cash, records[1].cash
    for name in ("time", "account", "order"):
        np.testing.assert_array_equal(asked_for[name], calm[name])
    np.testing.assert_allclose(asked_for["amount"], calm["amount"], rtol=1e-9)


# --- what has accrued, by hand


def asked(parts, *instants, seed=1):
    """Balances and accruals at some instants, and the record."""
    seen = []
    record = play_watched(
        parts, at=instants, seed=seed,
        look=lambda control: seen.append((balances(control.engine), accruals(control.engine))),
    )  # fmt: skip
    return seen, record


def test_wages_accrue_by_the_minute_and_are_due_at_midnight():
    shop = {**SHOP, "stations": {"pack": {"servers": 2, "takes": "1min", "wage": 30, "open": "08:00-12:00"}}}
    riders = {"at": "shop", "full_time": 3, "wage": 20, "shift": "22:00-06:00"}
    parts = {"sites": {"shop": shop}, "communities": {"home": {}}, "couriers": {"riders": riders}, "horizon": "3d"}
    seen, record = asked(parts, 0.25 * DAY, 1.5 * DAY, 2 * DAY)
    # eight hours of three couriers, four of two packers, spread evenly over the day
    assert seen == [
        ({}, {"courier": -120.0, "warehouse": -60.0}),
        ({"courier": -480.0, "warehouse": -240.0}, {"courier": -240.0, "warehouse": -120.0}),
        ({"courier": -960.0, "warehouse": -480.0}, {}),
    ]
    assert record.cash["amount"].sum() == -3 * (480 + 240)


def test_at_the_end_of_a_run_all_that_has_accrued_is_due():
    seen, record = asked({"costs": {"technology_per_day": 100}, "horizon": "60h"}, 2.25 * DAY)
    assert seen == [({"technology": -200.0}, {"technology": -25.0})]
    booked = record.cash["amount"]
    assert booked[booked != 0].tolist() == [-100.0, -100.0, -50.0]


def test_storage_and_interest_accrue_by_the_minute_that_goods_lie_there():
    parts = {
        "products": {"loaf": {"price": 10, "cost": 4}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 10}, "storage_cost": 0.5}},
        "regular": {"people": at(720, quantity={5: 1})},
        "costs": {"capital_per_year": 0.365},
        "horizon": "3d",
    }
    ((first, since), (second, more)), _ = asked(parts, 1080.0, 1.5 * DAY)
    # half a day with ten, a quarter with five; half of the next day with five
    assert (first.get("storage"), since["storage"]) == (None, pytest.approx(-0.5 * (5 + 1.25)))
    assert since["capital"] == pytest.approx(-0.004 * (5 + 1.25))
    assert (second["storage"], more["storage"]) == (pytest.approx(-0.5 * 7.5), pytest.approx(-0.5 * 2.5))


def test_the_hours_of_a_batch_in_hand_accrue_and_are_due_when_it_is_done():
    oven = {"rate": {"loaf": "60/h"}, "setup": "30min", "cost": 120}
    parts = {
        "sites": {"bakery": {"kind": "factory", "lines": {"oven": oven}}},
        "replenishment": [{"at": "bakery", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(0, quantity={60: 1})},
    }
    seen, _ = asked(parts, 15.0, 80.0, 91.0)
    assert [accrued.get("production", 0.0) for _, accrued in seen] == pytest.approx([-30.0, -160.0, 0.0])
    assert [due.get("production", 0.0) for due, _ in seen] == pytest.approx([0.0, 0.0, -180.0])


def test_compensation_accrues_from_the_promise_on_and_is_due_when_the_order_comes():
    shop = {"kind": "front_point", "stations": {"pack": {"servers": 1, "takes": "180min"}}, "stock": "unlimited"}
    parts = {
        "sites": {"shop": shop},
        "regular": {"people": at(0, promise="2h")},
        "customers": {"compensation": 7},
        "horizon": "1d",
    }
    seen, _ = asked(parts, 119.0, 121.0, 181.0)
    assert [due.get("compensation", 0.0) for due, _ in seen] == [0.0, 0.0, -7.0]
    assert [accrued.get("compensation", 0.0) for _, accrued in seen] == [0.0, -7.0, 0.0]


def test_trips_of_couriers_and_lanes_are_paid_when_they_depart():
    parts = {
        "sites": {"dc": {"kind": "dc", "opening": {"loaf": 50}}, "shop": {"kind": "front_point", "at": [3, 4]}},
        "communities": {"home": {"delivered_from": "shop"}},
        "lanes": [{"from": "dc", "to": "shop", "takes": "1h", "vehicle": {"cost": 20, "cost_per_unit": 0.5}}],
        "replenishment": [{"at": "shop", "policy": {"kind": "on_demand"}}],
        "couriers": {"van": {"at": "shop", "full_time": 1, "waits": 0, "trip": "10min", "cost_per_order": 3}},
        "regular": {"people": at(10, quantity={4: 1})},
        "horizon": "1d",
    }
    seen, _ = asked(parts, 9.0, 11.0, 71.0)
    revenue = {"revenue": 40.0}
    haul, delivery = {"line_haul": -22.0}, {"delivery": -3.0}
    assert [due for due, _ in seen] == [{}, revenue | haul, revenue | haul | delivery]


def test_a_refund_counts_from_the_instant_at_which_the_goods_were_handed_back():
    parts = {
        "products": {"loaf": {"price": 10, "cost": 4}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 5}}},
        "regular": {"people": at(10)},
        "customers": {"returns": {"share": 1, "after": "2h"}},
        "horizon": "3d",
    }
    seen, record = asked(parts, 129.0, 131.0)
    assert [due.get("refund", 0.0) for due, _ in seen] == [0.0, -10.0]
    assert record.orders["refunded"].tolist() == [130.0]


# --- how it is used: a credit line

CRATE, LOAVES = 40.0, 10


class Buyer(Shock):
    """Buys a crate of loaves every hour, unless the money at hand would fall below zero."""

    kind: Literal["buyer"] = "buyer"

    def strike(self, control: Any) -> Process:
        while True:
            yield control.wait(60.0)
            if balance(control.engine) >= CRATE:
                control.add_stock("shop", "loaf", LOAVES)
                control.pay("plan", CRATE)


def test_a_buyer_with_a_credit_line_of_nothing_never_owes_anything():
    parts = {
        "products": {"loaf": {"price": 10}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 6}}},
        "regular": {"people": {"arrives": {"kind": "steady", "rate": "40/d"}, "patience": "3h"}},
        "costs": {"technology_per_day": 120},
        "horizon": "5d",
    }
    made = scenario().model_copy(update={"shocks": [Buyer(**{"from": "d0"})]})
    cash = simulate(world(**parts), made, seed=3).cash
    order = np.argsort(cash["time"], kind="stable")
    held, bought = np.cumsum(cash["amount"][order]), cash["account"][order] == "plan"
    assert (held[bought] >= -1e-9).all()
    # it has bought, and there were hours in which it could not
    assert 3 < bought.sum() < 5 * 24 - 1
    # who only waits for the stock to fall is soon in debt
    assert play(parts).cash["amount"].sum() < 0
