"""`surge init`: a folder with a world of one's own, ready to be changed and played."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.options import Command, Settings, shared, take


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[DIR]")
@click.option("--template", metavar="NAME", help="Which world to begin with; `surge list templates` names them (food).")
@shared("json", "dry_run")
@take
def command(settings: Settings, folder: Path, template: str | None) -> None:
    """A small world of your own in DIR (here when left out).

    Copies a configuration, the tables that it names, the scenarios that it can play and policy sets to compare. Then
    change a number, and drill.
    """
    from sim.cli.screen import message, show_json, show_text
    from sim.cli.template import contents, templates, write
    from sim.errors import nearest, one_of

    known = list(templates())
    name = template or ("food" if "food" in known else known[0])
    if name not in known:
        like = nearest(name, known)
        hint = f" (did you mean '{like}'?)" if like else ""
        raise click.BadParameter(f"{name!r} is not one of {one_of(known)}{hint}", param_hint="'--template'")
    files = contents(name)
    if not settings.dry_run:
        write(files, folder)
    written = [(folder / target).as_posix() for target in files]
    if settings.json:
        show_json({"template": name, "files": written, "written": not settings.dry_run})
        return
    for path in written:
        show_text(path)
    where = "" if folder == Path() else f"cd {folder} && "
    if not settings.quiet:
        message(f"next: {where}surge drill" if not settings.dry_run else "nothing was written (--dry-run)")
