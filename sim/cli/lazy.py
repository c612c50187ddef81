"""Groups of commands that are found by being in a folder, and imported only when asked for."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence

import click

from sim.errors import nearest


class LazyGroup(click.Group):
    """The commands of a package: one module each, which calls its command `command`.

    `chapters` orders the help: a heading and the names under it; a command that no chapter names comes last.
    """

    def __init__(self, *args: object, room: str, chapters: Mapping[str, Sequence[str]], **attributes: object) -> None:
        super().__init__(*args, **attributes)  # type: ignore[arg-type]  # click's own keyword arguments, passed on
        self._room, self._chapters = room, chapters

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the chapters."""
        return [name for names in self._sorted().values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one command that is asked for."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found = importlib.import_module(f"{self._room}.{cmd_name}").command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; the error for an unknown one names the nearest."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            like = nearest(args[0], self.list_commands(ctx))
            hint = f" (did you mean '{like}'?)" if like else f": there are {', '.join(self.list_commands(ctx))}"
            ctx.fail(f"there is no command {args[0][:40]!r}{hint}")
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands come first: they are what a reader of the help looks for."""
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with one line each, under the headings of their chapters."""
        for heading, names in self._sorted().items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                if command is not None:
                    rows.append((name, command.get_short_help_str(formatter.width)))
            with formatter.section(heading):
                formatter.write_dl(rows, col_max=12)

    def _sorted(self) -> dict[str, list[str]]:
        package = importlib.import_module(self._room)
        there = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
        chapters = {heading: [name for name in names if name in there] for heading, names in self._chapters.items()}
        named = {name for names in chapters.values() for name in names}
        more = [name for name in there if name not in named]
        return {heading: names for heading, names in {**chapters, "More": more}.items() if names}
