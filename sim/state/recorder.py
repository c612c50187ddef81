"""A control that carries nothing out and records what it is asked for: shocks and actions are tried out on it."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from sim.contract import require
from sim.plug import Plugin
from sim.state.control import Control
from sim.state.levers import LEVERS, Levers, Running
from sim.state.trace import Trace

Process = Generator[Any, Any, None]
BEGIN = 1440.0
"""The minute at which a recorder's clock begins."""


class Call(NamedTuple):
    """One request: a method of `Control` with its arguments, or `hold` and `let_go` of a lever."""

    at: float
    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Wait:
    """What a recorder gives a process to yield: an event after so many minutes."""

    minutes: float


class Recorder:
    """Stands in for `Control`: `calls` has what was asked for, in order; `levers` are real ones.

    `ended`: whether the last process that was played came to its end by itself.

    Methods are those of the protocol, with its signatures: another name is an AttributeError, other arguments a
    TypeError, as they are with the engine.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.now, self.ended = BEGIN, False
        self.start = datetime.fromisoformat("2026-06-15T00:00:00+08:00")
        self.trace = Trace()
        self.levers = _RecordedLevers(self)

    def __getattr__(self, name: str) -> Callable[..., Wait]:
        declared = getattr(Control, name, None)
        if name.startswith("_") or not inspect.isfunction(declared):
            raise AttributeError(f"a control has no '{name}'")
        signature = inspect.signature(declared)

        def request(*args: Any, **kwargs: Any) -> Wait:
            given = signature.bind(self, *args, **kwargs)
            self.calls.append(Call(self.now, name, tuple(given.arguments.values())[1:]))
            return Wait(0.0)

        return request

    def wait(self, minutes: float) -> Wait:
        """An event after `minutes`."""
        if not minutes >= 0:
            raise ValueError(f"cannot wait {minutes} minutes")
        return Wait(minutes)

    def places(self, names: Sequence[str], lever: str = "ships") -> tuple[str, ...]:
        """The names as they are."""
        return tuple(names)

    def play(self, begin: Callable[[Control], Process], until: float = math.inf) -> list[Call]:
        """What a process asks for until it ends, or until the minute `until`, at which it is closed."""
        process = begin(cast(Control, self))
        self.ended = False
        for event in process:
            if self.now + event.minutes >= until or event.minutes == math.inf:
                break
            self.now += event.minutes
        else:
            self.ended = True
        asked = list(self.calls)
        process.close()
        return asked


class _RecordedLevers(Levers):
    """Levers that record every hold; `held` has the lever and place of each."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self._recorder = recorder
        self.held: list[tuple[str, str]] = []

    @contextmanager
    def hold(self, name: str, where: tuple[str, ...], factor: float, running: Running = "halt") -> Iterator[None]:
        """Hold, and record the hold and its end."""
        if name not in LEVERS or not 0 <= factor < math.inf:
            raise ValueError(f"cannot hold {factor} on '{name}': a lever of {', '.join(LEVERS)}, a factor >= 0")
        self.held += [(name, place) for place in where]
        self._note("hold", name, where, factor)
        with super().hold(name, where, factor, running):
            yield
        self._note("let_go", name, where, factor)

    def values(self) -> dict[tuple[str, str], float]:
        """The value of every lever that was ever held, by (lever, place)."""
        return {place: self.value(*place) for place in self.held}

    def _note(self, what: str, *arguments: Any) -> None:
        self._recorder.calls.append(Call(self._recorder.now, what, arguments))


def check_process(plugin: Plugin, begin: Callable[[Control], Process]) -> None:
    """A process that asks the control for something, holds levers as long as it goes on, and composes with others."""
    recorder = Recorder()
    control, levers = cast(Control, recorder), recorder.levers
    first, second = begin(control), begin(control)
    require(inspect.isgenerator(first), plugin, "is no process: it must yield at least one event")
    require(next(first, None) is not None, plugin, "ends before it has waited for an event")
    require(bool(recorder.calls), plugin, "asks for nothing: no lever is held and no method of the control called")
    alone = levers.values()
    next(second)
    both = levers.values()
    doubled = all(math.isclose(both[place], value * value) for place, value in alone.items())
    require(doubled, plugin, "does not hold its levers by a factor: two at once do not multiply")
    first.close()
    left = levers.values()
    second.close()
    require(set(levers.values().values()) <= {1.0}, plugin, "still holds a lever when the run is over")
    require(left == alone, plugin, "lets go of what another one holds")
    once, again = Recorder(), Recorder()
    require(once.play(begin) == again.play(begin), plugin, "asks for something else when it is played again")
    require(set(once.levers.values().values()) <= {1.0}, plugin, "still holds a lever when it has ended")
