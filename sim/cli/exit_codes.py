"""How a command ends: the message on stderr and the exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import click

from sim.cli.options import Settings
from sim.errors import ConfigError, SurgeError

OK, CRASH, INTERRUPTED, UNMET = 0, 1, 130, 10


def exit_code_of(run: Callable[[], Any], settings: Settings) -> int:
    """Run a command, whatever it raises; returns the exit code."""
    try:
        code = run()
        _flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _message("interrupted")
        code = INTERRUPTED
    except BrokenPipeError:
        _abandon_streams()
        code = OK
    except Exception as error:
        _message(_text_of(error))
        if settings.verbose and not isinstance(error, ConfigError):
            _message(traceback.format_exc().rstrip())
        elif not isinstance(error, (SurgeError, OSError)):
            _message("This should not happen. `surge -v ...` shows the traceback.")
        code = error.exit_code if isinstance(error, SurgeError) else CRASH
    return code if isinstance(code, int) else OK


def _text_of(error: Exception) -> str:
    if isinstance(error, ConfigError):
        count = len(error.problems)
        return f"{error.render()}\n{count} problem{'s' if count > 1 else ''} found"
    if isinstance(error, OSError) and error.strerror:
        return f"surge: {error.strerror}" + (f": {error.filename}" if error.filename else "")
    text = " ".join(str(error).split())
    return text if isinstance(error, SurgeError) else f"surge: {type(error).__name__}: {text}"


def _message(text: str) -> None:
    try:
        click.echo(text, err=True)
    except OSError:
        _abandon_streams()


def _flush() -> None:
    """Find out now, and not at interpreter exit, that the reader is gone or the disk is full."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _abandon_streams() -> None:
    """Point the broken streams at nothing, so that Python's own flush at the end stays silent."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(nothing, stream.fileno())
