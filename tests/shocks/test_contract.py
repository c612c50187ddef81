"""What every shock and every action of a plan promises: it moves the world only through the control, and lets go."""

from contextlib import contextmanager

import pytest
from pydantic import ValidationError

from sim.plug import discover
from sim.state.levers import Levers

SHOCKS = discover("sim.shocks")
ACTIONS = discover("sim.plans")
EVERY = [*(("shock", kind) for kind in SHOCKS), *(("action", kind) for kind in ACTIONS)]


class Control:
    """A control that writes down what it is asked for."""

    def __init__(self):
        self.levers, self.deeds, self.now = Levers(), [], 1440.0

    def wait(self, minutes):
        self.deeds.append(("wait", minutes))
        return "waiting"

    def places(self, names, lever="ships"):
        return tuple(names)

    def __getattr__(self, name):
        return lambda *told: self.deeds.append((name, *told)) or name


class Watched(Levers):
    """Levers that remember every hold."""

    def __init__(self):
        super().__init__()
        self.seen = []

    @contextmanager
    def hold(self, name, where, factor, running="halt"):
        self.seen.append((name, where, factor))
        with super().hold(name, where, factor, running):
            yield


def example(sort, kind):
    plugin = (SHOCKS if sort == "shock" else ACTIONS)[kind]
    needed = {info.alias or name: info.examples[0] for name, info in plugin.model_fields.items() if info.is_required()}
    return plugin.model_validate({"kind": kind, **needed})


def process(thing, control):
    return thing.strike(control) if hasattr(thing, "strike") else thing.act(control)


@pytest.mark.parametrize(("sort", "kind"), EVERY)
def test_it_is_frozen_says_its_kind_and_explains_its_knobs(sort, kind):
    thing = example(sort, kind)
    assert thing.kind == kind
    assert type(thing).__doc__
    for name, info in type(thing).model_fields.items():
        assert name == "kind" or info.description, f"{kind}.{name} says nothing"
        with pytest.raises(ValidationError):
            setattr(thing, name, 1)


@pytest.mark.parametrize(("sort", "kind"), EVERY)
def test_it_does_something_and_all_levers_are_free_when_it_is_over(sort, kind):
    control = Control()
    control.levers = Watched()
    steps = process(example(sort, kind), control)
    begun = list(steps)
    assert begun, "it must be a process: at least one event to wait for"
    assert control.levers.seen or [deed for deed in control.deeds if deed[0] != "wait"]
    for name, where, _ in control.levers.seen:
        assert control.levers.value(name, *where) == 1


@pytest.mark.parametrize(("sort", "kind"), EVERY)
def test_its_levers_are_held_while_it_lasts(sort, kind):
    control = Control()
    control.levers = Watched()
    steps = process(example(sort, kind), control)
    next(steps)
    for name, where, factor in control.levers.seen:
        assert control.levers.value(name, where[0]) == factor
    steps.close()
    for name, where, _ in control.levers.seen:
        assert control.levers.value(name, *where) == 1


def test_a_closed_site_neither_ships_nor_receives_nor_works_unless_it_is_said_to():
    control = Control()
    control.levers = Watched()
    down = SHOCKS["site_down"].model_validate({"kind": "site_down", "site": "dc", "from": "d1", "receives": True})
    next(down.strike(control))
    assert {name for name, _, _ in control.levers.seen} == {"ships", "station", "line"}
    assert {factor for _, _, factor in control.levers.seen} == {0.0}
