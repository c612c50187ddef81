"""What a model would have taken at a path: the names of the keys, and the meaning of a missing one.

pydantic's errors name what failed and not what was possible. The model's JSON Schema has that: it is walked beside the
tree, choosing among alternatives by `kind`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.errors import PydanticInvalidForJsonSchema

from sim.schema.document import Path
from sim.schema.json_schema import json_schema


class Hints:
    """Answers about one model; the schema is built at the first question."""

    def __init__(self, model: type[BaseModel], tree: Any) -> None:
        self._model, self._tree = model, tree

    def names(self, path: Path) -> list[str]:
        """The keys that the group at `path` may have, in the model's order; empty when any key may be there."""
        return list(dict.fromkeys(name for option in self._at(path) for name in option.get("properties", {})))

    def kinds(self, path: Path) -> list[str]:
        """The values that `kind` may have in the group at `path`."""
        options = self._options(self._reach(path)[0])
        return [kind for option in options if (kind := _kind(option))]

    def choices(self, path: Path) -> list[str]:
        """The values that a literal or an enumeration at `path` allows."""
        single = [{"enum": [option["const"]]} if "const" in option else option for option in self._at(path)]
        return [str(value) for option in single for value in option.get("enum", [])]

    def keys(self, path: Path) -> list[str]:
        """The keys that the group at `path` may have where its keys are a literal or an enumeration."""
        return [str(key) for option in self._at(path) for key in option.get("propertyNames", {}).get("enum", [])]

    def meaning(self, path: Path) -> str:
        """What the value at `path` means and looks like: `price in yuan, like 9.9`."""
        for option in self._at(path, last=False):
            words = str(option.get("description", "")).strip().rstrip(".")
            examples = option.get("examples", [])
            return f"{words}, like {_flow(examples[0])}" if examples and words else words
        return ""

    @property
    def _schema(self) -> dict[str, Any]:
        return _schema_of(self._model)

    def _at(self, path: Path, last: bool = True) -> list[dict[str, Any]]:
        nodes, tree = self._reach(path)
        return _chosen(self._options(nodes), tree) if last else nodes

    def _reach(self, path: Path) -> tuple[list[dict[str, Any]], Any]:
        """The schemas that describe the value at `path`, and that value (None where the tree ends before)."""
        nodes, tree = [self._schema], self._tree
        for step in path:
            options = _chosen(self._options(nodes), tree)
            nodes = [node for option in options for node in _inside(option, step)]
            tree = _step(tree, step)
        return nodes, tree

    def _options(self, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The alternatives behind references and unions."""
        result, waiting = [], list(reversed(nodes))
        while waiting:
            node = waiting.pop()
            if "$ref" in node:
                name = str(node["$ref"]).rpartition("/")[2]
                waiting.append(self._schema.get("$defs", {}).get(name, {}))
            elif alternatives := node.get("anyOf") or node.get("oneOf") or node.get("allOf"):
                waiting.extend(reversed(alternatives))
            else:
                result.append(node)
        return result


@cache
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The schema, or an empty one when a part of the model has no JSON Schema: messages then go without hints."""
    try:
        return json_schema(model)
    except PydanticInvalidForJsonSchema:
        return {}


def _inside(option: dict[str, Any], step: str | int) -> list[dict[str, Any]]:
    """The schemas of one part of a value described by `option`; a step that is the option's kind stays where it is."""
    if isinstance(step, int):
        first = option.get("prefixItems", [])
        found = first[step] if step < len(first) else option.get("items")
    elif step in option.get("properties", {}):
        found = option["properties"][step]
    elif _kind(option) == step:
        found = option
    else:
        found = next(iter(option.get("patternProperties", {}).values()), option.get("additionalProperties"))
    return [found] if isinstance(found, dict) else []


def _chosen(options: list[dict[str, Any]], tree: Any) -> list[dict[str, Any]]:
    """Only the alternative that the tree's `kind` (or its single key) names, when it names one."""
    if not isinstance(tree, dict):
        return options
    named = [tree["kind"]] if "kind" in tree else list(tree) if len(tree) == 1 else []
    return [option for option in options if _kind(option) and _kind(option) in named] or options


def _kind(option: dict[str, Any]) -> str:
    return str(option.get("properties", {}).get("kind", {}).get("const", ""))


def _step(tree: Any, step: str | int) -> Any:
    if isinstance(tree, dict):
        return tree.get(step)
    return tree[step] if isinstance(tree, list) and isinstance(step, int) and step < len(tree) else None


def _flow(value: Any) -> str:
    """An example as it would stand in YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
