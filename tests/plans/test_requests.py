"""What each action asks the engine for when it begins and when it ends, on a control that records it."""

import pytest

from sim.plans.activate_supplier import ActivateSupplier
from sim.plans.hold import HoldLever
from sim.plans.reroute import Reroute
from sim.plans.send_back import SendBack
from sim.plans.spare_stock import SpareStock
from sim.state.recorder import BEGIN, Recorder


def asked(action, until=1000.0):
    """What an action asks for within a run, as (minutes after its begin, method or lever, arguments)."""
    calls = Recorder().play(action.act, until=BEGIN + until)
    return [(call.at - BEGIN, call.name, *call.arguments) for call in calls]


def test_a_lever_is_held_at_its_places_for_as_long_as_it_lasts():
    action = HoldLever(lever="line", where=["oven", "grill"], factor="+100%", lasts="2h")
    places = ("line", ("oven", "grill"), 2.0)
    assert asked(action) == [(0.0, "hold", *places), (120.0, "let_go", *places)]


def test_a_lever_without_an_end_is_held_to_the_end():
    assert asked(HoldLever(lever="crowd", where="riders", factor=1.5)) == [(0.0, "hold", "crowd", ("riders",), 1.5)]


def test_a_supplier_is_activated_once_and_stays_active():
    action = ActivateSupplier(supplier="mill_b", surcharge=0.12, lasts="2h")
    assert asked(action) == [(0.0, "activate_supplier", "mill_b", 0.12)]


def test_spare_stock_comes_to_each_of_its_sites():
    action = SpareStock(at=["east", "west"], item="loaf", units=20, lasts="1h")
    assert asked(action) == [(0.0, "add_stock", site, "loaf", 20.0) for site in ("east", "west")]


def test_goods_are_sent_back_from_each_of_its_sites():
    action = SendBack(at=["east", "west"], item="loaf", keeps=5, share=0.5, pays=0.8)
    assert asked(action) == [(0.0, "send_back", site, "loaf", 5.0, 0.5, 0.8) for site in ("east", "west")]


def test_sites_are_rerouted_and_come_back():
    action = Reroute(sites=["east"], via="dc_b", lasts="3h")
    assert asked(action) == [(0.0, "switch_source", ("east",), "dc_b"), (180.0, "switch_source", ("east",), None)]


def test_a_detour_without_an_end_stays():
    assert asked(Reroute(sites=["east"], via="dc_b")) == [(0.0, "switch_source", ("east",), "dc_b")]


@pytest.mark.parametrize(
    "wrong",
    [{"units": 0}, {"units": -3}, {"lasts": "0min"}, {"starts_in": "-1h"}, {"item": None}],
    ids=str,
)
def test_an_action_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"units|lasts|starts_in|item"):
        SpareStock(**({"at": "east", "item": "loaf", "units": 3} | wrong))
