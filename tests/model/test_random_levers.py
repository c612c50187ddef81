"""Levers held at random in random worlds: nothing is lost, nothing happens early, and a factor of 1 is none."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.results.conservation import money_errors, unit_errors
from sim.state.levers import LEVERS
from tests.model.random_worlds import worlds
from tests.model.small import play

DAY = 1440.0
PLACES = {
    "demand": ["people", "gala", "loaf"],
    "supply": ["mill", "dairy", "flour"],
    "line": ["oven", "bakery"],
    "station": ["east.pick", "east.pack", "east"],
    "couriers": ["riders", "east"],
    "crowd": ["riders"],
    "lane": ["dc->east", "dc", "west"],
    "vehicles": ["dc->west", "dc"],
    "ships": ["bakery", "dc", "east", "west"],
    "receives": ["dc", "east", "west"],
    "yields": ["loaf", "oven"],
    "information": ["dc", "east"],
    "notify": ["loaf"],
}
RECALL = {"kind": "recall", "products": "loaf", "made_within": "1d", "from": "d1 20:00", "notify_within": "12h"}


def hold(lever, place, factor, start, lasts):
    more = {} if lasts is None else {"for": f"{lasts}h"}
    begin = f"d{start // 24} {start % 24:02}:00"
    return {"kind": "hold", "lever": lever, "where": PLACES[lever][place % len(PLACES[lever])], "factor": factor,
            "from": begin, **more}  # fmt: skip


HOLDS = st.builds(
    hold,
    lever=st.sampled_from(sorted(PLACES)),
    place=st.integers(0, 3),
    factor=st.sampled_from([0, 0.3, 1, 2.5]),
    start=st.integers(12, 60),
    lasts=st.sampled_from([None, 3, 20]),
)


def test_every_lever_is_among_them():
    assert set(PLACES) == set(LEVERS)


@given(worlds(), st.lists(HOLDS, min_size=1, max_size=5))
@settings(max_examples=25)
def test_whatever_is_held_goods_and_money_balance_and_stamps_do_not_go_back(parts, holds):
    record = play(parts, *holds, RECALL)
    assert not unit_errors(record)
    assert not money_errors(record)
    orders = record.orders
    for first, then in (("placed", "paid"), ("released", "allocated"), ("allocated", "ready"), ("ready", "departed"),
                        ("departed", "delivered")):  # fmt: skip
        both = np.isfinite(orders[first]) & np.isfinite(orders[then])
        assert (orders[first][both] <= orders[then][both] + 1e-9).all(), (first, then)


def movements(record, until=np.inf):
    """Every movement of goods before an instant, sorted: rows stand in the order in which they were booked."""
    columns = (record.moves[name] for name in ("time", "source", "target", "sku", "qty", "why"))
    return sorted(row for row in zip(*(column.tolist() for column in columns), strict=True) if row[0] < until)


@given(worlds(), st.sampled_from(sorted(PLACES)), st.integers(0, 3))
@settings(max_examples=25)
def test_a_hold_by_a_factor_of_1_changes_no_order_and_no_movement_of_goods(parts, lever, place):
    calm, held = play(parts), play(parts, hold(lever, place, 1, 12, 20))
    for column in ("placed", "paid", "allocated", "ready", "departed", "delivered"):
        np.testing.assert_array_equal(calm.orders[column], held.orders[column], err_msg=f"{lever}: {column}")
    assert movements(calm) == movements(held)


@given(worlds(), HOLDS)
@settings(max_examples=25)
def test_before_a_lever_is_held_goods_move_as_they_did(parts, held):
    begins = 60.0 * (24 * int(held["from"][1]) + int(held["from"].split()[1][:2]))
    assert movements(play(parts), begins) == movements(play(parts, held), begins)
