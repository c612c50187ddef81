"""Plain YAML words to values as in YAML 1.2: `20:00`, `NO`, `on`, `1_000` and dates stay text, `3e5` is a number."""

from __future__ import annotations

import math
import re

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_REAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
LARGEST = 10**18
NOT_FINITE = "takes a finite number"


def plain(text: str) -> str | int | float | bool | None:
    """The value of an unquoted word; ValueError, in plain words, for a number out of range.

    Numbers with leading zeros (`007`) stay text: they are codes.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _ENDLESS.fullmatch(text):
        raise ValueError(NOT_FINITE)
    if _WHOLE.fullmatch(text) or _BASED.fullmatch(text):
        number = int(text, 0) if len(text) <= 40 else LARGEST + 1
        if abs(number) > LARGEST:
            raise ValueError("takes a number of at most 18 digits")
        return number
    if _REAL.fullmatch(text):
        real = float(text)
        if not math.isfinite(real):
            raise ValueError(NOT_FINITE)
        return real
    return text
