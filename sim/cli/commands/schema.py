"""`surge schema`: JSON Schema for editors, so that the YAML completes and explains itself while typing."""

from __future__ import annotations

import click

from sim.cli.options import Command, Word, shared


@click.command(cls=Command)
@click.argument("what", type=Word(["world", "scenario"]), default="world")
@shared()
def command(what: str) -> None:
    """JSON Schema of worlds or scenarios.

    Save it and name it in the first line of a file, `# yaml-language-server: $schema=world.json`: editors then
    complete names, show what they mean, and underline mistakes.
    """
    from sim.cli.screen import show_text
    from sim.schema.json_schema import json_schema_text
    from sim.schema.scenario import Scenario
    from sim.schema.world import World

    show_text(json_schema_text(World if what == "world" else Scenario).rstrip("\n"))
