"""The inputs of a case, read and checked by name; errors say what was found and what is needed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.errors import SurgeError


class UnfitError(SurgeError):
    """The inputs of a case cannot be translated into a world; the message says why."""

    exit_code = 3


class Inputs:
    """Numbers, words and lists of a case; names of files are relative to `folder`."""

    def __init__(self, values: Mapping[str, Any], folder: Path = Path()) -> None:
        self._values, self._folder = values, folder

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def only(self, *names: str) -> None:
        """Refuse inputs of other names, which would be ignored silently."""
        for name in self._values:
            if name not in names:
                raise UnfitError(f"inputs.{name} is not part of this model; it reads {', '.join(names)}")

    def number(
        self, name: str, above: float = -math.inf, least: float = -math.inf, default: float | None = None
    ) -> float:
        """A finite number > `above` and >= `least`."""
        return float(self._checked(name, self._value(name, default), above, least))

    def whole(self, name: str, least: int = 0, default: int | None = None) -> int:
        """A whole number >= `least`."""
        value = self.number(name, least=least, default=default)
        if value != int(value):
            raise UnfitError(f"inputs.{name} is {value}; a whole number is needed")
        return int(value)

    def share(self, name: str) -> float:
        """A number from 0 to 1."""
        value = self.number(name, least=0)
        if value > 1:
            raise UnfitError(f"inputs.{name} is {value}; a share from 0 to 1 is needed")
        return value

    def word(self, name: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the `allowed` words."""
        value = self._value(name, default)
        if value not in allowed:
            raise UnfitError(f"inputs.{name} is {value!r}; can be played: {', '.join(allowed)}")
        return str(value)

    def name(self, name: str) -> str:
        """A non-empty text."""
        value = self._value(name, None)
        if not isinstance(value, str) or not value:
            raise UnfitError(f"inputs.{name} is {value!r}; a name is needed")
        return value

    def numbers(
        self, name: str, above: float = -math.inf, least: float = -math.inf, default: list[float] | None = None
    ) -> list[float]:
        """A non-empty list of finite numbers; whole ones stay `int`, as they become names of outputs."""
        values = self._value(name, default)
        if not isinstance(values, list) or (not values and default is None):
            raise UnfitError(f"inputs.{name} is {values!r}; a list of numbers is needed")
        return [self._checked(f"{name}[{row}]", value, above, least) for row, value in enumerate(values)]

    def table(self, name: str, least: float = -math.inf) -> list[list[float]]:
        """Rows of finite numbers."""
        rows = self._value(name, None)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
            raise UnfitError(f"inputs.{name} is {rows!r}; a list of lists of numbers is needed")
        return [
            [self._checked(f"{name}[{i}][{j}]", value, -math.inf, least) for j, value in enumerate(row)]
            for i, row in enumerate(rows)
        ]

    def file(self, name: str) -> Path:
        """An existing file, relative to the file of cases."""
        value = self._value(name, None)
        path = self._folder / str(value)
        if not isinstance(value, str) or not path.is_file():
            raise UnfitError(f"inputs.{name} is {value!r}; there is no such file beside the file of cases")
        return path

    def mappings(self, name: str) -> list[Inputs]:
        """A non-empty list of mappings, each as inputs of its own."""
        rows = self._value(name, None)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise UnfitError(f"inputs.{name} is {rows!r}; a list of mappings is needed")
        return [Inputs(row, self._folder) for row in rows]

    def _value(self, name: str, default: Any) -> Any:
        if name not in self._values:
            if default is None:
                raise UnfitError(f"inputs.{name} is missing; there are {', '.join(self._values) or 'none'}")
            return default
        return self._values[name]

    @staticmethod
    def _checked(name: str, value: Any, above: float, least: float) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise UnfitError(f"inputs.{name} is {value!r}; a number is needed")
        if not value > above or not value >= least:
            bound = f"above {above:g}" if above > -math.inf and value <= above else f"of at least {least:g}"
            raise UnfitError(f"inputs.{name} is {value!r}; a number {bound} is needed")
        return value


def stable(load: float, what: str = "the load") -> float:
    """The load of a queue that must have a steady state."""
    if not load < 1:
        raise UnfitError(f"{what} is {load:g}: at 1 or more the queue grows without end and has no steady state")
    return load
