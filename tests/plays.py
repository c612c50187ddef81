"""Behavioural tests: `@pytest.mark.plays("shock:hold", "lever:line")` declares what a test plays and checks.

A test that does not use what it declares fails. With `--without` each of these tests is run once for everything that
it declares, with that taken out of the program (a lever is held without effect, a shock only waits, a measure answers
one more, a policy orders nothing...): a name for which then no test fails has no behavioural test, and is reported.

`tests/test_behaviour.py` holds every registered name to having one.
"""

import ast
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from sim.kpi.registry import Measure
from sim.policies.forecast import Prediction
from sim.rates.intensity import ConstantRate
from sim.schema.world import World
from sim.state.levers import Levers
from tests.registered import REGISTERED

TESTS = Path(__file__).parent
Method = Callable[..., Any]
Wrapper = Callable[[Method], Method]


def declared(root: Path = TESTS) -> dict[str, list[str]]:
    """What the tests below a folder declare to play: name -> tests; those that are marked slow do not count."""
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            marks = [(ast.unparse(getattr(one, "func", one)), getattr(one, "args", [])) for one in node.decorator_list]
            played = [ast.literal_eval(one) for mark, args in marks if mark == "pytest.mark.plays" for one in args]
            for name in () if "pytest.mark.slow" in dict(marks) else played:
                found.setdefault(name, []).append(f"{path.relative_to(root).as_posix()}::{node.name}")
    return found


def _shock(shock, control):
    yield control.wait(float("inf") if shock.lasts is None else shock.lasts)


def _action(action, control):
    yield action.going_on(control)


def _none(method: Method) -> Method:
    return lambda policy, view, *more: np.zeros(len(view.items))


def _no_demand(method: Method) -> Method:
    return lambda policy, history, ahead, outlook: Prediction(*[np.zeros((len(history), ahead))] * 2)


# What is taken out, by sort: method of the class -> its neutral stand-in, made of the method that it stands in for.
WITHOUT: dict[str, dict[str, Wrapper]] = {
    "replenishment": {"decide": _none, "parts": lambda _: lambda policy, grades: iter(())},
    "transfer": {"decide": lambda _: lambda policy, view, now: {}},
    "forecast": {"predict": _no_demand},
    "sourcing": {"decide": lambda method: lambda policy, view, now: method(policy, view, now)[::-1]},
    "fulfilment": {"decide": lambda method: lambda policy, view, now: ~method(policy, view, now)},
    "allocation": {
        "decide": lambda _: lambda policy, view, now: np.zeros(len(view.wanted)),
        "reserve": lambda _: lambda policy, urgency: np.zeros(len(urgency)),
    },
    "dispatch": {"decide": lambda method: lambda policy, view, now: len(view.zones) - 1 - method(policy, view, now)},
    "shock": {"strike": lambda _: _shock},
    "action": {"act": lambda _: _action},
    "shape": {
        "intensity": lambda _: lambda shape, calendar, horizon: ConstantRate(1 / 777),
        "times": lambda method: lambda shape, horizon: method(shape, horizon) + 7.77,
    },
}


def _lever(name: str, used: Callable[[], None], taken: bool) -> Any:
    hold = Levers.hold

    @contextmanager
    def held(levers, lever, where, factor, running="halt"):
        if lever == name:
            used()
        with ExitStack() as stack:
            if lever != name or not taken:
                stack.enter_context(hold(levers, lever, where, factor, running))
            yield

    return patch.object(Levers, "hold", held)


def _measure(name: str, used: Callable[[], None], taken: bool) -> Any:
    call = Measure.__call__

    def called(measure, *args, **kwargs):
        value = call(measure, *args, **kwargs)
        if measure.name != name:
            return value
        used()
        if not taken:
            return value
        return {key: one + 1 for key, one in value.items()} if measure.by else value + 1

    return patch.object(Measure, "__call__", called)


def _demand(section: str, used: Callable[[], None], taken: bool) -> Any:
    post_init = World.model_post_init

    def made(world, context):
        post_init(world, context)
        if getattr(world, section):
            used()
            if taken:
                vars(world)[section] = {}

    return patch.object(World, "model_post_init", made)


@contextmanager
def watched(name: str, used: Callable[[], None], taken: bool = False) -> Iterator[None]:
    """Call `used()` whenever the thing of that name does something; `taken` = it does nothing instead."""
    sort, _, kind = name.partition(":")
    with ExitStack() as stack:
        if sort in ("lever", "measure", "demand"):
            watch = {"lever": _lever, "measure": _measure, "demand": _demand}[sort]
            stack.enter_context(watch(kind, used, taken))
        else:
            plugin = REGISTERED[sort][kind]
            for method, stand_in in WITHOUT[sort].items():
                if (original := getattr(plugin, method, None)) is not None:
                    stack.enter_context(patch.object(plugin, method, _noted(original, used, stand_in, taken)))
        yield


def _noted(original: Method, used: Callable[[], None], stand_in: Wrapper, taken: bool) -> Method:
    acts = stand_in(original) if taken else original

    def method(*args, **kwargs):
        used()
        return acts(*args, **kwargs)

    return method


class Plays:
    """The pytest plug-in: holds marked tests to what they declare, and runs them without it on demand."""

    def __init__(self, without: bool) -> None:
        self.without = without
        self.noticed: dict[str, bool] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        """Run a marked test with what it declares under watch; a parametrised one may use some of it only."""
        names = [name for mark in pyfuncitem.iter_markers("plays") for name in mark.args]
        seen: set[str] = set()
        with ExitStack() as stack:
            for name in names:
                stack.enter_context(watched(name, partial(seen.add, name)))
            result = yield
        unused = [name for name in names if name not in seen]
        if unused and not hasattr(pyfuncitem, "callspec"):
            pytest.fail(f"declares that it plays {', '.join(unused)}, and does not")
        for name in names if self.without else ():
            self.noticed[name] = self.noticed.get(name, False) or self._notices(pyfuncitem, name)
        return result

    @staticmethod
    def _notices(item: pytest.Function, name: str) -> bool:
        """Whether the test fails when the thing of that name is taken out."""
        needed = {argument: item.funcargs[argument] for argument in item._fixtureinfo.argnames}
        with watched(name, lambda: None, taken=True):
            try:
                item.obj(**needed)
            except (Exception, pytest.fail.Exception):
                return True
        return False

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name what can be taken out without any test noticing it."""
        if self.without:
            unnoticed = sorted(name for name, noticed in self.noticed.items() if not noticed)
            terminalreporter.write_line(
                f"taken out: {len(self.noticed)}; not noticed: {', '.join(unnoticed) or 'none'}"
            )
