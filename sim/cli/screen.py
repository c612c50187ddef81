"""Output: results to stdout, messages to stderr; colour and width only on a terminal."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

ENDLESS = 10_000


def replace_unwritable() -> None:
    """A console that cannot write a character (GBK, ASCII) shows `?` in its place instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def is_terminal(stream: Any) -> bool:
    """Whether the stream is a terminal."""
    return bool(stream is not None and not stream.closed and stream.isatty())


def console(stream: Any = None) -> Console:
    """A rich console on the stream (stdout by default); in a pipe no line is ever cut or wrapped."""
    from rich.console import Console

    stream = stream or sys.stdout
    width = None if is_terminal(stream) else ENDLESS
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def show(part: RenderableType) -> None:
    """Print a part of the result on stdout; in a pipe without the blanks with which rich fills lines up."""
    if is_terminal(sys.stdout):
        console().print(part)
        return
    paper = console()
    with paper.capture() as captured:
        paper.print(part)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def show_text(text: str) -> None:
    """Print plain text on stdout."""
    click.echo(text)


def show_json(document: Any) -> None:
    """The one document of `--json`: UTF-8 where the stream can, escapes where it cannot; NaN is null."""
    from sim.results.documents import plain

    encoding = str(getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    click.echo(json.dumps(plain(document), ensure_ascii=encoding != "utf8", indent=1, allow_nan=False))


def message(text: str, colour: str | None = None) -> None:
    """Print a message beside the result, on stderr."""
    click.secho(text, err=True, fg=None if no_colour() else colour)


def no_colour() -> bool:
    """Whether the user asked for no colour anywhere (https://no-color.org)."""
    import os

    return bool(os.environ.get("NO_COLOR"))


def fold(text: str, width: int) -> str:
    """Lines of at most `width` cells, broken at blanks and anywhere between Chinese characters, never in a number."""
    from rich.cells import cell_len

    lines, line = [], ""
    for piece in re.findall(
        r"[^\s\u2e80-\uffff]+[\u3001-\u3011\uff00-\uff1f]*|[\u2e80-\uffff][\u3001-\u3011\uff00-\uff1f]*|\s+", text
    ):
        if cell_len(line + piece.rstrip()) > width and line.strip():
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return "\n".join([*lines, line.rstrip()])


def count(number: int, one: str, many: str = "") -> str:
    """`1 plan`, `2 plans`, `3 factories`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
