"""YAML text to a document: scalars by YAML 1.2, duplicate keys reported, places kept, size and nesting limited.

The parser's events are read once into a flat list, bounded in number and depth, then built into a tree in which an
alias is written out where it stands, so that the limit on values counts what aliases repeat. Tags, merge keys and a
second document are refused; no Python object is ever made from a name.
"""

from __future__ import annotations

import pathlib
from typing import Any

import yaml

from sim.errors import ConfigError, Problem, cut
from sim.schema.document import Document, Mark, Path, dotted, lines_of
from sim.schema.scalars import plain
from sim.schema.text import MEGABYTE, UNPRINTABLE, check_characters, decode, read_bytes
from sim.schema.yaml_words import OPENED, TOO_DEEP, begins, in_plain_words

MAX_BYTES = 4 * MEGABYTE
MAX_VALUES = 200_000
MAX_DEPTH = 50
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_file(path: pathlib.Path, problems: list[Problem] | None = None) -> Document:
    """The document in a YAML file; see `read_text`."""
    data = read_bytes(path, MAX_BYTES, "put long lists into a CSV table")
    return read_text(decode(data, str(path)), str(path), problems)


def read_text(text: str, file: str = "<text>", problems: list[Problem] | None = None) -> Document:
    """The document in a YAML text; `file` is the name under which problems are reported.

    ConfigError with everything that is wrong with it as YAML. With a list of `problems`, whatever leaves a whole tree
    behind (a key written twice, a tag, a merge key) is added to it instead, so that the rest can be checked as well.
    """
    if len(text) > MAX_BYTES:
        found, allowed = f"{len(text) / MEGABYTE:.1f} MB", f"at most {MAX_BYTES / MEGABYTE:g} MB"
        raise ConfigError([Problem(file, 0, 0, "", "the text is too large", found, allowed)])
    check_characters(text, file)
    builder = _Builder(file, text)
    tree, whole = None, True
    try:
        builder.parse()
        if builder.events:
            tree, _ = builder.node(0, (), 0)
    except _StopError:
        whole = False
    if tree is None and not builder.problems:
        builder.problems.append(Problem(file, 0, 0, "", "the file is empty"))
    if builder.problems and (problems is None or tree is None or not whole):
        raise ConfigError(builder.problems)
    if problems is not None:
        problems += builder.problems
    return Document(file, tree, builder.marks, builder.keys)


class _StopError(Exception):
    """Reading cannot go on; the reason is among the problems."""


class _TooDeepError(Exception):
    """libyaml (0.2.6 and newer) gave up at its own limit of nesting, in text it had read ahead of the events."""


class _Builder:
    """One pass over the events, one over their meaning; problems are collected, not raised."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text, self.lines = file, text, lines_of(text)
        self.events: list[yaml.Event] = []
        self.targets: dict[int, int] = {}  # alias event -> the event that begins what it repeats
        self.problems: list[Problem] = []
        self.marks: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}
        self.open: set[int] = set()  # collections that are being built
        self.values = 0

    def parse(self) -> None:
        """Fill `events`; stop at a syntax error, at a second document, or when there is too much."""
        try:
            self.parse_with(_Loader)
        except _TooDeepError:
            # The parser in Python has no limit of its own: it reads the same text up to ours, and reports the place.
            self.events, self.targets, self.problems = [], {}, []
            self.parse_with(yaml.SafeLoader)

    def parse_with(self, reader: Any) -> None:
        """Fill `events` by one of PyYAML's two parsers."""
        loader = None
        documents = depth = 0
        anchors: dict[str, int] = {}
        try:
            loader = reader(self.text)
            while loader.check_event():
                event = loader.get_event()
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.report(event, "a second document begins here ('---'): one file holds one document")
                        raise _StopError
                elif isinstance(event, yaml.CollectionEndEvent):
                    depth -= 1
                    self.events.append(event)
                elif isinstance(event, yaml.NodeEvent):
                    depth += isinstance(event, yaml.CollectionStartEvent)
                    self.note(event, anchors)
                    self.limit(event, len(self.events) // 2, depth)  # at most two events a value
        except yaml.MarkedYAMLError as error:
            if TOO_DEEP in str(error.problem):
                raise _TooDeepError from None
            self.syntax(error)
        except yaml.YAMLError as error:
            self.problems.append(Problem(self.file, 0, 0, "", f"this is not YAML ({error})"))
            raise _StopError from None
        finally:
            if loader is not None:
                loader.dispose()

    def note(self, event: yaml.NodeEvent, anchors: dict[str, int]) -> None:
        """Add one event, and what its anchor or alias stands for."""
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            if anchor in anchors:
                self.targets[len(self.events)] = anchors[anchor]
            else:
                self.report(event, f"'*{anchor}' repeats something that is not marked '&{anchor}' above")
        elif anchor is not None:
            anchors[anchor] = len(self.events)
        if getattr(event, "tag", None) is not None:
            self.report(event, "tags ('!...') are not used here: write the value alone")
        self.events.append(event)

    def limit(self, event: yaml.Event, values: int, depth: int, path: Path = ()) -> None:
        """Stop at a text that has too many values or is nested too deeply."""
        if values > MAX_VALUES:
            allowed = f"at most {MAX_VALUES:,}, repeats by '*' counted; put long lists into a CSV table"
            self.report(event, "too many values", path, allowed)
        elif depth > MAX_DEPTH:
            self.report(event, "nested too deeply", path, f"at most {MAX_DEPTH} levels")
        else:
            return
        raise _StopError

    def node(self, at: int, path: Path, depth: int) -> tuple[Any, int]:
        """The value that begins at event `at`, and the event after it."""
        event = self.events[at]
        self.values += 1
        self.limit(event, self.values, depth, path)
        if isinstance(event, yaml.AliasEvent):
            target = self.targets.get(at)
            if target is None:
                return None, at + 1
            if target in self.open:
                self.report(event, f"'*{event.anchor}' stands inside what it repeats", path)
                return None, at + 1
            return self.node(target, path, depth)[0], at + 1
        self.marks[path] = self.mark(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path), at + 1
        self.open.add(at)
        build = self.mapping if isinstance(event, yaml.MappingStartEvent) else self.sequence
        value, end = build(at + 1, path, depth + 1)
        self.open.discard(at)
        return value, end

    def scalar(self, event: yaml.ScalarEvent, path: Path) -> object:
        """A quoted text as it is, a plain word by the rules of YAML 1.2."""
        if bad := UNPRINTABLE.search(event.value):  # written as an escape, `\0`
            self.report(event, f"an invisible character (U+{ord(bad[0]):04X}) is not allowed", path)
        if not event.implicit[0]:
            return event.value
        try:
            return plain(event.value)
        except ValueError as error:
            self.report(event, f"{error}; found {event.value[:40]}", path)
            return None

    def sequence(self, at: int, path: Path, depth: int) -> tuple[list[Any], int]:
        """A list and the event after its end."""
        result: list[Any] = []
        while not isinstance(self.events[at], yaml.SequenceEndEvent):
            value, at = self.node(at, (*path, len(result)), depth)
            result.append(value)
        return result, at + 1

    def mapping(self, at: int, path: Path, depth: int) -> tuple[dict[str, Any], int]:
        """A dict with text keys and the event after its end; a key that cannot be used is reported and skipped."""
        result: dict[str, Any] = {}
        while not isinstance(self.events[at], yaml.MappingEndEvent):
            event, value_at = self.events[at], self.after(at)
            key = self.key(event, path, result)
            if key is None:
                at = self.after(value_at)
                continue
            self.keys[*path, key] = self.mark(event)
            result[key], at = self.node(value_at, (*path, key), depth)
        return result, at + 1

    def key(self, event: yaml.Event, path: Path, taken: dict[str, Any]) -> str | None:
        """The key's text as written (`1` and `NO` are names like any other), or None with the reason reported."""
        if not isinstance(event, yaml.ScalarEvent):
            self.report(event, "a key must be one word or text", path)
            return None
        key, bare = event.value, event.implicit[0]
        if UNPRINTABLE.search(key):
            self.report(event, "a key with an invisible character", path)
        elif key in taken:
            first = self.keys[*path, key].line
            self.report(event, f"the key '{cut(key)}' is written twice, first on line {first}", (*path, key))
        elif key == "":
            self.report(event, "a key is missing before ':'", path)
        elif bare and key == "<<":
            self.report(event, "merging by '<<' is not used here: write the keys out", path)
        else:
            return str(key)
        return None

    def after(self, at: int) -> int:
        """The event after the node that begins at `at`."""
        depth = 0
        while True:
            event = self.events[at]
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            at += 1
            if depth == 0:
                return at

    def mark(self, event: yaml.Event) -> Mark:
        """Where an event begins, counted from 1."""
        start: Any = event.start_mark
        return Mark(self.file, start.line + 1, start.column + 1, self.line(start.line))

    def line(self, index: int) -> str:
        """A line of the text, counted from 0."""
        return self.lines[index] if index < len(self.lines) else ""

    def report(self, event: yaml.Event, message: str, path: Path = (), allowed: str = "") -> None:
        """Add a problem at an event."""
        mark = self.mark(event)
        self.problems.append(
            Problem(mark.file, mark.line, mark.column, dotted(path), message, allowed=allowed, source=mark.source)
        )

    def syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Add the parser's error in plain words, and stop."""
        problem, where, begun = str(error.problem or error), error.problem_mark, error.context_mark
        if begun is not None and (where is None or begins(problem)):
            where = begun
        line, column = getattr(where, "line", 0), getattr(where, "column", 0)
        source = self.line(line)
        message = in_plain_words(problem, source, column)
        if begun is not None and message.startswith(OPENED):
            message += f"; it opens on line {begun.line + 1}, character {begun.column + 1}"
        self.problems.append(Problem(self.file, line + 1, column + 1, "", message, source=source))
        raise _StopError from None
