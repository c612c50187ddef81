"""Plug-ins: one frozen class with a `kind`, found because its file lies in the room or by entry point.

A field that names places of the world declares of which sort, `json_schema_extra={"names": "site"}`, and the names are
then checked like all others: site, product, item, supplier, source, surprise show, channel, factory line, site.station,
courier pool or lane. Where the sort depends on another knob, `sorts` gives it. Other mistakes that only the world shows
are found by `problems`.

A room is a package such as `sim.policies.replenishment`. Every concrete subclass of the room's base class in one of
its modules, and every one that an installed distribution names under the entry point group `surgetwin.plugins`, is a
plug-in. `OneOf` turns a room into a pydantic field that is discriminated by `kind`.
"""

import importlib
import pkgutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Annotated, Any, NamedTuple, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

ENTRY_POINTS = "surgetwin.plugins"


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Places = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str]), Field(min_length=1)]
"""One name or a list of names."""


class Reference(NamedTuple):
    """A field that names places of the world: its name, its key in YAML, and the sorts of place that it may name."""

    field: str
    key: str
    sorts: tuple[str, ...]


class Mistake(NamedTuple):
    """Something wrong with a plug-in in the world in which it is to be played: at which key, and what is allowed."""

    key: str
    message: str
    allowed: str = ""


class WorldFacts(Protocol):
    """What a plug-in may ask of a world in order to find mistakes in its own fields."""

    def names(self, sort: str) -> Collection[str]:
        """All places of a sort, such as "site"; a lane is `dc->shop_1`."""

    def spelled_out(self, sorts: Sequence[str], names: Iterable[str]) -> list[str]:
        """Names with groups and `*` written out, as places of these sorts."""

    def capacities(self, place: str) -> Mapping[str, float | None]:
        """The supplier of that name, or all suppliers of the item, with their units a minute; None = without limit."""


class Plugin(BaseModel):
    """Base of all plug-ins: frozen, strict about unknown keys; the fields are the knobs."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: str

    @classmethod
    def name(cls) -> str:
        """The plug-in's `kind`, as written in YAML."""
        return str(cls.model_fields["kind"].default)

    def references(self) -> Iterator[Reference]:
        """The fields that name places of the world."""
        for field, info in type(self).model_fields.items():
            extra = info.json_schema_extra
            if isinstance(extra, dict) and "names" in extra:
                yield Reference(field, info.alias or field, self.sorts(str(extra["names"])))

    def sorts(self, declared: str) -> tuple[str, ...]:
        """The sorts of place that a field may name, from what it declares; override it where they depend on a knob."""
        return (declared,)

    def problems(self, world: WorldFacts) -> Iterator[Mistake]:
        """What is wrong with the fields in this world, apart from unknown names."""
        yield from ()


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
        """A union of all plug-ins of the room, tagged by `kind`."""
        choices: dict[Any, CoreSchema] = {k: handler.generate_schema(c) for k, c in discover(self.room).items()}
        return core_schema.tagged_union_schema(choices, discriminator="kind")
