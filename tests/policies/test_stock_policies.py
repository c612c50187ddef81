"""What each stock policy orders, by numbers that a person can check."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.stats import norm, poisson

from sim.policies.days import DayBook, ShowNotice
from sim.policies.forecast.known import Known
from sim.policies.replenishment.capacity_option import CapacityOption
from sim.policies.replenishment.cross_dock import CrossDock
from sim.policies.replenishment.days_of_supply import DaysOfSupply
from sim.policies.replenishment.ddmrp import Ddmrp
from sim.policies.replenishment.fixed_quantity import FixedQuantity
from sim.policies.replenishment.forecast_up_to import ForecastUpTo
from sim.policies.replenishment.graded import Graded
from sim.policies.replenishment.kanban import Kanban
from sim.policies.replenishment.min_max import MinMax
from sim.policies.replenishment.mrp import Mrp
from sim.policies.replenishment.newsvendor import Newsvendor
from sim.policies.replenishment.order_up_to import OrderUpTo
from sim.policies.replenishment.review_and_alarm import ReviewAndAlarm
from sim.policies.replenishment.review_min_max import ReviewMinMax
from sim.policies.replenishment.safety_min_max import SafetyMinMax
from sim.policies.replenishment.show_calendar import ShowCalendar
from sim.policies.replenishment.vmi import Vmi
from sim.policies.safety import factor_for_cycles, factor_for_fill, loss
from sim.policies.view import StockView

DAY = 1440.0
# on order, on hand, backlog -> whether a reorder point of 75 wants an order
VECTORS = [
    ((0, 100, 0), False), ((100, 0, 0), False), ((0, 0, 75), True), ((100, 0, 75), True), ((100, 25, 0), False),
    ((50, 0, 0), True),
]  # fmt: skip
AT_75 = [
    MinMax(reorder_point=75, order_up_to=200),
    ReviewMinMax(reorder_point=75, order_up_to=200),
    FixedQuantity(reorder_point=75, quantity=120),
    FixedQuantity(reorder_point=75, quantity=40, multiples=True),
    SafetyMinMax(lead="3d", forecast=Known(mean=25)),
    DaysOfSupply(low="3d", high="6d", forecast=Known(mean=25)),
    Ddmrp(lead="3d", factor=0.5, variability=0, adu=Known(mean=50 / 3)),
    ReviewAndAlarm(order_up_to=200, alarm=75),
    Vmi(minimum=75, maximum=200),
]


@pytest.mark.parametrize(("state", "orders"), VECTORS, ids=str)
@pytest.mark.parametrize("policy", AT_75, ids=lambda one: one.kind)
def test_a_reorder_point_of_75_looks_at_what_is_on_order_and_owed_too(policy, state, orders):
    on_order, on_hand, backlog = state
    view = StockView.of(on_hand, on_order, backlog)
    np.testing.assert_allclose(policy.asks_at(view), 75.0)
    assert bool(policy.decide(view, 60.0)[0] > 0) is orders


@given(st.floats(0.5, 0.999), st.floats(1, 500), st.floats(0.1, 80))
def test_safety_factors_give_the_service_they_are_asked_for(service, quantity, sd):
    assert norm.cdf(factor_for_cycles(service)) == pytest.approx(service)
    k = factor_for_fill(service, np.array([quantity]), np.array([sd]))
    short = float(loss(k)[0]) * sd / quantity
    assert short <= 1 - service + 1e-9
    assert k[0] == 0 or short == pytest.approx(1 - service, abs=1e-9)


def test_the_loss_function_is_the_expected_shortage():
    demand = np.random.default_rng(3).normal(size=400_000)
    for k in (0.0, 0.5, 1.5):
        assert float(loss(k)) == pytest.approx(np.maximum(demand - k, 0).mean(), rel=0.02)


def test_safety_stock_grows_with_review_and_lead_time_and_fill_rates_need_less():
    known = Known(mean=10, sd=4)
    view = StockView.of([0.0])
    low, high = SafetyMinMax(lead="2d", review="2d", cycle="3d", service=0.975, forecast=known).levels(view)
    assert low[0] == pytest.approx(40 + 1.959964 * 8)
    assert high[0] == pytest.approx(low[0] + 30)
    fill = SafetyMinMax(lead="2d", review="2d", cycle="3d", service=0.975, measure="fill", forecast=known)
    assert 40 < fill.levels(view)[0][0] < low[0]


def test_days_of_supply_must_reach_from_low_to_high():
    with pytest.raises(ValidationError, match="at least as long"):
        DaysOfSupply(low="3d", high="2d")


MILK = ForecastUpTo(lead="1d", safety=20, weekend_safety=35, forecast=Known(mean=30))


@pytest.mark.parametrize(("day", "level"), [(0, 80), (2, 80), (3, 80), (4, 95), (5, 95), (6, 95), (7, 80)])
def test_a_weekend_within_cycle_and_lead_time_raises_the_safety_stock(day, level):
    assert MILK.level(StockView.of([0.0], as_of=day * DAY)).tolist() == [level]


@pytest.mark.plays("replenishment:review_and_alarm")
def test_a_long_review_with_an_alarm_orders_at_either():
    policy = ReviewAndAlarm(order_up_to=60, alarm=15, review="14d", first_review="6h")
    assert policy.watched
    view = StockView.of([10.0, 30.0, 70.0])
    assert policy.decide(view, 360.0).tolist() == policy.decide(view, 360.0 + 14 * DAY).tolist() == [50, 30, 0]
    assert policy.decide(view, 7 * DAY).tolist() == [50, 0, 0]
    assert not OrderUpTo(order_up_to=3).watched


def show(start, tier="waist", item="a"):
    return ShowNotice(f"{tier}@{start}", start, start + 120, tier, {item: 500.0})


CALENDAR = DayBook(shows=(show(5 * DAY), show(9 * DAY, "head"), show(9.5 * DAY), show(20 * DAY, "brand", "b")))


@pytest.mark.parametrize(
    ("day", "level"),
    [(0, 50), (3.9, 50), (4.0, 100), (5.0, 100), (5.2, 120), (7.2, 50), (8.5, 300), (9.3, 120), (9.55, 120), (12, 50)],
)
def test_the_show_calendar_sets_the_level_of_the_day(day, level):
    usage = np.full((2, int(day)), 40.0)
    view = StockView.of([0.0, 0.0], usage=usage, as_of=day * DAY, days=CALENDAR)
    target = ShowCalendar(capacity={"a": 500}).target(view)
    assert target[0] == level
    assert target[1] == 50


def test_a_burst_never_asks_for_more_than_the_flexible_capacity_nor_less_than_a_plain_day():
    def after(sold, capacity):
        view = StockView.of([0.0], usage=[[sold] * 6], as_of=6 * DAY, days=CALENDAR)
        return ShowCalendar(capacity=capacity).target(view)[0]

    assert [after(sold, 200) for sold in (5, 40, 60, 100)] == [50, 120, 180, 200]
    assert after(100, None) == 300
    assert after(100, 30) == 50


def test_the_newsvendor_covers_its_critical_ratio():
    def target(**more):
        return float(Newsvendor(covers="1d", **more).target(StockView.of([0.0]))[0])

    normal = target(underage=9, overage=1, forecast=Known(mean=100, sd=20))
    assert norm.cdf(normal, 100, 20) == pytest.approx(0.9)
    for mean in (0.3, 4.0, 57.0):
        for under in (0.1, 1.0, 7.0, 99.0):
            best = target(underage=under, overage=1, distribution="poisson", forecast=Known(mean=mean))
            assert best == poisson.ppf(under / (under + 1), mean)
    seen = [3.0, 9, 1, 4]
    for under, best in ((0.2, 1), (1, 3), (2.9, 4), (3, 4), (3.1, 9), (1000, 9)):
        assert target(underage=under, overage=1, distribution="empirical", seen=seen) == best
    assert target(underage=0, overage=1, forecast=Known(mean=9, sd=2)) == 0


@pytest.mark.plays("replenishment:newsvendor")
def test_the_newsvendor_of_a_show_takes_its_mean_from_the_calendar():
    view = StockView.of([10.0], items=("a",), as_of=5 * DAY, days=CALENDAR)
    policy = Newsvendor(underage=1, overage=1, forecast={"kind": "show_regression", "share": 0.4})
    assert policy.decide(view, 5 * DAY).round(6).tolist() == [190]
    with pytest.raises(ValidationError, match="both or neither"):
        Newsvendor(underage=1, overage=1, seen=[3])


@pytest.mark.plays("replenishment:cross_dock")
def test_a_cross_dock_passes_on_what_was_asked_whatever_lies_here():
    view = StockView.of([50.0, 0.0], backlog=[0.0, 30.0], asked=np.array([7.0, 9.0]))
    assert CrossDock().decide(view, 0.0).tolist() == [7, 9]
    assert (CrossDock().asks_at(view) >= view.position).all()


def test_ddmrp_counts_only_spikes_that_are_large_and_near():
    part = Ddmrp(lead="4d", factor=0.5, variability=0.5, adu=Known(mean=100))

    def spikes(at, units):
        gala = ShowNotice("gala", 5 * DAY + 600, 5 * DAY + 700, "head", {"a": units})
        return float(part.spikes(StockView.of([0.0], as_of=at, days=DayBook(shows=(gala,))))[0])

    # red = 200 (1 + 0.5): its safety part is 100, and a spike is more than half of that
    assert spikes(3 * DAY, 300) == 300
    assert spikes(3 * DAY, 49) == 0
    assert spikes(0.0, 300) == 0
    assert spikes(5 * DAY + 701, 300) == 0


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 30), st.integers(1, 6), st.integers(1, 12))
@settings(max_examples=60)
def test_kanban_cards_on_containers_and_orders_never_exceed_the_cards(on_hand, on_order, backlog, cards, size):
    policy = Kanban(cards=cards, container=size)
    view = StockView.of([on_hand], [on_order], [backlog])
    units = policy.decide(view, 0.0)[0]
    assert units % size == 0
    assert units == 0 or -(-on_hand // size) + -(-on_order // size) + units / size == cards
    if units == 0 and on_hand:
        empty = (policy.asks_at(view) - view.position + on_hand)[0]
        assert empty == (-(-on_hand // size) - 1) * size


def slow_mrp(gross, position, lead):
    """Period by period: what is short after all earlier receipts is received now, and released a lead time before."""
    stock, released = position, [0.0] * len(gross)
    for period, wanted in enumerate(gross):
        stock -= wanted
        if stock < 0:
            released[max(period - lead, 0)] -= stock
            stock = 0.0
    return released


@given(st.lists(st.integers(0, 30).map(float), min_size=1, max_size=9), st.integers(-20, 60), st.integers(0, 4))
def test_mrp_equals_the_table_filled_in_by_hand(gross, position, lead):
    found = Mrp().releases(np.array([gross]), np.array([float(position)]), [{}], np.array([lead]))
    # what is owed already is short in the first period
    owed = [gross[0] + max(-position, 0), *gross[1:]]
    np.testing.assert_allclose(found[0], slow_mrp(owed, max(position, 0), lead))


@pytest.mark.plays("replenishment:mrp")
def test_mrp_explodes_through_two_levels_and_nets_what_lies_on_each():
    bom = {"fan": {"motor": 1.0, "screw": 4.0}, "motor": {"screw": 2.0}}
    view = StockView.of([0.0, 3.0, 10.0], items=("screw", "motor", "fan"), bom=bom)
    policy = Mrp(lead="1d", horizon="3d", forecast=Known(mean={"fan": 6}))
    # fans: 10 there, 6 a day: short by 2 and then 6, made a day before: releases 2, 6, 0
    # motors: 2 - 3 there, then 6: short by 5 on the second day, released now; screws: 4 x (2, 6) + 2 x (5, 0)
    assert policy.decide(view, 0.0).tolist() == [18 + 24, 5, 2]


@pytest.mark.plays("replenishment:vmi")
def test_vendor_managed_items_travel_together():
    policy = Vmi(minimum={"a": 20, "b": 5}, maximum=50)
    assert policy.decide(StockView.of([21.0, 6.0]), 0.0).tolist() == [0, 0]
    assert policy.decide(StockView.of([21.0, 5.0]), 0.0).tolist() == [29, 45]


@pytest.mark.plays("replenishment:capacity_option")
def test_options_are_exercised_for_what_is_needed_most_and_no_more_than_were_bought():
    policy = CapacityOption(
        supplier="x", capacity=60, options=40, lead=0, underage=9, overage=1, exercise=4, forecast=Known(mean=50, sd=10)
    )
    first, second = norm.ppf(0.9, 50, 10), norm.ppf(5 / 6, 50, 10)
    for on_hand in (0.0, 30.0, 55.0, 70.0):
        view = StockView.of([on_hand], backlog=[50.0])
        usual = min(max(first - on_hand + 50, 0), 60)
        assert policy.decide(view, 0.0)[0] == pytest.approx(usual)
        expected = min(max(second - on_hand + 50 - usual, 0), 40)
        assert policy.elsewhere(view, 0.0)["x"][0] == pytest.approx(expected)
    dear = policy.model_copy(update={"exercise": 9.0})
    assert dear.elsewhere(StockView.of([0.0]), 0.0)["x"].tolist() == [0]


@pytest.mark.plays("replenishment:graded")
def test_a_class_without_a_policy_is_not_ordered_and_parts_keep_their_own_reviews():
    policy = Graded(classes={"A": OrderUpTo(order_up_to=60, least=25), "C": MinMax(reorder_point=3, order_up_to=9)})
    view = StockView.of([50.0, 0.0, 2.0, 4.0], grades=("A", "B", "C", "C"))
    assert policy.decide(view, 0.0).tolist() == [25, 0, 7, 0]
    assert policy.asks_at(view)[1:].tolist() == [-np.inf, 3, 3]
    parts = {one.kind: rows.tolist() for one, rows in policy.parts(view.grades)}
    assert parts == {"order_up_to": [0], "min_max": [2, 3]}
    assert policy.watched


@pytest.mark.parametrize(
    ("knobs", "orders"),
    [
        ({}, [0, 7, 100]),
        ({"least": 20}, [0, 20, 100]),
        ({"multiple": 12}, [0, 12, 108]),
        ({"least": 20, "multiple": 12}, [0, 24, 108]),
        ({"at_most": 60}, [0, 7, 60]),
        ({"at_most": 60, "multiple": 12}, [0, 0, 60]),
        ({"at_most": 60, "least": 20}, [0, 0, 60]),
        ({"at_most": {"c": 30}}, [0, 7, 30]),
        ({"multiple": {"c": 0.1}}, [0, 7, 100]),
    ],
)
def test_minimum_multiple_and_ceiling_fit_what_was_decided(knobs, orders):
    policy = OrderUpTo(order_up_to={"a": 10, "b": 57, "c": 100}, **knobs)
    got = policy.order(StockView.of([10.0, 50.0, 0.0]), 0.0)
    assert got.round(9).tolist() == orders
