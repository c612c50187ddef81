"""Every plug-in of the house keeps the contract of its room, the same that outside authors check theirs with."""

import json
import pkgutil
from functools import partial
from importlib import import_module

import pytest

import sim
from sim.contract import example
from sim.kpi.registry import measures
from sim.plug import discover
from sim.schema.reader import read_text
from sim.schema.resolved import to_yaml

# Rooms in which plug-ins are no classes with a `kind`, and how what lies in them is found, by name.
FINDERS = {"sim.kpi": measures}
PACKAGES = [info.name for info in pkgutil.walk_packages(sim.__path__, "sim.") if info.ispkg]
# Any other room is a package with a base class, and found by its classes.
ROOMS = FINDERS | {name: partial(discover, name) for name in PACKAGES if hasattr(import_module(name), "BASE")}
FOUND = [(room, kind, one) for room, find in ROOMS.items() for kind, one in find().items()]
NAMED = [pytest.param(room, one, id=f"{room.removeprefix('sim.')}: {kind}") for room, kind, one in FOUND]
PLUGINS = [pytest.param(one, id=f"{room}: {kind}") for room, kind, one in FOUND if room not in FINDERS]


@pytest.mark.parametrize(("room", "one"), NAMED)
def test_a_plug_in_keeps_the_contract_of_its_room(room, one):
    import_module(f"{room}.contract").check(one)


@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plug_in_written_as_yaml_reads_in_as_the_same_and_its_schema_has_examples(plugin):
    one = example(plugin)
    written = one.model_dump(mode="json", by_alias=True)
    assert plugin.model_validate(read_text(to_yaml({"plugin": written})).tree["plugin"]) == one
    schema = json.loads(json.dumps(plugin.model_json_schema()))
    own = schema["$defs"][schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
    assert [name for name in own.get("required", []) if "examples" not in own["properties"][name]] == []


def test_every_room_of_plug_ins_has_a_contract_and_every_contract_is_tried():
    modules = [info.name for info in pkgutil.walk_packages(sim.__path__, "sim.")]
    written = {name.removesuffix(".contract") for name in modules if name.endswith(".contract")}
    # what all plug-ins promise, and what all policies promise, are no rooms
    assert written - {"sim", "sim.policies"} == set(ROOMS)
    assert {room for room, _, _ in FOUND} == set(ROOMS), "an empty room"


def test_contracts_have_one_shape():
    for room in ROOMS:
        check = import_module(f"{room}.contract").check
        assert check.__doc__, f"{room}.contract.check does not say what is promised"
        assert check.__annotations__["return"] is None
