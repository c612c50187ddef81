"""Shows: deposits, balances, groups and thresholds end every order with a reason, and nothing happens out of order."""

import json

import numpy as np
import pytest

from sim.state.ledger import Exit, Status
from tests.model.small import play

DAY = 1440.0
START, ENDS = 20 * 60.0, 22 * 60.0


def show(horizon="6d", communities=None, shocks=(), seed=1, **more):
    """One show on the first evening at a shop with endless stock."""
    gala = {"start": "d0 20:00", "orders": 400, "exactly": True, "products": {"loaf": 1}, **more}
    parts = {
        "products": {"loaf": {"price": 30}, "cake": {"price": 50}},
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "communities": communities or {"home": {}},
        "shows": {"gala": gala},
        "horizon": horizon,
    }
    return play(parts, *shocks, seed=seed)


def exits(record):
    return {Exit(code).name: int((record.orders["exit"] == code).sum()) for code in set(record.orders["exit"].tolist())}


def told(record, event):
    return [
        (record.trace["time"][row], json.loads(record.trace["what"][row]))
        for row in np.flatnonzero(record.trace["event"] == event)
    ]


def test_a_show_without_a_presale_is_paid_and_let_through_at_once():
    orders = show().orders
    assert len(orders["placed"]) == 400
    assert ((orders["placed"] >= START) & (orders["placed"] <= ENDS)).all()
    for stamp in ("paid", "released", "allocated", "delivered"):
        assert np.array_equal(orders[stamp], orders["placed"])


def test_orders_peak_when_the_link_opens_by_the_spike_that_was_asked_for():
    times = np.concatenate([show(seed=seed, spike=5).orders["placed"] for seed in range(12)])
    opens = START + 0.08 * 120
    first = ((times >= opens) & (times < opens + 2)).mean() / 2
    mean = 1 / (ENDS - opens)
    assert first / mean == pytest.approx(5, rel=0.2)


def test_the_number_of_orders_is_poisson_unless_it_is_exact():
    counts = [show(seed=seed, exactly=False, orders=100).rows("orders") for seed in range(40)]
    assert np.mean(counts) == pytest.approx(100, abs=4 * 10 / np.sqrt(40))
    assert 40 < np.var(counts) < 220


def test_whoever_does_not_pay_the_balance_gets_the_deposit_back_at_the_end_of_the_window():
    record = show(presale={"pays": 0.8, "balance_within": "10h"})
    orders = record.orders
    lapsed = orders["exit"] == Exit.BALANCE_LAPSED
    assert lapsed.mean() == pytest.approx(0.2, abs=0.08)
    assert (orders["refunded"][lapsed] == ENDS + 600).all()
    assert np.isnan(orders["paid"][lapsed]).all()
    assert ((orders["paid"][~lapsed] >= ENDS) & (orders["paid"][~lapsed] <= ENDS + 600)).all()
    assert np.array_equal(orders["promise"][~lapsed], orders["paid"][~lapsed] + 5 * DAY)


def test_fewer_pay_when_they_would_have_to_wait_for_more_than_a_week_and_it_is_the_same_people_who_do():
    paid = {}
    for promise in ("5d", "10d", "14d"):
        orders = show(presale={"pays": 0.9, "loses": 0.05}, promise=promise).orders
        paid[promise] = set(orders["key"][np.isfinite(orders["paid"])].tolist())
    assert paid["14d"] < paid["10d"] < paid["5d"]
    assert len(paid["10d"]) == pytest.approx(400 * 0.75, abs=35)


def test_production_begins_when_the_threshold_is_reached_and_not_before():
    record = show(presale={"pays": 1, "threshold": 150})
    orders = record.orders
    ((met, what),) = told(record, "threshold_met")
    assert what == {"product": "loaf"}
    assert met == np.sort(orders["paid"])[149]
    assert np.array_equal(orders["released"], np.maximum(orders["paid"], met))


def test_below_the_threshold_everybody_is_refunded_and_told_why():
    record = show(presale={"pays": 0.5, "threshold": 390, "balance_within": "10h"})
    assert set(exits(record)) == {"BALANCE_LAPSED", "THRESHOLD_FAILED"}
    assert (record.orders["status"] == Status.REFUNDED).all()
    assert (record.orders["refunded"] == ENDS + 600).all()
    assert np.isnan(record.orders["released"]).all()
    assert told(record, "threshold_failed") == [(ENDS + 600, {"product": "loaf"})]
    assert record.cash["amount"].sum() == pytest.approx(0, abs=1e-6)


def test_deposits_may_count_towards_the_threshold():
    presale = {"pays": 0.5, "threshold": 390, "balance_within": "10h"}
    record = show(presale={**presale, "counts": "deposits"})
    ((met, _),) = told(record, "threshold_met")
    assert met == np.sort(record.orders["placed"])[389]
    paid = np.isfinite(record.orders["paid"])
    assert np.array_equal(record.orders["released"][paid], record.orders["paid"][paid])


def test_each_product_has_a_threshold_of_its_own():
    record = show(products={"loaf": 9, "cake": 1}, presale={"pays": 1, "threshold": 150})
    sku = record.lines["sku"]
    assert (record.orders["exit"][sku == 0] == Exit.NONE).all()
    assert (record.orders["exit"][sku == 1] == Exit.THRESHOLD_FAILED).all()


THREE = {f"estate{k}": {"households": 100 * 3**k} for k in range(3)}


def test_a_group_that_forms_gets_its_discount_and_one_that_does_not_its_money():
    record = show(communities=THREE, groups={"size": 60, "discount": 0.1, "within": "24h"})
    orders, groups = record.orders, record.groups
    formed = np.isfinite(groups["formed"])
    assert 0 < formed.sum() < len(formed)
    mine = formed[orders["group"]]
    assert orders["value"][mine] == pytest.approx(27.0)
    assert (orders["value"][~mine] == 30.0).all()
    assert (orders["exit"][~mine] == Exit.GROUP_FAILED).all()
    assert (orders["refunded"][~mine] == START + DAY).all()
    # nobody is let through before his group stands, and whoever joins later is in at once
    assert np.array_equal(
        orders["released"][mine], np.maximum(orders["placed"], groups["formed"][orders["group"]])[mine]
    )
    for row in range(len(formed)):
        times = np.sort(orders["placed"][orders["group"] == row])
        assert groups["joined"][row] == len(times)
        assert not formed[row] or groups["formed"][row] == times[59]


def test_a_group_that_does_not_form_may_fall_back_to_single_orders():
    record = show(communities=THREE, groups={"size": 390, "otherwise": "single", "within": "24h"})
    assert exits(record) == {"NONE": 400}
    assert (record.orders["released"] == START + DAY).all()
    assert (record.orders["value"] == 30.0).all()


def test_nobody_pays_a_balance_after_his_group_has_failed():
    presale = {"pays": 0.7, "balance_within": "48h"}
    record = show(communities=THREE, groups={"size": 399, "within": "12h"}, presale=presale)
    orders = record.orders
    assert set(exits(record)) == {"GROUP_FAILED"}
    assert (orders["refunded"] == START + 720).all()
    assert not (orders["paid"] > orders["refunded"]).any()
    assert record.cash["amount"].sum() == pytest.approx(0, abs=1e-6)


def test_a_pool_that_closes_during_the_show_refunds_nobody_before_he_ordered():
    record = show(communities=THREE, groups={"size": 399, "within": "30min"})
    assert (record.orders["refunded"] >= record.orders["placed"]).all()


def test_neighbours_join_faster_when_their_pool_fills_up():
    slow = [show(seed=seed, exactly=False, groups={"size": 100}).rows("orders") for seed in range(5)]
    fast = [show(seed=seed, exactly=False, groups={"size": 100, "pull": 1.0}).rows("orders") for seed in range(5)]
    assert np.mean(slow) == pytest.approx(400, abs=40)
    assert np.mean(fast) > 1.5 * np.mean(slow)


def test_a_surprise_show_waits_for_its_shock():
    assert show(surprise=True).rows("orders") == 0
    shock = {"kind": "surprise_show", "show": "gala", "from": "d1 10:00"}
    orders = show(surprise=True, shocks=[shock]).orders
    assert len(orders["placed"]) == 400
    assert orders["placed"].min() >= DAY + 600


@pytest.mark.parametrize("where", ["gala", "app"])
def test_a_lever_on_demand_scales_a_show(where):
    lever = {"kind": "hold", "lever": "demand", "where": where, "factor": 1.5, "from": "d0"}
    assert show(shocks=[lever]).rows("orders") == 600


def test_a_lever_on_a_product_scales_its_part_of_a_show():
    lever = {"kind": "hold", "lever": "demand", "where": "cake", "factor": 3, "from": "d0"}
    record = show(products={"loaf": 1, "cake": 1}, shocks=[lever])
    assert record.rows("orders") == 800
    assert (record.lines["sku"] == 1).mean() == pytest.approx(0.75, abs=0.06)
    nothing = {**lever, "where": "gala", "factor": 0}
    assert show(shocks=[nothing]).rows("orders") == 0


def test_buyers_bring_further_buyers():
    count = np.mean([show(seed=seed, referrals=0.5, lasts="6h").rows("orders") for seed in range(6)])
    assert 500 < count <= 800


def test_rooms_share_the_orders():
    record = show(rooms={"视频号": 3, "抖音": 1})
    names = np.array(record.names["channel"])[record.orders["channel"]]
    assert (names == "视频号").mean() == pytest.approx(0.75, abs=0.08)
