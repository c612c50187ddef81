"""The player of cases with known answers: a package of its own, found by entry point, never imported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol

from sim.errors import SurgeError

GROUP, NAME = "surgetwin.validation", "textbook"


class MissingValidationError(SurgeError):
    """No installed distribution offers a player of cases."""

    exit_code = 2


class CaseHead(Protocol):
    """What a list of cases shows of each."""

    @property
    def id(self) -> str:
        """Its name within the file."""

    @property
    def area(self) -> str:
        """The field it belongs to, such as queueing."""

    @property
    def model(self) -> str:
        """The model that it is an example of."""

    @property
    def title(self) -> str:
        """One line about it."""


class Textbook(Protocol):
    """What the entry point names: a module with these functions."""

    def read_cases(self, path: str | Path) -> Sequence[CaseHead]:
        """The cases of a file in their order; raises `ConfigError` when it is none."""

    def show_case(self, path: str | Path, id: str) -> str:
        """The world of a case as YAML."""

    def verify_file(
        self,
        path: str | Path,
        only: Collection[str] | None = None,
        jobs: int = 1,
        progress: Callable[[int, int], None] | None = None,
    ) -> dict[str, Any]:
        """Play the cases of a file; the verdict on each."""


def textbook() -> Textbook:
    """The player that is installed; `MissingValidationError` says how to get one."""
    for point in entry_points(group=GROUP, name=NAME):
        try:
            found: Textbook = point.load()
            return found
        except ModuleNotFoundError as error:
            if error.name != point.module.partition(".")[0]:  # else the metadata names it, but its files are gone
                raise
    raise MissingValidationError(
        "cases with known answers are played by the package `validation`, which this installation lacks: "
        "install the whole of Surge again (pip install --force-reinstall surgetwin, or make setup in a checkout)"
    )
