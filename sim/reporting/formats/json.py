"""The result object itself, as JSON: what every other format was made from."""

import json
import math
from collections.abc import Mapping
from typing import Any

from sim.reporting.terms import Lang


def file_name(lang: Lang) -> str:
    """The same file for both languages."""
    return "report.json"


def encode(result: Mapping[str, Any], lang: Lang) -> bytes:
    """UTF-8 with a final newline, keys in the order of the result, NaN and infinity as null."""
    return (json.dumps(_strict(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _strict(item: Any) -> Any:
    if isinstance(item, Mapping):
        return {key: _strict(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [_strict(value) for value in item]
    return None if isinstance(item, float) and not math.isfinite(item) else item
