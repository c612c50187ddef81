"""`surge schema`: JSON Schema of input for editors, which then complete and explain it, and of results for programs."""

from __future__ import annotations

import json

import click

from sim.cli.options import Command, Word, shared


@click.command(cls=Command)
@click.argument("what", type=Word(["world", "scenario"]), default="world")
@click.option("--of", type=Word(["world", "scenario", "result"]), metavar="WHAT", help="world, scenario or result.")
@shared()
def command(what: str, of: str | None) -> None:
    """JSON Schema of worlds, scenarios, or (--of result) of the result.json of a study.

    Save it and name it in the first line of a file, `# yaml-language-server: $schema=world.json`: editors then
    complete names, show what they mean, and underline mistakes.
    """
    from sim.cli.screen import show_text

    if of == "result":
        from sim.results.studies import json_schema

        show_text(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return
    from sim.schema.json_schema import json_schema_text
    from sim.schema.scenario import Scenario
    from sim.schema.world import World

    show_text(json_schema_text(World if (of or what) == "world" else Scenario).rstrip("\n"))
