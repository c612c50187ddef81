"""A partial scenario: without its invalid parts, so that the names in the rest are checked too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.errors import Problem
from sim.schema.document import Document
from sim.schema.scenario import Scenario
from sim.schema.validate import check


@dataclass(frozen=True)
class Sound:
    """The valid part of a scenario. `numbers` are positions of its shocks in the file, which has `count` of them."""

    scenario: Scenario
    numbers: tuple[int, ...]
    count: int


def whole(scenario: Scenario) -> Sound:
    """A scenario that is valid as a whole."""
    count = len(scenario.shocks)
    return Sound(scenario, tuple(range(count)), count)


def sound(document: Document, problems: Iterable[Problem]) -> Sound | None:
    """The shocks, plans and expectations in which none of the problems lies; None when even so nothing is left."""
    tree = document.tree if isinstance(document.tree, dict) else {}
    wrong = {tuple(problem.path.split(".")[:2]) for problem in problems}
    shocks = list(enumerate(_part(tree, "shocks", list)))
    kept = [(number, one) for number, one in shocks if ("shocks", str(number)) not in wrong]
    rest: dict[str, Any] = {
        section: {name: one for name, one in _part(tree, section, dict).items() if (section, name) not in wrong}
        for section in ("plans", "expect")
    }
    left = Document(document.file, {"title": "?", "shocks": [one for _, one in kept], **rest})
    made = check(Scenario, left, [])
    if made is None:
        return None
    made.set_document(document)
    return Sound(made, tuple(number for number, _ in kept), len(shocks))


def _part(tree: dict[str, Any], section: str, sort: type) -> Any:
    part = tree.get(section)
    return part if isinstance(part, sort) else sort()
