"""Vehicle routing instances in the VRPLIB format: coordinates and demands of the nodes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from validation.cases.inputs import UnfitError

PLANE = "EUC_2D"


@dataclass(frozen=True)
class VrpInstance:
    """Nodes in the order of the file, the depot first: coordinates (x, y) and demands."""

    places: tuple[tuple[float, float], ...]
    demands: tuple[float, ...]


def read_instance(path: Path) -> VrpInstance:
    """The instance in a file; raises `UnfitError` with the line of what is wrong."""
    section, places, demands = "", [], []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnfitError(f"{path.name} cannot be read: {error}") from None
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words:
            continue
        if words[0].endswith("SECTION") or words[0] == "EOF":
            section = words[0]
        elif words[0].startswith("EDGE_WEIGHT_TYPE") and words[-1] != PLANE:
            raise UnfitError(f"{path.name}:{number}: distances of kind {words[-1]}; only {PLANE} can be driven")
        elif section == "NODE_COORD_SECTION":
            places.append((_number(path, number, words, 1), _number(path, number, words, 2)))
        elif section == "DEMAND_SECTION":
            demands.append(_number(path, number, words, 1))
    if not places or len(places) != len(demands):
        raise UnfitError(f"{path.name} has {len(places)} places and {len(demands)} demands; one each is needed")
    return VrpInstance(tuple(places), tuple(demands))


def _number(path: Path, line: int, words: list[str], which: int) -> float:
    try:
        value = float(words[which])
    except (IndexError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise UnfitError(f"{path.name}:{line}: '{' '.join(words)}' has no number in place {which + 1}")
    return value
