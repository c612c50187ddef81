"""Mistakes that plug-ins find in their own fields, once the names in the world are known to be right."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from sim.errors import Problem
from sim.plug import Plugin
from sim.schema.document import Path
from sim.schema.draft import Draft
from sim.schema.places import KnownPlaces


def check(draft: Draft) -> Iterator[Problem]:
    """The mistakes that policies, shapes and other plug-ins of a world find in themselves."""
    rules = [(("replenishment", number), rule) for number, rule in draft.rules()]
    rest = [((field,), getattr(draft.world, field)) for field in type(draft.world).model_fields]
    found = [*rules, *(one for one in rest if one[0] != ("replenishment",))]
    places = KnownPlaces(draft.world)
    for at, plugin in (pair for start, value in found for pair in plugins_in(value, start)):
        for mistake in plugin.problems(places):
            yield draft.document.problem((*at, mistake.key), mistake.message, allowed=mistake.allowed)


def plugins_in(value: Any, at: Path = ()) -> Iterator[tuple[Path, Plugin]]:
    """Every plug-in in a model, a list or a dict, and in the plug-ins themselves, with its path in YAML."""
    if isinstance(value, Plugin):
        yield at, value
    if isinstance(value, BaseModel):
        for field, info in type(value).model_fields.items():
            yield from plugins_in(getattr(value, field), (*at, info.alias or field))
    elif isinstance(value, dict | list):
        for step, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from plugins_in(one, (*at, step))
