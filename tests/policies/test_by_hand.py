"""Policies whose formula is tried elsewhere against a slow twin: here what they answer, worked out by hand."""

import math

import numpy as np
import pytest

from sim.policies.allocation.priority_class import PriorityClass
from sim.policies.days import DayBook, ShowNotice
from sim.policies.dispatch import ZonesView
from sim.policies.dispatch.oldest_first import OldestFirst
from sim.policies.forecast import Outlook
from sim.policies.forecast.croston import Croston
from sim.policies.forecast.exponential_smoothing import ExponentialSmoothing
from sim.policies.forecast.known import Known
from sim.policies.replenishment.days_of_supply import DaysOfSupply
from sim.policies.replenishment.ddmrp import Ddmrp
from sim.policies.replenishment.echelon_base_stock import EchelonBaseStock
from sim.policies.replenishment.forecast_up_to import ForecastUpTo
from sim.policies.replenishment.kanban import Kanban
from sim.policies.replenishment.review_min_max import ReviewMinMax
from sim.policies.replenishment.safety_min_max import SafetyMinMax
from sim.policies.replenishment.show_calendar import ShowCalendar
from sim.policies.transfer.proactive import Proactive
from sim.policies.view import SITE, QueueView, StockView, frozen
from tests.policies.test_transfer import near, units

DAY = 1440.0


def ordered(policy, *positions, **more):
    """What is ordered at these positions, all of them on hand."""
    return policy.decide(StockView.of(list(positions), **more), 0.0).tolist()


@pytest.mark.plays("replenishment:days_of_supply")
def test_days_of_supply_order_from_two_days_up_to_five_and_hold_the_error_of_the_forecast():
    plain = DaysOfSupply(low="2d", high="5d", service=0.5, forecast=Known(mean=20, sd=6))
    # 20 a day: at 40 or below up to 100
    assert ordered(plain, 41, 40, 10) == [0, 60, 90]
    safe = plain.model_copy(update={"service": 0.975})
    # the error of two days has the deviation 6 sqrt(2); of which 1.96 are kept above either level
    assert safe.asks_at(StockView.of([0.0]))[0] == pytest.approx(40 + 1.959964 * 6 * math.sqrt(2), abs=1e-4)


@pytest.mark.plays("replenishment:safety_min_max")
def test_a_safe_min_max_triggers_at_the_demand_of_the_lead_time_and_orders_a_cycle_more():
    policy = SafetyMinMax(lead="2d", cycle="3d", service=0.5, forecast=Known(mean=20, sd=6))
    assert ordered(policy, 41, 40, 0) == [0, 60, 100]


@pytest.mark.plays("replenishment:review_min_max")
def test_a_review_orders_what_has_fallen_to_the_reorder_point_up_to_s():
    policy = ReviewMinMax(reorder_point=75, order_up_to=100, review="2d")
    assert ordered(policy, 76, 75, 20) == [0, 25, 80]
    assert not policy.watched


@pytest.mark.plays("replenishment:ddmrp")
def test_a_buffer_of_three_zones_is_filled_to_its_top_from_the_top_of_yellow():
    policy = Ddmrp(lead="4d", factor=0.5, variability=0.5, adu=Known(mean=100))
    # yellow 4 x 100; red 4 x 100 x 0.5 x (1 + 0.5) = 300; green the larger of 4 x 100 x 0.5 and the order cycle of 0
    assert ordered(policy, 701, 700, 0) == [0, 200, 900]


@pytest.mark.plays("replenishment:echelon_base_stock")
def test_an_echelon_is_filled_up_to_its_level_whatever_lies_here():
    view = StockView.of([4.0, 90.0], on_order=[6.0, 0.0], echelon=np.array([15.0, 200.0]))
    assert EchelonBaseStock(level={"a": 18, "b": 180}).decide(view, 0.0).tolist() == [3, 0]


@pytest.mark.plays("replenishment:forecast_up_to")
def test_a_forecast_of_cycle_and_lead_time_and_a_safety_stock_are_ordered_up_to():
    policy = ForecastUpTo(review="1d", lead="1d", safety=20, weekend_safety=35, forecast=Known(mean=30))
    # the run begins on a Monday: two days of 30 and 20; on a Thursday evening Saturday is near: 35
    assert ordered(policy, 0, 70, 90) == [80, 10, 0]
    assert ordered(policy, 0, as_of=4 * DAY) == [95]


@pytest.mark.plays("replenishment:kanban")
def test_a_card_is_free_when_its_container_is_empty_and_none_is_on_order_for_it():
    policy = Kanban(cards=4, container=10)
    # 21 lie in three containers, 10 are on order: no card is free; 20 in two: one is; nothing there: three are
    view = StockView.of([21.0, 20.0, 0.0], on_order=[10.0, 10.0, 10.0], backlog=[0.0, 0.0, 25.0])
    assert policy.decide(view, 0.0).tolist() == [0, 10, 30]


@pytest.mark.plays("replenishment:show_calendar")
def test_a_shop_stocks_up_a_day_before_a_show_and_holds_three_days_of_sales_after_it():
    gala = ShowNotice("gala", 5 * DAY, 5 * DAY + 120, "head", {"a": 500.0})

    def at(day, sold=40.0):
        usage = np.full((1, max(int(day), 1)), sold)
        return ordered(ShowCalendar(capacity=200), 10, usage=usage, as_of=day * DAY, days=DayBook(shows=(gala,)))[0]

    assert [at(3.9), at(4.1), at(6.0), at(6.0, sold=90.0), at(8.0)] == [40, 290, 110, 190, 40]


@pytest.mark.plays("transfer:proactive")
def test_sites_are_brought_to_equal_days_of_supply():
    # 6 here and 34 there, each sells 4 a day: five days each are 20, so 14 move
    view = StockView.of([6.0], usage=[[4.0] * 7], neighbours=near(34.0))
    assert units(Proactive().decide(view, 0.0)) == {"s0": 14}


@pytest.mark.plays("forecast:exponential_smoothing")
def test_a_smoothed_level_goes_a_quarter_of_the_way_to_each_new_day():
    mean, sd = ExponentialSmoothing(alpha=0.25).predict(np.array([[40.0, 80.0, 10.0]]), 2, Outlook())
    # 40, then 40 + (80 - 40) / 4 = 50, then 50 + (10 - 50) / 4 = 40; errors 40 and -40
    assert mean.tolist() == [[40, 40]]
    assert sd[0].tolist() == pytest.approx([40, 40 * math.sqrt(1 + 1 / 16)])


@pytest.mark.plays("forecast:croston")
def test_size_and_interval_are_smoothed_apart_and_divided():
    history = np.array([[0.0, 8.0, 0.0, 4.0, 0.0, 0.0]])
    # sizes 8, then 8 + (4 - 8) / 2 = 6; the only interval is 2 days: 3 a day, or with the correction 3 x 3 / 4
    assert Croston(alpha=0.5).predict(history, 1, Outlook()).mean.tolist() == [[3]]
    assert Croston(alpha=0.5, sba=True).predict(history, 1, Outlook()).mean.tolist() == [[2.25]]


@pytest.mark.plays("allocation:priority_class")
def test_the_urgent_are_served_first_and_sites_in_the_class_that_they_are_given():
    view = QueueView("dc", "milk", 25.0, frozen([10.0, 10.0, 10.0]), frozen([0.0, 1.0, 2.0]),
                     np.array([2, SITE, 0]), ("", "east", ""))  # fmt: skip
    assert PriorityClass(sites=1).decide(view, 0.0).tolist() == [5, 10, 10]
    assert PriorityClass(sites=3).decide(view, 0.0).tolist() == [10, 5, 10]


@pytest.mark.plays("dispatch:oldest_first")
def test_couriers_go_to_the_zone_whose_oldest_order_waited_longest():
    zones = ZonesView(np.array([2, 5, 7, 9]), frozen([30.0, 10.0, 10.0, 40.0]), np.array([9, 1, 4, 4]))
    assert OldestFirst().decide(zones, 60.0) == 1
