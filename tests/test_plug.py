"""Plug-ins are found because they are there, are frozen, and are chosen by their kind."""

import sys
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ValidationError

from sim.plug import OneOf, Plugin, discover

BASE_FILE = """
from sim.plug import Plugin
class Toy(Plugin):
    pass
BASE = Toy
"""
TOY = """
from typing import Literal
from {room} import Toy
class {name}(Toy):
    kind: Literal["{kind}"] = "{kind}"
    knob: float = 1.0
"""


@pytest.fixture
def room(tmp_path, monkeypatch, request):
    """A room of its own for each test; `add(file, name, kind)` puts a plug-in there."""
    name = f"toys_{abs(hash(request.node.name))}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text(BASE_FILE)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield name, lambda file, cls, kind: (folder / f"{file}.py").write_text(TOY.format(room=name, name=cls, kind=kind))
    for module in [module for module in sys.modules if module.split(".")[0] == name]:
        del sys.modules[module]


def test_a_plugin_is_found_because_its_file_lies_in_the_room(room):
    name, add = room
    add("red", "Red", "red")
    add("blue", "Blue", "blue")
    assert list(discover(name)) == ["blue", "red"]
    assert discover(name)["red"].name() == "red"


def test_two_plugins_of_one_kind_are_refused_with_both_places(room):
    name, add = room
    add("one", "One", "same")
    add("two", "Two", "same")
    with pytest.raises(TypeError, match=rf"{name}: kind 'same' is claimed by {name}.one and {name}.two"):
        discover(name)


def test_a_field_takes_any_plugin_of_the_room_by_its_kind_and_nothing_else(room):
    name, add = room
    add("red", "Red", "red")
    toy = discover(name)["red"].__mro__[1]
    model = type("Model", (BaseModel,), {"__annotations__": {"toy": Annotated[toy, OneOf(name)]}})
    made = model.model_validate({"toy": {"kind": "red", "knob": 2}})
    assert made.toy.knob == 2
    for wrong in ({"kind": "green"}, {"kind": "red", "nob": 1}, {"knob": 1}):
        with pytest.raises(ValidationError):
            model.model_validate({"toy": wrong})


def test_a_plugin_is_frozen_and_takes_no_nonsense():
    class Toy(Plugin):
        kind: Literal["toy"] = "toy"
        knob: float = 1.0

    with pytest.raises(ValidationError):
        Toy().knob = 2.0
    with pytest.raises(ValidationError):
        Toy(knob=float("nan"))


def test_every_room_of_the_package_is_furnished():
    rooms = ("policies.replenishment", "policies.allocation", "policies.dispatch", "policies.transfer", "shocks")
    rooms += ("policies.forecast", "plans", "shapes")
    kinds = {room: set(discover(f"sim.{room}")) for room in rooms}
    assert {"fixed_quantity", "min_max", "order_up_to", "base_stock", "on_demand"} <= kinds["policies.replenishment"]
    assert {"first_come", "proportional"} <= kinds["policies.allocation"]
    assert "oldest_first" in kinds["policies.dispatch"]
    assert {"reactive", "proactive", "hybrid"} <= kinds["policies.transfer"]
    assert {"known", "moving_average", "holt_winters", "croston", "show_regression"} <= kinds["policies.forecast"]
    assert {"hold", "site_down", "recall", "surprise_show"} <= kinds["shocks"]
    assert {"hold", "activate_supplier", "reroute", "spare_stock"} <= kinds["plans"]
