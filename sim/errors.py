"""The exceptions of the program as one tree, each with the exit code of the command line.

SurgeError              1
├── ConfigError         3   the input is wrong: every problem at once, each with its place and its cure
├── ConservationError   1   goods or money appeared or vanished: a bug in the engine, never in the input
└── ReplicationError    4   one replication of a study failed
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

SHOWN_PROBLEMS = 100
SHOWN_COLUMNS = 110
SHOWN_CHARACTERS = 60


class SurgeError(Exception):
    """Base of all errors that this program raises on purpose."""

    exit_code = 1


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input: where it is, what was found, what is allowed, what was probably meant.

    `line` and `column` count from 1; 0 means unknown. `path` is dotted (`sites.dc.kind`). `source` is the text of the
    line. `found` and `allowed` are added to the rendering unless `message` already has them.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    found: str = ""
    allowed: str = ""
    suggestion: str = ""
    source: str = ""

    @property
    def place(self) -> str:
        """`file:line:column`, as far as known; editors make it a link."""
        return ":".join(
            [seen_from_here(self.file) or "<text>", *(str(number) for number in (self.line, self.column) if number)]
        )

    @property
    def sentence(self) -> str:
        """Path, message, found, allowed and suggestion in one line."""
        words = _curbed(self.message)
        if self.found and not self._has_found:
            words += f"; found {_curbed(self.found)}"
        if self.allowed and not self._has_allowed:
            words += f"; allowed: {_curbed(self.allowed)}"
        if self.path:
            words = f"{self.path}: {words}"
        if self.suggestion:
            words += f" (did you mean '{self.suggestion}'?)"
        return _one_line(words)

    @property
    def _has_found(self) -> bool:
        quoted = self.found[0] in "'\"" and self.found in self.message
        return quoted or f"found {self.found}" in self.message or self.message.startswith(self.found)

    @property
    def _has_allowed(self) -> bool:
        return re.search(rf"(?<!\w){re.escape(self.allowed)}(?!\w)", self.message) is not None

    def render(self) -> str:
        """The sentence with its place, then the line of the file and a caret under the mistake."""
        text = f"{_one_line(self.place)}  {self.sentence}"
        if not self.source.strip() or not self.line:
            return text
        line, pad = _excerpt(self.source, max(self.column, 1))
        return f"{text}\n    {line}\n    {pad}^" if self.column else f"{text}\n    {line}"


class ConfigError(SurgeError):
    """The input is wrong; `problems` holds everything found, in the order of the files and their lines."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=lambda one: (one.file, one.line, one.column)))
        super().__init__(self.problems)

    def __reduce__(self) -> tuple[type[ConfigError], tuple[tuple[Problem, ...]]]:
        """Pickle with all problems, for worker processes."""
        return type(self), (self.problems,)

    def __str__(self) -> str:
        return self.render()

    def render(self, limit: int = SHOWN_PROBLEMS) -> str:
        """Plain text for a terminal or a log, without colour; at most `limit` problems in full, the rest counted."""
        blocks = [problem.render() for problem in self.problems[:limit]]
        rest = len(self.problems) - limit
        if rest > 0:
            blocks.append(f"... and {rest} more")
        return "\n".join(blocks)


class ConservationError(SurgeError):
    """Goods or money do not add up at the end of a run."""


class ReplicationError(SurgeError):
    """One replication of a study failed; the message names scenario, plan and replication."""

    exit_code = 4


def short_text(value: object) -> str:
    """Text that is worth parsing, stripped; "" for anything else: no quantity has more than 100 characters."""
    return value.strip() if isinstance(value, str) and len(value) <= 100 else ""


def shown(value: object) -> str:
    """A found value as the user wrote it, short enough for one line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "a group of keys" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and value.bit_length() > 200:
        return "a huge number"
    return cut(repr(value[:100] if isinstance(value, str) else value))


def cut(text: str) -> str:
    """At most sixty characters of an outside text: enough to recognise it."""
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 3]}..."


def seen_from_here(file: str) -> str:
    """The name of a file as one would write it here: relative where it lies below the working directory."""
    with suppress(OSError, ValueError):  # the working directory may be gone; what is no path stays as it is
        path = Path(file)
        if path.is_absolute() and path.is_relative_to(Path.cwd()):
            return str(path.relative_to(Path.cwd()))
    return file


class RefusedError(ValueError):
    """What the reader of one value raises; `takes` is what it would have taken, such as `a weight like 0.8kg`."""

    def __init__(self, message: str, takes: str = "") -> None:
        super().__init__(message)
        self.takes = takes


def refusal(takes: str, found: object, why: str = "") -> RefusedError:
    """The refusal of a value: `takes a weight like 0.8kg or 450g; found 5 (a number needs its unit)`."""
    return RefusedError(f"takes {takes}; found {shown(found)}{f' ({why})' if why else ''}", takes)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name most like `word`, or "" when none comes near: `nearest('warehose', ['warehouse'])`."""
    names = [name for name in known if name]
    folded = {name.casefold(): name for name in reversed(names)}
    close = get_close_matches(word[:200].casefold(), list(folded), n=1, cutoff=0.6 if len(word) > 3 else 0.5)
    return folded[close[0]] if close else ""


def one_of(names: Sequence[str], most: int = 20) -> str:
    """The allowed names as a list a person can read; a long list is cut and counted."""
    shown = ", ".join(cut(name) for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def _curbed(text: str) -> str:
    """A sentence without overlong words; names of folders are left whole."""
    return re.sub(rf"[^\s/\\'\"]{{{SHOWN_CHARACTERS + 1},}}", lambda word: cut(word[0]), text)


def _one_line(text: str) -> str:
    """Control characters written out, so that hostile input cannot move a terminal's cursor."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _excerpt(source: str, column: int) -> tuple[str, str]:
    """A window of the line around the column, and the blanks that put a caret under it (wide characters take two)."""
    cells = [char if char.isprintable() else " " for char in source.rstrip()]
    first = max(0, column - SHOWN_COLUMNS * 2 // 3) if len(cells) > SHOWN_COLUMNS else 0
    shown = "".join(cells[first : first + SHOWN_COLUMNS])
    before = cells[first : column - 1]
    before += [" "] * (column - 1 - first - len(before))
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)
    head = "..." if first else ""
    return head + shown, " " * (wide + len(head))
