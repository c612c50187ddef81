"""JSON and text files of a run: plain values, no NaN, each written whole or not at all."""

import hashlib
import json
import math
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """`value` with NumPy turned into Python and NaN and infinity into None, as JSON has neither."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def to_json(value: Any, in_order: bool = False) -> str:
    """The same text for the same content, whatever the order of its keys, unless that order has a meaning.

    Chinese stays readable.
    """
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=not in_order, indent=1, allow_nan=False) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write a file by replacing it, so that it is never there in part, not even after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = beside(path)
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)


def read_json(path: Path) -> Any:
    """What a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def beside(path: Path) -> Path:
    """An unused hidden name in the same folder, for a draft that is renamed to `path` when complete."""
    return path.parent / f".{path.name}.{os.getpid()}.{uuid.uuid4().hex[:8]}"


def fingerprint(value: Any) -> str:
    """SHA-256 of a text, or of the JSON of anything else, in hexadecimal."""
    text = value if isinstance(value, str) else to_json(value)
    return hashlib.sha256(text.encode()).hexdigest()
