"""What all studies have in common: from the words on the command line to a study, and its words."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from sim.cli.options import Settings

Result = Mapping[str, Any]
SEED = 7
OUT = Path("out")
FOLDER = click.Path(file_okay=False, path_type=Path)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def month_of(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A month like 2026-11."""
    if value is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        raise click.BadParameter(f"takes a month like 2026-11; found {value[:40]!r}")
    return value


def chosen_scenarios(config: Path, named: tuple[str, ...]) -> list[str]:
    """The scenarios to play, as files; none named = all in the folder nearest to the configuration."""
    from sim.cli.arguments import names_in, scenarios_of
    from sim.errors import ConfigError, Problem

    problems: list[Problem] = []
    files = scenarios_of(config, names_in(named), problems)
    if problems:
        raise ConfigError(problems)
    return [str(file) for file in files]


def rehearse(
    settings: Settings, config: Path, scenarios: list[str], replications: int, out: Path, policies: Sequence[str] = ()
) -> None:
    """What would be played and written; the files are checked, nothing is written."""
    from sim.cli.screen import show_json, show_text
    from sim.experiment.loading import load, load_scenarios
    from sim.experiment.policy_sets import load_policy_sets

    tell_changes(settings, config)
    world = load(config, settings.overrides)
    found = load_scenarios(world, scenarios, config)
    variants = ["baseline"]
    for name, scenario in found.items():
        variants += [name, *(() if policies else (f"{name}+{plan}" for plan in scenario.plans))]
    if policies:
        sets = load_policy_sets(world, policies, config)
        variants = [f"{policy}@{variant}" for policy in sets for variant in variants]
    runs = len(variants) * replications
    if settings.json:
        show_json({"config": str(config), "out": str(out), "replications": replications, "variants": variants})
        return
    for variant in variants:
        show_text(variant)
    show_text(
        f"{len(variants)} x {replications} = {runs} runs, to be written under {out}; nothing was done (--dry-run)"
    )


def play(
    settings: Settings,
    config: Path,
    out: Path,
    scenarios: Sequence[str],
    replications: int,
    study: Callable[..., Result],
    **arguments: Any,
) -> tuple[Result, float]:
    """Play a study with its progress shown; returns its result and the seconds that it took.

    `study` takes a `Setup` and the `arguments`.
    """
    from sim.cli.progress import watching
    from sim.cli.screen import tell
    from sim.errors import ReplicationError
    from sim.experiment.setup import Setup

    tell_changes(settings, config)
    begin = time.monotonic()
    seed, jobs = SEED if settings.seed is None else settings.seed, settings.jobs or cores()
    try:
        with watching(settings, config.stem) as progress:
            setup = Setup(
                config, out, scenarios, replications, seed, jobs, settings.overrides, progress, settings.resume
            )
            result = study(setup, **arguments)
    except (KeyboardInterrupt, ReplicationError):
        tell("finished replications are kept; the same command with --resume goes on from there")
        raise
    return result, time.monotonic() - begin


def tell_changes(settings: Settings, config: Path) -> None:
    """What the settings `-S` change, old -> new, unless nobody wants to hear it."""
    if not settings.overrides or settings.quiet:
        return
    from sim.cli.screen import tell
    from sim.schema.load import load_world
    from sim.schema.patch import override

    for change in override(load_world(config), settings.overrides).changes:
        tell(str(change))


def document(result: Result) -> dict[str, Any]:
    """What `--json` prints: the measures of every run."""
    names = ("mean", "ci_low", "ci_high", "n")
    return {
        "run_id": result["run_id"],
        "scenarios": [
            {
                "id": run["id"],
                "plan": run["plan"],
                "kpis": {kpi: {name: found.get(name) for name in names} for kpi, found in run["kpis"].items()},
            }
            for run in result["scenarios"]
        ],
    }


def show_result(result: Result, settings: Settings) -> None:
    """The scorecard, the score and the verdict on stdout."""
    from sim.cli import scorecard
    from sim.cli.screen import console, fold, is_terminal, show, show_text

    lang = settings.language
    width = console().width
    show_text(fold(scorecard.heading(result, lang), width))
    show(scorecard.scorecard(result, lang, width if is_terminal(sys.stdout) else 10 * width))
    for sentence in scorecard.sentences(result, lang):
        show_text(fold(sentence, width))


def look_again(result: Result, out: Path) -> str:
    """The command that shows a run once more."""
    return f"surge runs show {result['run_id']}" + ("" if out == OUT else f" -o {out}")


def last_words(settings: Settings, run_id: str, following: str, seconds: float) -> None:
    """The last line on a terminal: the run's id and what to type next."""
    from sim.cli.screen import is_terminal, tell

    if is_terminal(sys.stderr) and not settings.quiet:
        took = f"{seconds // 60:.0f}:{seconds % 60:02.0f}"
        tell(f"{run_id}  ({took})    next: {following}")
