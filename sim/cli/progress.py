"""How far a study has come: a bar with replications done and time left, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.cli.options import Settings
from sim.cli.screen import console, is_terminal

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(settings: Settings, words: str, things: str = "replications") -> Iterator[Progress | None]:
    """A callback that takes (done, total) and shows them while the block runs; None where no terminal is."""
    if settings.quiet or not is_terminal(sys.stderr):
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console(sys.stderr), transient=True, refresh_per_second=4) as bar:
        task = bar.add_task(words, total=None, count="", left="")

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, count=f"{done}/{total} {things}", left="left")

        yield show
