"""TO BE REMOVED once studies return models: the results that they still return as dicts, read as models."""

from collections.abc import Mapping
from typing import Any

from sim.results.studies import AnyStudy, read_study
from sim.results.study import LAYOUT

KINDS = {
    "optimum": "optimum",
    "comparison": "comparison",
    "sweep": "sweep",
    "stress": "exposure",
    "level": "breaking_point",
    "steady": "steady_state",
}


def as_study(found: AnyStudy | Mapping[str, Any], file: str = "the result") -> AnyStudy:
    """A model as it is; a dict of layout 1 as the model of its kind, which is known by the part that it adds."""
    if not isinstance(found, Mapping):
        return found
    if found.get("schema") == 1:
        kind = next((kind for part, kind in KINDS.items() if part in found), "drill")
        return read_study({**found, "schema": LAYOUT, "kind": kind}, file)
    return read_study(found, file)
