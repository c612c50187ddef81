"""Every plan action: what it asks of the engine when it begins, and that it ends when it said it would."""

from contextlib import contextmanager
from datetime import datetime

import pytest
import simpy

from sim.plans.activate_supplier import ActivateSupplier
from sim.plans.hold import HoldLever
from sim.plans.reroute import Reroute
from sim.plans.send_back import SendBack
from sim.plans.spare_stock import SpareStock
from sim.state.levers import Levers


class Noted:
    """A control that writes down what it is asked for, and when."""

    def __init__(self):
        self.env, self.asked = simpy.Environment(), []
        self.levers, real = Levers(), Levers()
        self.start = datetime.fromisoformat("2026-06-15T00:00:00+08:00")

        @contextmanager
        def hold(name, where, factor, drain=False):
            self.note("hold", name, where, factor)
            with real.hold(name, where, factor, drain):
                yield
            self.note("let go", name, where, factor)

        self.levers.hold = hold

    def note(self, *what):
        self.asked.append((float(self.env.now), *what))

    def wait(self, minutes):
        return self.env.event() if minutes == float("inf") else self.env.timeout(minutes)

    def places(self, names, lever=""):
        return tuple(names)

    def activate_supplier(self, supplier, surcharge):
        self.note("activate", supplier, surcharge)

    def switch_source(self, sites, source):
        self.note("switch", tuple(sites), source)

    def add_stock(self, site, item, units):
        self.note("add", site, item, units)

    def send_back(self, site, item, keeps, share, pays):
        self.note("send back", site, item, keeps, share, pays)


def asked(action, until=1000.0):
    """What an action asks for within a run."""
    control = Noted()
    control.env.process(action.act(control))
    control.env.run(until=until)
    return control.asked


def test_a_lever_is_held_at_its_places_for_as_long_as_it_lasts():
    action = HoldLever(lever="line", where=["oven", "grill"], factor="+100%", lasts="2h")
    places = ("line", ("oven", "grill"), 2.0)
    assert asked(action) == [(0.0, "hold", *places), (120.0, "let go", *places)]


def test_a_lever_without_an_end_is_held_to_the_end():
    assert asked(HoldLever(lever="crowd", where="riders", factor=1.5)) == [(0.0, "hold", "crowd", ("riders",), 1.5)]


def test_a_supplier_is_activated_once_and_stays_active():
    assert asked(ActivateSupplier(supplier="mill_b", surcharge=0.12, lasts="2h")) == [(0.0, "activate", "mill_b", 0.12)]


def test_spare_stock_comes_to_each_of_its_sites():
    action = SpareStock(at=["east", "west"], item="loaf", units=20, lasts="1h")
    assert asked(action) == [(0.0, "add", "east", "loaf", 20.0), (0.0, "add", "west", "loaf", 20.0)]


def test_goods_are_sent_back_from_each_of_its_sites():
    action = SendBack(at=["east", "west"], item="loaf", keeps=5, share=0.5, pays=0.8)
    assert asked(action) == [(0.0, "send back", site, "loaf", 5.0, 0.5, 0.8) for site in ("east", "west")]


def test_sites_are_rerouted_and_come_back():
    action = Reroute(sites=["east"], via="dc_b", lasts="3h")
    assert asked(action) == [(0.0, "switch", ("east",), "dc_b"), (180.0, "switch", ("east",), None)]


def test_a_detour_without_an_end_stays():
    assert asked(Reroute(sites=["east"], via="dc_b")) == [(0.0, "switch", ("east",), "dc_b")]


@pytest.mark.parametrize(
    "wrong",
    [{"units": 0}, {"units": -3}, {"lasts": "0min"}, {"starts_in": "-1h"}, {"item": None}],
    ids=str,
)
def test_an_action_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"units|lasts|starts_in|item"):
        SpareStock(**({"at": "east", "item": "loaf", "units": 3} | wrong))
