"""Contracts of plug-ins: what every one of them promises, whatever its room, and how a breach is reported.

Each room of plug-ins has a module `contract` with one function, `check(plugin)`. It returns nothing, or raises
AssertionError with a sentence that names the plug-in and the promise it breaks. The author of a plug-in calls it in a
test of his own:

    from sim.plans import contract
    def test_contract(): contract.check(MyAction)

A class is tried on its example, made of the `examples` of its required fields; an instance is tried as it is.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from pydantic import ValidationError

from sim.plug import Plugin

P = TypeVar("P", bound=Plugin)


def check_fields(plugin: type[P] | P) -> P:
    """Frozen, strict, every field described, the same after it was written out and read in; returns the instance."""
    one = example(plugin)
    kind = type(one)
    require(bool(kind.__doc__), kind, "has no docstring")
    require(one.kind == kind.name(), kind, f"has the kind '{one.kind}' when it is made")
    for name, info in kind.model_fields.items():
        require(name == "kind" or bool(info.description), kind, f"does not describe its field {name}")
        require(_refuses(partial(setattr, one, name, 1)), kind, f"lets its field {name} be changed")
    written = one.model_dump(mode="json", by_alias=True)
    strict = _refuses(lambda: kind.model_validate({**written, "no_such_field": 1}))
    require(strict, kind, "takes fields that it does not have")
    require(kind.model_validate(written) == one, kind, "is not the same after it was written out and read in")
    require(bool(kind.model_json_schema()), kind, "has no JSON schema")
    return one


def example(plugin: type[P] | P) -> P:
    """A plug-in with the first of the `examples` of each required field; an instance is returned as it is."""
    if isinstance(plugin, Plugin):
        return plugin
    needed = {name: info for name, info in plugin.model_fields.items() if info.is_required()}
    bare = [name for name, info in needed.items() if not info.examples]
    require(not bare, plugin, f"has no example for its required fields {', '.join(bare)}")
    values = {info.alias or name: (info.examples or [None])[0] for name, info in needed.items()}
    return plugin.model_validate({"kind": plugin.name(), **values})


def require(condition: bool, plugin: Plugin | type[Plugin], complaint: str) -> None:
    """Raise AssertionError with `KIND COMPLAINT` unless the condition holds."""
    if not condition:
        raise AssertionError(f"{plugin.name()} {complaint}")


def _refuses(action: Callable[[], object]) -> bool:
    try:
        action()
    except ValidationError:
        return True
    return False
