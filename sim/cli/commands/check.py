"""`surge check`: everything wrong with a world and its scenarios, each with its line, its caret and its cure."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import Command, Settings, shared, take

if TYPE_CHECKING:
    from sim.errors import Problem
    from sim.schema.load import Loaded
    from sim.schema.scenario import Scenario


@click.command(cls=Command)
@click.argument("config", required=False)
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@shared("overrides", "json")
@take
@click.pass_context
def command(ctx: click.Context, settings: Settings, config: str | None, scenarios: tuple[str, ...]) -> None:
    """Check a world without playing it.

    CONFIG left out is the only configuration here. SCENARIOs left out are those that a drill would play. All problems
    are listed at once, on stderr, with exit code 3; otherwise the world is described in words.
    """
    from sim.cli.arguments import config_of
    from sim.cli.screen import message, show_json
    from sim.errors import ConfigError

    path = config_of(config)
    problems: list[Problem] = []
    found: dict[str, Scenario] = {}
    loaded = None
    try:
        loaded = _world(path, settings.overrides)
    except ConfigError as error:
        problems += error.problems
    if loaded is not None or scenarios:
        found = _scenarios(path, scenarios, loaded, problems)
    warnings = list(loaded.warnings) if loaded is not None else []
    if settings.json:
        show_json(
            {
                "config": str(path),
                "ok": not problems,
                "problems": [*map(_plain, problems)],
                "warnings": [*map(_plain, warnings)],
                "scenarios": list(found),
            }
        )
        ctx.exit(ConfigError.exit_code if problems else 0)
    if problems or loaded is None:
        raise ConfigError(problems)
    for warning in warnings:
        message(f"▲ {warning.render()}", colour="yellow")
    _describe(path, loaded, found, settings)


def _plain(problem: Problem) -> dict[str, Any]:
    from sim.errors import seen_from_here

    return {**asdict(problem), "file": seen_from_here(problem.file)}


def _world(path: Path, overrides: list[str]) -> Loaded:
    from sim.kpi.registry import measures
    from sim.schema.load import Loaded, read_world
    from sim.schema.patch import override

    loaded = read_world(path, measures())
    return Loaded(override(loaded.world, overrides).world, loaded.warnings) if overrides else loaded


def _scenarios(
    path: Path, names: tuple[str, ...], loaded: Loaded | None, problems: list[Problem]
) -> dict[str, Scenario]:
    """The scenarios; those of a world that has problems are only checked for themselves."""
    from sim.cli.arguments import names_in, scenarios_of
    from sim.errors import ConfigError
    from sim.kpi.registry import measures
    from sim.schema.load_scenario import load_scenario, written

    found = {}
    for file in scenarios_of(path, names_in(names), problems):
        try:
            if loaded is None:
                written(file)
            else:
                found[file.stem] = load_scenario(file, loaded.world, measures())
        except ConfigError as error:
            problems += error.problems
    return found


def _describe(path: Path, loaded: Loaded, found: dict[str, Scenario], settings: Settings) -> None:
    from rich.cells import cell_len

    from sim.cli.describe import describe_scenario, describe_world
    from sim.cli.screen import message, show_text
    from sim.reporting.terms import text

    lang = settings.language
    rows = list(describe_world(loaded.world, lang))
    rows += [(text(lang, "场景", "scenario"), f"{name}: {describe_scenario(one, lang)}") for name, one in found.items()]
    show_text(f"● {loaded.world.brand.of(lang)} ({path}){text(lang, '：没有问题', ': no problem')}")
    width = max(cell_len(heading) for heading, _ in rows)
    for heading, words in rows:
        show_text(f"  {heading}{' ' * (width - cell_len(heading))}  {words}")
    if not settings.quiet:
        message(f"next: surge drill {path}")
