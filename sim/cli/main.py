"""`surge`: the group of all commands. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from sim import __version__
from sim.cli.exit_codes import exit_code_of
from sim.cli.lazy import LazyGroup
from sim.cli.options import Settings, everything
from sim.cli.screen import replace_unwritable

CHAPTERS = {
    "Begin": ("init", "doctor", "check", "list", "schema"),
    "Play": ("drill", "run", "compare", "sweep", "optimise", "stress", "steady"),
    "Look": ("report", "runs", "story"),
    "Trust": ("verify",),
    "Shell": ("completion",),
}


class Surge(LazyGroup):
    """The root: turns every way a command can end into a message and an exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "surge",
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and leave with its exit code."""
        settings = Settings()
        extra.setdefault("obj", settings)

        def run() -> Any:
            extra["windows_expand_args"] = windows_expand_args
            streams = sys.stdout, sys.stderr
            try:
                return super(Surge, self).main(args, prog_name, complete_var, standalone_mode=False, **extra)
            except SystemExit:
                if sys.stdout is streams[0]:
                    raise
                # to a reader that stops reading click answers by wrapping the streams and leaving with 1
                sys.stdout, sys.stderr = streams
                raise BrokenPipeError from None

        if not standalone_mode:
            return run()
        replace_unwritable()
        sys.exit(exit_code_of(run, settings))


@click.group(
    cls=Surge,
    room="sim.cli.commands",
    chapters=CHAPTERS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A first drill: surge init demo && cd demo && surge drill",
)
@everything()
@click.version_option(__version__, prog_name="surge", message="%(prog)s %(version)s")
def main() -> None:
    """Play a supply chain through a sales burst before the burst comes (爆单演练)."""
