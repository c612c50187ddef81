"""pydantic's error types, said to somebody who has never programmed: what a field takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

GROUP = "a group of keys"
_TAKES = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of a sensible size",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "none_required": "nothing",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": GROUP,
    "mapping_type": GROUP,
    "model_type": GROUP,
    "model_attributes_type": GROUP,
    "dataclass_type": GROUP,
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than": "a number below {lt}",
    "less_than_equal": "a number of at most {le}",
    "multiple_of": "a multiple of {multiple_of}",
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
    "string_too_short": "a text of at least {min_length} characters",
    "string_too_long": "a text of at most {max_length} characters",
    "string_pattern_mismatch": "a text of the form {pattern}",
}
SCALAR_TYPES = frozenset({"string_type", "int_type", "float_type", "bool_type", "literal_error"})
CHOICES = frozenset({"literal_error", "enum", "union_tag_invalid"})


def takes(error: Mapping[str, Any]) -> str:
    """What the field takes, to stand after "takes"; "" when the error does not say it in this form."""
    kind, context = str(error["type"]), dict(error.get("ctx", {}))
    if kind in _TAKES:
        plain = {name: f"{value:g}" if isinstance(value, float) else value for name, value in context.items()}
        return _TAKES[kind].format_map(plain)
    if kind in CHOICES:
        names = choices(error)
        return names[0] if len(names) == 1 else f"one of {', '.join(names)}"
    said = said_by_reader(error)
    return said.removeprefix("takes ").partition("; found ")[0] if said.startswith("takes ") else ""


def said_by_reader(error: Mapping[str, Any]) -> str:
    """The message of a validator of ours, or pydantic's own, without the words it puts in front."""
    inner = error.get("ctx", {}).get("error")
    text = str(inner) if inner is not None else str(error["msg"])
    text = re.sub(r"^(Value error|Assertion failed), ", "", text)
    return re.sub(r"^Input should be ", "takes ", text)


def choices(error: Mapping[str, Any]) -> list[str]:
    """The names that a literal, an enum or a union's tag allows."""
    context = error.get("ctx", {})
    text = str(context.get("expected_tags") or context.get("expected") or "")
    return re.findall(r"'((?:[^'\\]|\\.)*)'", text) or [name.strip() for name in text.split(",") if name.strip()]
