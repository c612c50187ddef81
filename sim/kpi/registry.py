"""Measures: what one is, how a function becomes one, and how all of them are found.

A measure is a pure function of a record, marked with `@kpi` in a module of this folder (or named by an installed
distribution under the entry point group `surgetwin.plugins`). Being there is enough to be computed, listed and shown.

    (record) -> float                  a number; NaN when undefined (a rate of nothing)
    (record) -> dict[str, float]       a family, one number for each of `by`: resource, stage, category...
    (record, twin) -> float            a number against the same replication without the shock
"""

import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Generic, Literal, ParamSpec, TypeVar

from sim.errors import SurgeError, nearest
from sim.plug import ENTRY_POINTS
from sim.results.record import Record

P = ParamSpec("P")
R = TypeVar("R")
Better = Literal["higher", "lower"]


class UnknownMeasureError(SurgeError):
    """No measure goes by that name."""

    exit_code = 2


@dataclass(frozen=True)
class Measure(Generic[P, R]):
    """A function of the record with what a report needs to say about it; calling it calls the function."""

    function: Callable[P, R]
    name: str
    unit: str
    better: Better
    title_zh: str
    title_en: str
    source: str
    by: str = ""
    definition_zh: str = ""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Apply the function to a record (and its twin)."""
        return self.function(*args, **kwargs)

    @property
    def definition(self) -> str:
        """The docstring: what is measured, in words."""
        return inspect.getdoc(self.function) or ""

    @property
    def needs_twin(self) -> bool:
        """Whether it compares with the unshocked twin."""
        return "twin" in inspect.signature(self.function).parameters

    def about(self) -> dict[str, str]:
        """What a result says of it: unit, better, titles and source."""
        names = ("unit", "better", "title_zh", "title_en", "source")
        return {name: str(getattr(self, name)) for name in names}


def kpi(
    *, unit: str, better: Better, title_zh: str, title_en: str, source: str, by: str = "", definition_zh: str = ""
) -> Callable[[Callable[P, R]], Measure[P, R]]:
    """Make a function a measure of its name; `by` names the key of a family, "" for a single number.

    The docstring is the definition, `definition_zh` the same in Chinese: measures of the report's glossary have it.
    """

    def mark(function: Callable[P, R]) -> Measure[P, R]:
        return Measure(function, function.__name__, unit, better, title_zh, title_en, source, by, definition_zh)

    return mark


@cache
def measures() -> Mapping[str, Measure[..., Any]]:
    """Every measure there is, by name, sorted; a name taken twice is an error."""
    package = importlib.import_module(__package__ or "sim.kpi")
    modules = [
        importlib.import_module(f"{package.__name__}.{info.name}") for info in pkgutil.iter_modules(package.__path__)
    ]
    candidates = [value for module in modules for value in vars(module).values()]
    candidates += [point.load() for point in entry_points(group=ENTRY_POINTS)]
    found: dict[str, Measure[..., Any]] = {}
    for value in candidates:
        if isinstance(value, Measure) and found.setdefault(value.name, value) is not value:
            here, there = found[value.name].function.__module__, value.function.__module__
            raise TypeError(f"the measure '{value.name}' is defined in {here} and in {there}")
    return dict(sorted(found.items()))


def scalars() -> dict[str, Measure[..., float]]:
    """The measures that are one number, by name."""
    return {name: measure for name, measure in measures().items() if not measure.by}


def find(name: str) -> Measure[..., Any]:
    """The measure of that name; raises `UnknownMeasureError` with the nearest one."""
    if name in measures():
        return measures()[name]
    like = nearest(name, measures())
    hint = f" (did you mean '{like}'?)" if like else f"; there are {', '.join(measures())}"
    raise UnknownMeasureError(f"no measure '{name}'{hint}")


def compute(record: Record, twin: Record | None = None, names: Iterable[str] | None = None) -> dict[str, float]:
    """Every single-number measure (or those named) of a record; those against the twin are NaN without one."""
    chosen = scalars() if names is None else {name: find(name) for name in names}
    return {name: _value(measure, record, twin) for name, measure in chosen.items()}


def _value(measure: Measure[..., float], record: Record, twin: Record | None) -> float:
    if not measure.needs_twin:
        return float(measure(record))
    return math.nan if twin is None else float(measure(record, twin))
