"""The kinds of study, one file each, found because they are there; `sim.experiment.play.kind` says what one is.

A new kind is a class in `sim/results/studies.py` for its result, a file here, and a section of the report.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from sim.experiment.play.kind import StudyKind


@cache
def kinds() -> Mapping[str, type[StudyKind[Any, Any, Any]]]:
    """Every kind of study by its name, sorted."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [
        value
        for module in modules
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, StudyKind) and value.__module__ == module.__name__
    ]
    return {kind.name: kind for kind in sorted(found, key=lambda kind: kind.name)}
