"""Factory lines: set-up, batches, shifts, materials that run short, bad units, several lines on one order book."""

import numpy as np
import pytest

from sim.kpi.resources import loads, utilisation
from sim.state.stock import Why
from tests.model.small import at, play

DAY = 1440.0


def factory(lines, minutes=(0.0,), units=100, bom=None, opening=None, horizon="10d", products=None, **more):
    """A factory that makes what customers ask for, and customers who fetch it there."""
    return {
        "products": products or {"loaf": {"price": 10, "bom": bom or {}}},
        "materials": {"flour": {"cost": 2, "bought_from": "mill"}},
        "suppliers": {"mill": {"lead": "1d"}},
        "sites": {"bakery": {"kind": "factory", "lines": lines, "opening": opening or {}}},
        "replenishment": [
            {"at": "bakery", "items": list(products or ["loaf"]), "policy": {"kind": "on_demand"}},
            {"at": "bakery", "items": ["flour"], "policy": {"kind": "on_demand"}},
        ],
        "regular": {"people": at(*minutes, quantity={units: 1})},
        "horizon": horizon,
        **more,
    }


def jobs(record, *names):
    return [tuple(round(float(record.jobs[name][row]), 6) for name in names) for row in range(record.rows("jobs"))]


OVEN = {"rate": {"loaf": "60/h"}}


def test_a_line_makes_an_order_batch_by_batch_at_its_rate():
    record = play(factory({"oven": {**OVEN, "batch": 40}}))
    assert jobs(record, "started", "finished", "good") == [(0, 40, 40), (40, 80, 40), (80, 100, 20)]
    assert record.orders["delivered"].tolist() == [100.0]


def test_a_change_of_product_costs_a_set_up_and_staying_with_one_costs_none():
    products = {"loaf": {"price": 10}, "roll": {"price": 5}}
    oven = {"rate": {"loaf": "60/h", "roll": "120/h"}, "setup": "30min", "batch": 50}
    parts = factory({"oven": oven}, products=products)
    parts["regular"] = {
        "loaves": at(0, products={"loaf": 1}, quantity={100: 1}),
        "rolls": at(1, products={"roll": 1}, quantity={50: 1}),
    }
    record = play(parts)
    assert jobs(record, "setup", "started", "finished") == [(0, 30, 80), (80, 80, 130), (130, 160, 185)]


def test_a_line_works_only_in_its_shift_and_a_batch_pauses_over_night():
    record = play(factory({"oven": {**OVEN, "shift": "06:00-07:00"}}))
    # sixty minutes on the first day, forty on the next
    assert jobs(record, "setup", "started", "finished") == [(360, 360, DAY + 400)]
    on = record.capacity
    assert on["time"][:4].tolist() == [0.0, 360.0, 420.0, DAY + 360.0]
    assert on["servers"][:4].tolist() == [0.0, 1.0, 0.0, 1.0]


def test_a_set_up_that_is_cut_by_the_end_of_the_shift_goes_on_the_next_day():
    record = play(factory({"oven": {**OVEN, "setup": "90min", "shift": "06:00-07:00"}}))
    assert jobs(record, "setup", "started") == [(360, DAY + 390)]


def test_a_line_at_double_speed_needs_half_the_time_and_one_that_stands_still_resumes():
    hold = {"kind": "hold", "lever": "line", "factor": 2, "from": "d0", "for": "1d"}
    for place in ("oven", "bakery.oven", "bakery"):
        assert jobs(play(factory({"oven": OVEN}), {**hold, "where": place}), "finished") == [(50,)]
    stop = {**hold, "where": "bakery", "factor": 0, "from": "d0 00:30", "for": "2h"}
    assert jobs(play(factory({"oven": OVEN}), stop), "finished") == [(220,)]


def test_what_the_materials_allow_is_made_and_the_rest_follows_when_they_have_come():
    record = play(factory({"oven": OVEN}, bom={"flour": "0.5kg"}, opening={"flour": 20}))
    assert jobs(record, "started", "finished", "good") == [(0, 40, 40), (DAY, DAY + 60, 60)]
    used = record.moves["target"] == -3
    assert record.moves["qty"][used].tolist() == [20.0, 30.0]


def test_an_order_that_lacks_materials_does_not_block_one_that_has_them():
    products = {"loaf": {"price": 10, "bom": {"flour": "1kg"}}, "bun": {"price": 5}}
    parts = factory({"oven": {"rate": {"loaf": "60/h", "bun": "60/h"}}}, products=products)
    parts["regular"] = {
        "loaves": at(0, products={"loaf": 1}, quantity={10: 1}),
        "buns": at(1, products={"bun": 1}, quantity={10: 1}),
    }
    record = play(parts)
    assert jobs(record, "sku", "started") == [(1, 1), (0, DAY)]


def test_two_lines_share_one_order_book_and_make_nothing_twice():
    record = play(factory({"one": {**OVEN, "batch": 30}, "two": {**OVEN, "batch": 30}}))
    assert sum(good for (good,) in jobs(record, "good")) == 100
    assert max(finished for (finished,) in jobs(record, "finished")) == 60
    assert len(set(record.jobs["resource"].tolist())) == 2


def test_bad_units_are_made_again_until_every_order_is_filled():
    record = play(factory({"oven": {**OVEN, "good": 0.8, "batch": 50}}, units=200))
    made, bad = record.jobs["good"].sum(), record.jobs["bad"].sum()
    assert made == 200
    assert bad == pytest.approx(50, abs=25)
    assert not np.isnan(record.orders["delivered"]).any()


def test_a_part_of_a_unit_turns_out_well_as_often_as_a_whole_one():
    record = play(factory({"oven": {**OVEN, "good": 0.8}}, minutes=range(0, 1000, 5), units=0.25, horizon="2d"))
    well = record.jobs["good"] > 0
    assert set(record.jobs["good"][well]) == {0.25}
    assert well.mean() == pytest.approx(0.8, abs=0.08)  # 250 batches: three standard errors
    assert not np.isnan(record.orders["delivered"]).any()


def test_of_a_batch_with_a_part_of_a_unit_the_whole_ones_and_the_part_count():
    record = play(factory({"oven": {**OVEN, "good": 0.5}}, minutes=range(0, 4000, 20), units=2.5, horizon="5d"))
    first = record.jobs["good"][record.jobs["good"] + record.jobs["bad"] == 2.5]
    assert set(first) == {0.0, 0.5, 1.0, 1.5, 2.0, 2.5}
    assert first.mean() == pytest.approx(1.25, abs=0.17)


def test_a_lever_on_the_yield_counts_by_product_and_by_line():
    for where in ("loaf", "oven", "bakery.oven"):
        hold = {"kind": "hold", "lever": "yields", "where": where, "factor": 0.5, "from": "d0"}
        record = play(factory({"oven": {**OVEN, "batch": 500}}, units=400, horizon="500min"), hold)
        assert record.jobs["good"][0] == pytest.approx(200, abs=40)


def test_memoryless_batches_have_their_mean_and_their_spread():
    parts = factory({"oven": {**OVEN, "takes": "exponential", "batch": 1}}, units=2000, horizon="3d")
    times = play(parts).jobs
    spent = times["finished"] - times["started"]
    assert spent.mean() == pytest.approx(1.0, abs=3 / np.sqrt(len(spent)))
    assert spent.std() / spent.mean() == pytest.approx(1.0, abs=0.1)


def test_lots_carry_their_work_order_their_cost_and_their_life():
    parts = factory({"oven": OVEN}, bom={"flour": "0.5kg"}, opening={"flour": 100})
    parts["products"]["loaf"]["shelf_life"] = "3d"
    record = play(parts)
    lot = record.jobs["lot"][0]
    assert record.lots["origin"][lot] == record.jobs["work_order"][0] == 1
    assert record.lots["cost"][lot] == pytest.approx(1.0)
    assert record.lots["expires"][lot] - record.lots["made"][lot] == 3 * DAY


def test_a_part_made_here_goes_into_what_is_made_here():
    products = {"cake": {"price": 30, "bom": {"dough": 2}}, "dough": {"price": 1, "bom": {}}}
    lines = {"mixer": {"rate": {"dough": "120/h"}}, "oven": {"rate": {"cake": "60/h"}}}
    parts = factory(lines, products=products)
    parts["regular"] = {"people": at(0, products={"cake": 1}, quantity={10: 1})}
    record = play(parts)
    # twenty doughs in ten minutes, then ten cakes in ten
    assert record.orders["delivered"].tolist() == [20.0]


def test_a_factory_with_endless_stock_lacks_no_material():
    parts = factory({"oven": OVEN}, bom={"flour": "0.5kg"})
    parts["sites"]["bakery"]["stock"] = "unlimited"
    record = play(parts)
    assert record.orders["delivered"].tolist() == [0.0]


def test_a_line_held_at_a_stop_has_no_capacity_and_its_batch_is_not_busy():
    stop = {"kind": "hold", "lever": "line", "where": "oven", "factor": 0, "from": "2026-06-15 00:30 +08:00"}
    record = play(factory({"oven": {**OVEN, "cost": 6}}, horizon="260min"), {**stop, "for": "2h"})
    oven = loads(record)["bakery.oven"]
    assert oven.able.at(np.array([0.0, 29.0, 30.0, 149.0, 150.0])).tolist() == [1, 1, 0, 0, 1]
    assert oven.busy.mean(0.0, 260.0) == pytest.approx(100 / 260)
    # it is paid for the hundred minutes that it worked
    assert record.cash["amount"][record.cash["account"] == "production"].sum() == pytest.approx(-10)


def test_a_batch_in_hand_at_the_end_is_on_record_keeps_the_line_busy_and_is_paid_for():
    record = play(factory({"oven": {**OVEN, "setup": "20min", "batch": 50, "cost": 6}}, horizon="100min"))
    columns = ("setup", "started", "finished", "good", "bad")
    assert [record.jobs[name].tolist() for name in columns[:2]] == [[0.0, 70.0], [20.0, 70.0]]
    assert record.jobs["finished"].tolist() == pytest.approx([70.0, float("nan")], nan_ok=True)
    assert [record.jobs[name].tolist() for name in columns[3:]] == [[50.0, 0.0], [0.0, 0.0]]
    assert record.jobs["lot"].tolist() == [0, -1]
    assert utilisation(record)["bakery.oven"] == 1.0
    booked = record.cash["account"] == "production"
    assert record.cash["amount"][booked].tolist() == pytest.approx([-7.0, -3.0])
    assert record.cash["time"][booked].tolist() == [70.0, 100.0]


def test_a_line_that_is_still_being_set_up_at_the_end_is_busy():
    record = play(factory({"oven": {**OVEN, "setup": "20min"}}, horizon="15min"))
    assert np.isnan([record.jobs["started"][0], record.jobs["finished"][0]]).all()
    assert utilisation(record)["bakery.oven"] == 1.0


def test_a_line_that_opens_in_the_morning_leaves_the_bags_to_the_orders_of_the_night():
    """Nobody has looked at the shelf since: the line itself must, before it draws."""
    oven = {**OVEN, "batch": 10, "shift": "06:00-20:00"}
    parts = factory({"oven": oven}, minutes=(0,), units=10, products={"loaf": {"price": 10, "bom": {"bag": 1}}})
    parts["products"]["bag"] = {"price": 3, "cost": 2, "bought_from": "mill"}
    parts["sites"]["bakery"]["opening"] = {"bag": 15}
    parts["materials"] = {}
    parts["replenishment"] = parts["replenishment"][:1]
    parts["regular"]["people"]["products"] = {"loaf": 1}
    parts["regular"]["buyers"] = at(60, products={"bag": 1}, quantity={12: 1})
    record = play(parts)
    # three bags are left for the oven, which bakes three loaves of the ten
    assert jobs(record, "setup", "good") == [(360, 3)]
    used = record.moves["why"] == Why.USED
    assert record.moves["qty"][used].tolist() == [3.0]


def test_a_batch_belongs_to_the_work_order_of_which_it_is_a_part():
    parts = factory({"oven": {**OVEN, "batch": 40}}, minutes=(0, 10), units=100)
    record = play(parts)
    assert jobs(record, "work_order", "good") == [(1, 40), (1, 40), (1, 20), (2, 40), (2, 40), (2, 20)]


def test_a_lot_knows_its_work_order_what_its_materials_cost_and_when_it_goes_stale():
    products = {"loaf": {"price": 10, "bom": {"flour": 2}, "shelf_life": "3d"}}
    record = play(factory({"oven": {**OVEN, "batch": 60}}, products=products, opening={"flour": 200}))
    made = record.lots["origin"] >= 0
    assert record.lots["origin"][made].tolist() == [1, 1]
    assert record.lots["cost"][made].tolist() == [4.0, 4.0]
    assert record.lots["made"][made].tolist() == [60.0, 100.0]
    assert record.lots["expires"][made].tolist() == [60.0 + 3 * DAY, 100.0 + 3 * DAY]
    assert record.jobs["work_order"].tolist() == [1, 1]


def test_a_line_takes_the_oldest_order_that_it_can_make_and_leaves_the_others_in_their_turn():
    products = {"loaf": {"price": 10}, "roll": {"price": 5}, "cake": {"price": 9}}
    lines = {"oven": {"rate": {"loaf": "60/h", "cake": "60/h"}, "batch": 30}, "grill": {"rate": {"roll": "60/h"}}}
    parts = factory(lines, products=products)
    parts["regular"] = {
        name: at(minute, products={name: 1}, quantity={30: 1})
        for name, minute in (("loaf", 0), ("roll", 1), ("cake", 2))
    }
    record = play(parts)
    assert jobs(record, "sku", "setup", "finished", "work_order") == [(0, 0, 30, 1), (1, 1, 31, 2), (2, 30, 60, 3)]


def test_a_line_stands_still_while_it_is_held_and_says_so():
    stop = {"kind": "hold", "lever": "line", "where": "oven", "factor": 0, "from": "d0 00:10", "for": "30min"}
    record = play(factory({"oven": {**OVEN, "batch": 100}}), stop)
    assert jobs(record, "started", "finished") == [(0, 130)]
    capacity = record.capacity
    assert list(zip(capacity["time"].tolist(), capacity["servers"].tolist(), strict=True)) == [(0, 1), (10, 0), (40, 1)]


def test_a_yield_may_be_spoiled_by_product_or_by_line():
    for where in ("loaf", "oven", "bakery.oven"):
        bad = {"kind": "hold", "lever": "yields", "where": where, "factor": 0, "from": "d0", "for": "50min"}
        parts = factory({"oven": {**OVEN, "batch": 40}}, units=40)
        record = play(parts, bad)
        assert jobs(record, "finished", "good", "bad")[0] == (40, 0, 40), where
        # what failed is ordered anew
        assert record.orders["delivered"].tolist() == [80.0]


def test_what_a_batch_reserves_is_gone_from_the_backlog_when_it_begins():
    """The reserve of materials never exceeds what is still to be begun, whatever the order of batches."""
    record = play(factory({"oven": {**OVEN, "batch": 30}}, bom={"flour": 1}, opening={"flour": 50}))
    # thirty from the opening, twenty more of it, the rest when the mill has delivered what lacks: exactly fifty
    bought = record.moves["qty"][record.moves["why"] == Why.RECEIVED]
    assert bought.sum() == 50.0
    assert [job[0] for job in jobs(record, "good")] == [30, 20, 30, 20]
