"""What a field takes, for people who do not program: by the type of pydantic's error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import RefusedError

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
SHOULD_BE = "Input should be "
CHOICES = frozenset({"literal_error", "enum", "union_tag_invalid"})


def takes(error: Mapping[str, Any], choices: Sequence[str] = ()) -> str:
    """What the field takes, to stand after "takes"; "" when the error is of another form.

    `choices`: the names that it allows when the error is one of `CHOICES`, which lists them as prose only.
    """
    kind, context = str(error["type"]), dict(error.get("ctx", {}))
    if kind in _TAKES:
        plain = {name: f"{value:g}" if isinstance(value, float) else value for name, value in context.items()}
        return _TAKES[kind].format_map(plain)
    if kind in CHOICES:
        return choices[0] if len(choices) == 1 else f"one of {', '.join(choices)}"
    inner = context.get("error")
    if inner is None and (message := str(error["msg"])).startswith(SHOULD_BE):
        return message.removeprefix(SHOULD_BE)
    return inner.takes if isinstance(inner, RefusedError) else ""


def sentence(error: Mapping[str, Any]) -> str:
    """The sentence of a validator of ours; pydantic's own for an error that has no words here."""
    inner, words = error.get("ctx", {}).get("error"), takes(error)
    return str(inner) if inner is not None else f"takes {words}" if words else str(error["msg"])
