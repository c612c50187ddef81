"""Plug-ins: one frozen class with a `kind`, found because its file lies in the room or by entry point.

A field that names places of the world says of which sort, `json_schema_extra={"names": "site"}`, and the names are then
checked like all others: site, product, item, supplier, source, surprise show, channel, factory line, site.station,
courier pool, lane, or lever (the places on the axis of the lever that the field `lever` names).

A room is a package such as `sim.policies.replenishment`. Every concrete subclass of the room's base class in one of
its modules, and every one that an installed distribution names under the entry point group `surgetwin.plugins`, is a
plug-in. `OneOf` turns a room into a pydantic field that is discriminated by `kind`.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

ENTRY_POINTS = "surgetwin.plugins"


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Places = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str]), Field(min_length=1)]
"""One name or a list of names."""


class Plugin(BaseModel):
    """Base of all plug-ins: frozen, strict about unknown keys; the fields are the knobs."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: str

    @classmethod
    def name(cls) -> str:
        """The plug-in's `kind`, as written in YAML."""
        return str(cls.model_fields["kind"].default)


@cache
def discover(room: str) -> Mapping[str, type[Plugin]]:
    """All plug-ins of a room by kind, sorted; a kind that is taken twice is an error."""
    package = importlib.import_module(room)
    base: type[Plugin] = package.BASE
    found: dict[str, type[Plugin]] = {}
    modules = [importlib.import_module(f"{room}.{info.name}") for info in pkgutil.iter_modules(package.__path__)]
    candidates = [value for module in modules for value in vars(module).values()]
    candidates += [point.load() for point in entry_points(group=ENTRY_POINTS)]
    for value in candidates:
        if not (isinstance(value, type) and issubclass(value, base)) or value.model_fields["kind"].is_required():
            continue
        kind = value.name()
        if found.setdefault(kind, value) is not value:
            raise TypeError(f"{room}: kind '{kind}' is claimed by {found[kind].__module__} and {value.__module__}")
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class OneOf:
    """Field annotation: one plug-in of `room`, chosen by its `kind`."""

    room: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A union tagged by `kind` over everything discovery finds now."""
        choices: dict[Any, CoreSchema] = {k: handler.generate_schema(c) for k, c in discover(self.room).items()}
        return core_schema.tagged_union_schema(choices, discriminator="kind")
