"""The inputs of a case, asked for by name; what is missing or makes no sense is said in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.errors import SurgeError


class UnfitError(SurgeError):
    """A case whose inputs cannot be translated into a world; the message says why."""

    exit_code = 3


class Inputs:
    """Numbers, words and lists of a case; names of files begin in `folder`."""

    def __init__(self, values: Mapping[str, Any], folder: Path = Path()) -> None:
        self._values, self._folder = values, folder

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def only(self, *names: str) -> None:
        """Refuse inputs of other names: a number that nobody reads would be ignored in silence."""
        for name in self._values:
            if name not in names:
                raise UnfitError(f"inputs.{name} is not part of this model; it reads {', '.join(names)}")

    def number(
        self, name: str, above: float = -math.inf, least: float = -math.inf, default: float | None = None
    ) -> float:
        """A finite number > `above` and >= `least`."""
        return float(self._checked(name, self._asked(name, default), above, least))

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
        value = self._asked(name, default)
        if value not in allowed:
            raise UnfitError(f"inputs.{name} is {value!r}; can be played: {', '.join(allowed)}")
        return str(value)

    def name(self, name: str) -> str:
        """A text that is not empty."""
        value = self._asked(name, None)
        if not isinstance(value, str) or not value:
            raise UnfitError(f"inputs.{name} is {value!r}; a name is needed")
        return value

    def numbers(
        self, name: str, above: float = -math.inf, least: float = -math.inf, default: list[float] | None = None
    ) -> list[float]:
        """A list of finite numbers, as long as it is not empty; whole ones stay whole, as they name outputs."""
        values = self._asked(name, default)
        if not isinstance(values, list) or (not values and default is None):
            raise UnfitError(f"inputs.{name} is {values!r}; a list of numbers is needed")
        return [self._checked(f"{name}[{row}]", value, above, least) for row, value in enumerate(values)]

    def table(self, name: str, least: float = -math.inf) -> list[list[float]]:
        """Rows of finite numbers."""
        rows = self._asked(name, None)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
            raise UnfitError(f"inputs.{name} is {rows!r}; a list of lists of numbers is needed")
        return [
            [self._checked(f"{name}[{i}][{j}]", value, -math.inf, least) for j, value in enumerate(row)]
            for i, row in enumerate(rows)
        ]

    def file(self, name: str) -> Path:
        """A file that is there, named as seen from the file of cases."""
        value = self._asked(name, None)
        path = self._folder / str(value)
        if not isinstance(value, str) or not path.is_file():
            raise UnfitError(f"inputs.{name} is {value!r}; there is no such file beside the file of cases")
        return path

    def rows(self, name: str) -> list[Inputs]:
        """A list of mappings, each asked like the inputs themselves."""
        rows = self._asked(name, None)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise UnfitError(f"inputs.{name} is {rows!r}; a list of mappings is needed")
        return [Inputs(row, self._folder) for row in rows]

    def parts(self, name: str) -> list[Inputs]:
        """A list of mappings, each as inputs of its own."""
        values = self._asked(name, None)
        if not isinstance(values, list) or not values or not all(isinstance(value, dict) for value in values):
            raise UnfitError(f"inputs.{name} is {values!r}; a list of mappings is needed")
        return [Inputs(value, self._folder) for value in values]

    def _asked(self, name: str, default: Any) -> Any:
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
