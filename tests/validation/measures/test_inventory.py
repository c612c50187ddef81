"""The book-keeping of one item at one site, against hand-made records and against one event at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.state.stock import WHY, Elsewhere
from tests.kpi.records import NAN, ledger, record
from tests.model.small import at, play
from validation.measures.inventory import count, shelf, shelves, total


def hand_made():
    """Ten loaves at first; 4 and 8 asked for at 1 and 2 (two of these wait until 5), 3 lost at 6; 6 ordered, 6 came."""
    orders = ledger(
        4, node=1, released=[1.0, 2.0, 6.0, 3.0], exit=[0, 0, 5, 0], cancelled=[NAN, NAN, 6.0, NAN], kind=[0, 0, 0, -1]
    )
    lines = {"order": [0, 1, 2, 3], "qty": [4, 8, 3, 9], "allocated": [1.0, 5.0, NAN, NAN]}
    picks = {"line": [0, 1, 1], "qty": [4, 6, 2], "time": [1.0, 2.0, 5.0], "site": 1}
    moves = {
        "time": [0.0, 1.0, 2.0, 5.0, 5.0, 9.0],
        "source": [Elsewhere.OPENING, 1, 1, Elsewhere.SUPPLIER, 1, 1],
        "target": [1, Elsewhere.CUSTOMER, Elsewhere.CUSTOMER, 1, Elsewhere.CUSTOMER, Elsewhere.EXPIRED],
        "sku": 0,
        "qty": [10.0, 4.0, 6.0, 6.0, 2.0, 4.0],
        "why": WHY.index("picked"),
    }
    requests = {"time": [2.0, 3.0, 3.0], "site": [1, 1, 0], "sku": 0, "units": [7.0, -1.0, 50.0]}
    return record(10.0, orders=orders, lines=lines, picks=picks, moves=moves, requests=requests, lots={"sku": [0]})


def test_on_hand_owed_and_on_order_follow_every_movement():
    book = shelf(hand_made(), "shop", "loaf")
    when = np.array([0.5, 1.5, 2.5, 4.0, 5.0, 7.0, 9.5])
    assert book.on_hand.at(when).tolist() == [10, 6, 0, 0, 4, 4, 0]
    assert book.owed.at(when).tolist() == [0, 0, 2, 2, 0, 0, 0]
    assert book.on_order.at(when).tolist() == [0, 0, 7, 6, 0, 0, 0]
    assert book.net.at(when).tolist() == [10, 6, -2, -2, 4, 4, 0]


def test_orders_that_were_taken_back_are_no_requests_and_what_expired_is_told():
    book = shelf(hand_made(), "shop", "loaf")
    assert [column.tolist() for column in book.requests] == [[2.0], [7.0]]
    assert [column.tolist() for column in book.expired] == [[9.0], [4.0]]
    assert (total(book.expired, 0, 9), total(book.expired, 9, 10)) == (0.0, 4.0)
    assert (count(book.requests[0], 0, 2), count(book.requests[0], 2, 3)) == (0, 1)


def test_who_was_served_at_once_who_waited_and_who_was_lost():
    wanted = shelf(hand_made(), "shop", "loaf").wanted
    assert wanted.asked.tolist() == [1.0, 2.0, 6.0]  # the fourth order was void
    assert wanted.fill_rate() == pytest.approx(10 / 15)
    assert wanted.mean_wait() == pytest.approx(3.0 * 8 / 12)
    assert wanted.lost_units() == 3.0
    late = wanted.between(2.0, 6.0)
    assert (late.fill_rate(), late.lost_units()) == (0.75, 0.0)


def test_another_item_and_another_site_have_books_of_their_own():
    run = hand_made()
    assert shelf(run, "dc", "loaf").on_order.at(np.array([4.0])).tolist() == [50.0]
    assert not shelf(run, "shop", "milk").on_hand.times.size
    assert len(list(shelves(run, "shop"))) == 3
    with pytest.raises(ValueError, match="is not in list"):
        shelf(run, "shop", "tea")


STORIES = st.lists(
    st.tuples(st.integers(1, 3000), st.integers(1, 4)), min_size=1, max_size=25, unique_by=lambda o: o[0]
)


@given(STORIES, st.integers(0, 10), st.integers(0, 900), st.sampled_from(["backorder", "lost"]))
@settings(max_examples=40)
def test_a_played_shop_has_the_books_that_one_event_at_a_time_gives(story, level, lead, unmet):
    story = sorted(story)
    streams = {f"who_{k}": at(minute, quantity={units: 1}) for k, (minute, units) in enumerate(story)}
    run = play(
        {
            "products": {"loaf": {"price": 1}},
            "suppliers": {"mill": {"lead": f"{lead}min", "supplies": ["loaf"]}},
            "sites": {"shop": {"kind": "front_point", "opening": {"loaf": level}, "unmet": unmet}},
            "replenishment": [{"at": "shop", "items": ["loaf"], "policy": {"kind": "base_stock", "level": level}}],
            "regular": streams,
            "horizon": "5d",
        }
    )
    events = sorted([(minute, 1, units) for minute, units in story])
    there, owed, coming, lost = level, 0, [], 0
    book = shelf(run, "shop", "loaf")
    for minute, _, units in events:
        for due, lot in [one for one in coming if one[0] <= minute]:
            coming.remove((due, lot))
            met = min(owed, lot)
            there, owed = there + lot - met, owed - met
        if unmet == "lost" and units > there:
            lost += units
        else:
            met = min(units, there)
            there, owed = there - met, owed + units - met
            if lead:
                coming.append((minute + lead, units))
            else:
                met = min(owed, units)
                there, owed = there + units - met, owed - met
        now = np.array([float(minute)])
        assert (book.on_hand.at(now)[0], book.owed.at(now)[0]) == (there, owed)
        assert book.on_order.at(now)[0] == sum(lot for _, lot in coming)
    assert book.wanted.lost_units() == lost
