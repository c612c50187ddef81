"""Who gets scarce goods: the oldest first, everybody his share, the urgent first, or who runs out first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.policies.allocation.balanced import Balanced
from sim.policies.allocation.critical_level import CriticalLevel
from sim.policies.allocation.first_come import FirstCome
from sim.policies.allocation.priority_class import PriorityClass
from sim.policies.allocation.proportional import Proportional
from sim.policies.view import SITE, QueueView, StockView
from sim.state.ledger import Exit
from sim.state.stock import Elsewhere
from tests.model.small import at, play
from tests.policies.views import queue_view

CLAIMS = st.lists(st.integers(1, 300).map(float), min_size=1, max_size=10)


@given(CLAIMS, st.integers(0, 2000).map(float))
def test_first_come_serves_the_oldest_claim_before_the_next_gets_anything(wanted, available):
    units, left = FirstCome().decide(queue_view(wanted, available), 0.0), available
    for want, got in zip(wanted, units, strict=True):
        assert got == pytest.approx(min(want, left))
        left -= got


@given(CLAIMS, st.integers(0, 2000).map(float))
def test_proportional_gives_everybody_his_share_to_less_than_one_unit(wanted, available):
    units = Proportional().decide(queue_view(wanted, available), 0.0)
    exact = np.array(wanted) * min(1.0, available / sum(wanted))
    assert (np.abs(units - exact) < 1 + 1e-9).all()
    assert (units == np.round(units)).all()
    split = Proportional(whole=False).decide(queue_view(wanted, available), 0.0)
    np.testing.assert_allclose(split, exact)


def test_the_largest_remainders_get_the_spare_units():
    assert Proportional().decide(queue_view([50, 30, 21], 50), 0.0).tolist() == [25, 15, 10]
    assert Proportional().decide(queue_view([1, 1, 1], 2), 0.0).tolist() == [1, 1, 0]


def queue(wanted, available, urgency=None, who=None, **shelves):
    wanted = np.array(wanted, dtype=float)
    more = {"urgency": np.array(urgency if urgency is not None else [SITE if one else 0 for one in who])}
    if who is not None:
        more |= {"claimants": tuple(who), "shelves": shelves}
    return QueueView("dc", "milk", float(available), wanted, np.arange(len(wanted)), **more)


CLASSED = st.lists(st.tuples(st.integers(1, 300).map(float), st.integers(-1, 4)), min_size=1, max_size=10)


@given(CLASSED, st.integers(0, 2000))
def test_nobody_less_urgent_gets_anything_while_somebody_more_urgent_lacks_something(claims, available):
    wanted, urgency = zip(*claims, strict=True)
    policy = PriorityClass(sites=2)
    units = policy.decide(queue(wanted, available, urgency), 0.0)
    classes = policy.classes(np.array(urgency))
    for row, lacks in enumerate(units < np.array(wanted)):
        if lacks:
            later = (classes > classes[row]) | ((classes == classes[row]) & (np.arange(len(units)) > row))
            assert not units[later].any()


@given(CLASSED, st.integers(0, 2000), st.integers(0, 100))
def test_more_goods_never_give_anybody_less(claims, available, more):
    wanted, urgency = zip(*claims, strict=True)
    for policy in (FirstCome(), PriorityClass(), CriticalLevel(levels={1: 5, 3: 50})):
        few = policy.decide(queue(wanted, available, urgency), 0.0)
        many = policy.decide(queue(wanted, available + more, urgency), 0.0)
        assert (many >= few - 1e-9).all()


@given(CLASSED, st.integers(0, 2000))
def test_a_class_is_met_only_from_what_lies_above_its_critical_level(claims, available):
    wanted, urgency = zip(*claims, strict=True)
    policy = CriticalLevel(levels={1: 20, 2: 60}, sites=1)
    units, keeps = policy.decide(queue(wanted, available, urgency), 0.0), policy.reserve(np.array(urgency))
    left = float(available)
    for row in np.argsort(policy.classes(np.array(urgency)), kind="stable"):
        left -= units[row]
        assert not units[row] or left >= keeps[row] - 1e-9
        assert units[row] == wanted[row] or left <= keeps[row] + 1e-9, "what lies above the level is not kept back"


def test_a_class_without_a_level_keeps_what_the_last_one_before_it_keeps():
    policy = CriticalLevel(levels={1: 20, 3: 60}, sites=2)
    assert policy.reserve(np.array([0, 1, 2, 3, 9, SITE])).tolist() == [0, 20, 20, 60, 60, 20]


@pytest.mark.parametrize("levels", [{1: 5, 2: 3}, {0: -1}, {12: 3}])
def test_levels_that_fall_with_urgency_or_speak_of_unknown_classes_are_refused(levels):
    with pytest.raises(ValidationError, match="classes are 0 to 9"):
        CriticalLevel(levels=levels)


SHELF = st.tuples(st.integers(0, 80), st.integers(1, 9), st.integers(1, 60))


@given(st.lists(SHELF, min_size=1, max_size=5), st.integers(0, 200))
def test_balanced_shares_make_every_shelf_run_out_together_to_less_than_one_unit(shelves, available):
    names = "abcde"[: len(shelves)]
    shown = {name: StockView.of([here], wants, usage=[[rate] * 7])
             for name, (here, rate, wants) in zip(names, shelves, strict=True)}  # fmt: skip
    here, rate, wants = (np.array(column, dtype=float) for column in zip(*shelves, strict=True))
    units = Balanced(whole=False).decide(queue(wants, available, who=names, **shown), 0.0)
    assert units.sum() == pytest.approx(min(available, wants.sum()))
    out = (here + units) / rate
    can_give, can_take = units > 1e-9, units < wants - 1e-9
    if can_give.any() and can_take.any():
        assert out[can_give].max() <= out[can_take].min() + 1e-6, "a unit moved would make the run-out times more equal"
    whole = Balanced().decide(queue(wants, available, who=names, **shown), 0.0)
    assert (np.abs(whole - units) < 1 + 1e-9).all()
    assert (whole == np.round(whole)).all()
    assert whole.sum() == min(available, wants.sum())


def test_customers_come_before_shelves_and_a_site_without_demand_last():
    shown = {"new": StockView.of([0.0], 10, usage=[[0.0]]), "old": StockView.of([50.0], 10, usage=[[5.0]])}
    view = queue([10, 4, 10], 16, who=("new", "", "old"), **shown)
    assert Balanced().decide(view, 0.0).tolist() == [2, 4, 10]


def test_the_share_of_a_site_goes_to_its_oldest_claim():
    shown = {"a": StockView.of([0.0], 12, usage=[[1.0]]), "b": StockView.of([0.0], 6, usage=[[1.0]])}
    assert Balanced().decide(queue([6, 6, 6], 10, who=("a", "b", "a"), **shown), 0.0).tolist() == [5, 5, 0]


# --- played: what happens on a shelf


def counter(urgent, patient, allocation, **site):
    """A shop with 10 loaves and two kinds of customers, who come at these minutes and want 2 loaves each."""
    return {
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 10}, **site}},
        "communities": {"home": {"picks_up_at": "shop"}},
        "regular": {
            "urgent": at(*urgent, priority=0, pickup=1, quantity={2: 1}),
            "patient": at(*patient, priority=1, pickup=1, quantity={2: 1}),
        },
        "service": {"allocation": allocation},
    }


def served(record):
    """Minutes at which each order of either kind got its goods, NaN = never."""
    orders, names = record.orders, record.names["source"]
    return {
        name: orders["allocated"][(orders["source"] == code) & (orders["kind"] == 0)].tolist()
        for code, name in enumerate(names)
    }


LEVELS = {"kind": "critical_level", "levels": {1: 5}}


def test_what_the_patient_leave_on_the_shelf_is_there_for_the_urgent_who_come_later():
    got = served(play(counter([50, 60, 70], [10, 20, 30, 40], LEVELS)))
    assert got["patient"][:2] == [10, 20]
    assert got["patient"][2:] == pytest.approx([np.nan] * 2, nan_ok=True), "5 of the 6 left are not theirs"
    assert got["urgent"] == [50, 60, pytest.approx(np.nan, nan_ok=True)], "one loaf went to the third patient"


def test_at_a_shop_that_loses_sales_an_order_of_the_patient_is_served_whole_above_the_level_or_lost():
    record = play(counter([50, 60, 70], [10, 20, 30, 40], LEVELS, unmet="lost"))
    got = served(record)
    assert got["patient"][:2] == [10, 20]
    assert got["urgent"] == [50, 60, 70], "nothing of the third patient's order was taken off the shelf"
    assert int((record.orders["exit"] == Exit.LOST_SALE).sum()) == 2


@pytest.mark.plays("allocation:critical_level")
def test_when_goods_come_the_urgent_are_met_first_and_the_level_holds():
    parts = counter([50], [10, 20, 30], LEVELS, opening={"loaf": 1})
    parts |= {
        "suppliers": {"mill": {"lead": "100min", "supplies": ["loaf"]}},
        "replenishment": [{"at": "shop", "policy": {"kind": "order_up_to", "order_up_to": 10, "review": "10d"}}],
    }
    got = served(play(parts))
    assert got["urgent"] == [100], "8 of the 9 that came are left"
    assert got["patient"] == [100, pytest.approx(np.nan, nan_ok=True), pytest.approx(np.nan, nan_ok=True)]


def test_a_site_may_ration_while_the_others_serve_in_turn():
    parts = counter([50], [10, 20, 30, 40], None)
    parts["sites"]["shop"]["allocation"] = LEVELS
    assert np.isnan(served(play(parts))["patient"][3])
    parts["sites"]["shop"].pop("allocation")
    assert served(play(parts))["patient"] == [10, 20, 30, 40]


def hub(allocation):
    """A hub that gets 30 loaves at noon of the second day, which two shops have been waiting for since its morning."""
    shop = {"kind": "front_point"}
    level = {"kind": "base_stock", "level": 20}
    return {
        "horizon": "3d",
        "suppliers": {"mill": {"lead": "36h", "supplies": ["loaf"]}},
        "sites": {
            "hub": {"kind": "dc", "allocation": allocation},
            "east": {**shop, "opening": {"loaf": 30}},
            "west": {**shop, "opening": {"loaf": 30}},
        },
        "lanes": [{"from": "hub", "to": ["east", "west"]}],
        "replenishment": [
            {"at": ["east", "west"], "policy": {**level, "level": {"loaf": 30}}},
            {"at": "hub", "from": "mill", "policy": {"kind": "order_up_to", "order_up_to": 20, "review": "10d"}},
        ],
        "communities": {"near": {"picks_up_at": "east"}, "far": {"picks_up_at": "west"}},
        "regular": {
            # 5 and 20 loaves on the first day, 10 and 10 on the second: east has 15 left, west none
            "one": at(60, communities="near", pickup=1, quantity={5: 1}),
            "two": at(120, communities="far", pickup=1, quantity={20: 1}),
            "three": at(1500, communities="near", pickup=1, quantity={10: 1}),
            "four": at(1560, communities="far", pickup=1, quantity={10: 1}),
        },
    }


def came(record):
    """Units that came to each shop from the hub."""
    moves, names = record.moves, record.names["site"]
    return {
        name: float(moves["qty"][(moves["target"] == names.index(name)) & (moves["source"] == Elsewhere.TRANSIT)].sum())
        for name in ("east", "west")
    }


@pytest.mark.plays("allocation:first_come", "allocation:proportional", "allocation:balanced")
@pytest.mark.parametrize(
    ("allocation", "east", "west"),
    [
        # claims in turn: east 5, west 20, east 10, west 10; the hub gets 20
        ({"kind": "first_come"}, 5, 15),
        # 20/45 of each claim: 2.2, 8.9, 4.4, 4.4
        ({"kind": "proportional"}, 2 + 5, 9 + 4),
        # rates 5 and 20 a day, positions 15 and 0: west would need 60 before its 3 days reach those of east
        ({"kind": "balanced", "days": 7}, 0, 20),
    ],
)
def test_a_hub_shares_out_what_came_as_its_policy_says(allocation, east, west):
    assert came(play(hub(allocation))) == {"east": east, "west": west}
