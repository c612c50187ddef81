"""Options that several commands share; they may stand before the command or after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sim.errors import cut, nearest

if TYPE_CHECKING:
    from sim.results.study import Lang

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Settings:
    """Values of the shared options; `given` has the names of those that were written before the command."""

    overrides: list[str] = field(default_factory=list)
    seed: int | None = None
    jobs: int | None = None
    json: bool = False
    dry_run: bool = False
    resume: bool = False
    quiet: bool = False
    verbose: bool = False
    lang: Lang | None = None
    given: set[str] = field(default_factory=set)

    @property
    def language(self) -> Lang:
        """The language of results; Chinese by default."""
        return self.lang or "zh"


def _override(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> None:
    for text in value:
        key, sign, _ = text.partition("=")
        if not sign or not key.strip():
            raise click.BadParameter(f"takes KEY=VALUE, like regular.everyday.arrives.rate=800/d; found {text!r}")
    if value:
        settings = ctx.ensure_object(Settings)
        settings.overrides += value
        _note(ctx, settings, "overrides")


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    settings = ctx.ensure_object(Settings)
    if value is not None and value is not False:
        setattr(settings, str(param.name), value)
        _note(ctx, settings, str(param.name))


def _note(ctx: click.Context, settings: Settings, name: str) -> None:
    if ctx.parent is None:
        settings.given.add(name)


_OPTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "overrides": (("-S",), {"multiple": True, "metavar": "KEY=VALUE", "help": "Change a value of the world."}),
    "seed": (
        ("--seed",),
        {"type": click.IntRange(0, 2**63 - 1), "metavar": "N", "help": "Seed of the random numbers (7)."},
    ),
    "jobs": (("-j", "--jobs"), {"type": click.IntRange(1), "metavar": "N", "help": "Cores to use (all)."}),
    "json": (("--json",), {"is_flag": True, "help": "One JSON document on stdout."}),
    "dry_run": (("--dry-run",), {"is_flag": True, "help": "Show what would be done, and do nothing."}),
    "resume": (("--resume",), {"is_flag": True, "help": "Go on where the same run was interrupted."}),
    "quiet": (("-q", "--quiet"), {"is_flag": True, "help": "No progress, only the result."}),
    "verbose": (("-v", "--verbose"), {"is_flag": True, "help": "More words; the traceback after a crash."}),
    "lang": (("--lang",), {"type": click.Choice(["zh", "en"]), "help": "Language of results (zh)."}),
}
ALWAYS = ("quiet", "verbose", "lang")
take = click.make_pass_decorator(Settings, ensure=True)
"""Hands the settings to a command as its first argument."""


def shared(*names: str) -> Callable[[F], F]:
    """Give a command some of the shared options, and those that every command has."""

    def add(function: F) -> F:
        for name in reversed([*names, *(one for one in ALWAYS if one not in names)]):
            flags, attributes = _OPTIONS[name]
            callback = _override if name == "overrides" else _keep
            function = click.option(*flags, name, expose_value=False, callback=callback, **attributes)(function)
        return function

    return add


def everything() -> Callable[[F], F]:
    """All shared options, for the place before the command."""
    return shared(*_OPTIONS)


class Word(click.Choice[str]):
    """One of some words; a slip of the keyboard is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word as it is; otherwise a usage error with all words."""
        if value not in self.choices:
            like = nearest(str(value), self.choices)
            hint = f" (did you mean '{like}'?)" if like else ""
            self.fail(f"there is no {cut(str(value))!r}{hint}; there are {', '.join(self.choices)}", param, ctx)
        return str(value)


class Command(click.Command):
    """A command that refuses a shared option it has no use for."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run, unless an option before the command would be ignored."""
        settings = ctx.ensure_object(Settings)
        unused = sorted(settings.given - {str(param.name) for param in self.params})
        if unused:
            flags = ", ".join(_OPTIONS[name][0][-1] for name in unused)
            ctx.fail(f"'{ctx.info_name}' has no use for {flags}")
        return super().invoke(ctx)
