"""Where an order goes: the first, the nearest, the cheapest, the fastest, the fullest, or in fixed proportions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.plug import discover
from sim.policies.sourcing import SourceView
from sim.policies.sourcing.contract import check, source_views
from sim.policies.sourcing.priority_list import PriorityList
from sim.policies.sourcing.ratio_split import RatioSplit
from sim.policies.sourcing.single import Single

LEAST = {"nearest": "km", "cheapest": "price", "fastest": "lead"}
ROOM = discover("sim.policies.sourcing")
NAMES = ("a", "b", "c", "d")


@pytest.mark.plays("sourcing:cheapest", "sourcing:fastest", "sourcing:nearest")
@pytest.mark.parametrize("kind", LEAST)
def test_the_least_of_the_open_ones_gets_all_and_the_first_listed_of_equals(kind):
    policy = ROOM[kind]()
    for view in source_views():
        units, column = policy.decide(view, 0.0), np.nan_to_num(getattr(view, LEAST[kind]), nan=np.inf)
        chosen = int(np.flatnonzero(units)[0])
        among = np.flatnonzero(view.is_open) if view.is_open.any() else np.arange(len(column))
        assert chosen == min(among, key=lambda row: (column[row], row))


@pytest.mark.plays("sourcing:most_stock")
def test_most_stock_takes_from_the_fullest_and_asks_a_supplier_before_a_queue():
    policy = ROOM["most_stock"]()
    view = SourceView.of(5.0, ("a", "mill", "b"), ("lane", "supplier", "lane"), stock=[10, 0, 30])
    assert policy.decide(view, 0.0).tolist() == [0, 0, 5]
    queue = SourceView.of(5.0, ("a", "mill", "b"), ("lane", "supplier", "lane"), stock=[-10, 0, -3])
    assert policy.decide(queue, 0.0).tolist() == [0, 5, 0]


@pytest.mark.plays("sourcing:priority_list")
def test_a_list_goes_down_to_the_first_that_is_open_and_back_to_the_first_when_none_is():
    policy = PriorityList(order=["b", "a", "c"])
    assert policy.decide(SourceView.of(5.0, NAMES[:3]), 0.0).tolist() == [0, 5, 0]
    assert policy.decide(SourceView.of(5.0, NAMES[:3], is_open=[True, False, True]), 0.0).tolist() == [5, 0, 0]
    assert policy.decide(SourceView.of(5.0, NAMES[:3], is_open=False), 0.0).tolist() == [0, 5, 0]


def test_what_overflows_goes_down_the_list_in_whole_units_and_what_nobody_has_to_the_first():
    policy = PriorityList(order=["b", "a", "c"], overflow=True)
    view = SourceView.of(50.0, NAMES[:3], stock=[7.5, 10, 20])
    assert policy.decide(view, 0.0).tolist() == [7, 10 + 13, 20]
    closed = SourceView.of(50.0, NAMES[:3], stock=[7, 10, 20], is_open=[True, False, True])
    assert policy.decide(closed, 0.0).tolist() == [30, 0, 20]
    endless = SourceView.of(50.0, ("a", "b", "c"), ("supplier", "lane", "lane"), stock=[0, 10, 20])
    assert policy.decide(endless, 0.0).tolist() == [40, 10, 0]


@pytest.mark.plays("sourcing:single")
def test_single_stays_with_its_source_even_when_that_is_closed():
    view = SourceView.of(5.0, NAMES[:2], is_open=[False, True])
    assert Single(of="a").decide(view, 0.0).tolist() == [5, 0]


RATIOS = st.lists(st.integers(1, 20), min_size=2, max_size=4)


def split(policy, orders, names, closed=lambda number: ()):
    """What is ordered from each, order by order."""
    ordered = np.zeros(len(names))
    for number, units in enumerate(orders):
        open_now = [name not in closed(number) for name in names]
        parts = policy.decide(SourceView.of(float(units), names, is_open=open_now, ordered=ordered), 0.0)
        assert parts.sum() == pytest.approx(units)
        ordered = ordered + parts
        yield ordered


@given(RATIOS, st.lists(st.integers(1, 30), min_size=1, max_size=60))
@settings(max_examples=60)
def test_a_ratio_is_kept_to_about_a_unit_after_every_order_however_small_the_orders(weights, orders):
    names = NAMES[: len(weights)]
    shares = np.array(weights) / sum(weights)
    policy = RatioSplit(ratio=dict(zip(names, shares.tolist(), strict=True)))
    for ordered in split(policy, orders, names):
        assert np.abs(ordered - shares * ordered.sum()).max() < len(names) - 1 + 1e-6
        assert (ordered == np.round(ordered)).all()


@given(st.lists(st.integers(1, 90), min_size=1, max_size=30))
@settings(max_examples=40)
def test_lots_stay_together_and_the_ratio_holds_to_about_a_lot(orders):
    policy = RatioSplit(ratio={"a": 0.7, "b": 0.3}, lot=12)
    before = np.zeros(2)
    for ordered in split(policy, orders, ("a", "b")):
        parts = ordered - before
        assert (parts % 12 > 1e-9).sum() <= 1, "what is less than a lot goes with one of them"
        assert np.abs(ordered - np.array([0.7, 0.3]) * ordered.sum()).max() <= 2 * 12
        before = ordered


@pytest.mark.plays("sourcing:ratio_split")
def test_who_was_closed_catches_up_and_gets_nothing_meanwhile():
    policy = RatioSplit(ratio={"a": 0.5, "b": 0.5})
    course = list(split(policy, [10] * 6, ("a", "b"), lambda number: ("b",) if number in (1, 2) else ()))
    assert [ordered.tolist() for ordered in course] == [[5, 5], [15, 5], [25, 5], [25, 15], [25, 25], [30, 30]]


@pytest.mark.parametrize("ratio", [{"a": 0.7, "b": 0.4}, {}])
def test_shares_that_are_not_a_whole_are_refused(ratio):
    with pytest.raises(ValidationError):
        RatioSplit(ratio=ratio)


def test_a_policy_that_orders_twice_or_over_a_closed_road_breaks_the_contract():
    class Twice(ROOM["nearest"]):
        """x = 2 Q (Nobody 2020)."""

        def decide(self, view, now):
            return 2 * super().decide(view, now)

    class Blind(ROOM["nearest"]):
        """x(0) = Q (Nobody 2020)."""

        def decide(self, view, now):
            return np.where(np.arange(len(view.names)) == 0, view.units, 0.0)

    with pytest.raises(AssertionError, match="are wanted"):
        check(Twice)
    with pytest.raises(AssertionError, match="nothing can set out"):
        check(Blind)
