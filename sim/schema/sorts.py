"""What sort of file a document is, by the keys at its top; an error when another sort is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sim.errors import ConfigError
from sim.schema.document import Document

Sort = Literal["world", "scenario", "policies", "cases"]


@dataclass(frozen=True)
class _About:
    """A sort of file: its title, the keys that only it has, how it is used, and how many of the keys are enough."""

    title: str
    keys: frozenset[str]
    use: str
    least: int = 1


_SORTS: Mapping[Sort, _About] = {
    "world": _About("a configuration", frozenset({"brand", "horizon", "products", "sites"}), "surge drill FILE", 2),
    "scenario": _About("a scenario", frozenset({"shocks", "plans", "expect"}), "surge drill CONFIG -s FILE"),
    "policies": _About("a policy set", frozenset({"replenishment"}), "surge compare CONFIG -p current,FILE"),
    "cases": _About("a file of cases", frozenset({"cases"}), "surge verify FILE"),
}


def sort_of(tree: Any) -> Sort | None:
    """The sort of a tree by its keys; None when they do not decide. A configuration has keys of policy sets too."""
    keys = tree.keys() if isinstance(tree, dict) else set()
    return next((sort for sort, about in _SORTS.items() if len(about.keys & keys) >= about.least), None)


def needs(wanted: Sort, document: Document) -> None:
    """ConfigError when the document is plainly of another sort than `wanted`."""
    found = sort_of(document.tree)
    if found is None or found == wanted or (found != "world" and _SORTS[wanted].keys & document.tree.keys()):
        return
    about = _SORTS[found]
    message = f"this is {about.title}, and {_SORTS[wanted].title} is needed: it is used by `{about.use}`"
    raise ConfigError([document.problem((), message)])
