"""Bytes from outside to text: size, kind and encoding of a file are checked before anything looks inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sim.errors import ConfigError, Problem, nearest
from sim.schema.document import lines_of

MEGABYTE = 1 << 20
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_bytes(path: Path, limit: int, cure: str) -> bytes:
    """The content of a regular file of at most `limit` bytes; a larger one is refused unread, with the cure."""
    file = str(path)
    try:
        if path.is_dir():
            raise ConfigError([Problem(file, 0, 0, "", "this is a folder, a file is needed")])
        if not path.exists():
            siblings = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
            raise ConfigError([Problem(file, 0, 0, "", "no such file", suggestion=nearest(path.name, siblings))])
        if not path.is_file():
            raise ConfigError([Problem(file, 0, 0, "", "this is a device or a pipe, a file is needed")])
        size = path.stat().st_size
        if size <= limit:
            with path.open("rb") as stream:
                data = stream.read(limit + 1)
            size = len(data)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ConfigError([Problem(file, 0, 0, "", f"the file cannot be read ({why})")]) from None
    if size > limit:
        found = f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{size} bytes"
        allowed = f"at most {limit / MEGABYTE:g} MB; {cure}"
        raise ConfigError([Problem(file, 0, 0, "", "the file is too large", found, allowed)])
    return data


def decode(data: bytes, file: str, encodings: Sequence[str] = ("utf-8-sig",)) -> str:
    """Text in the first encoding that fits; otherwise an error that names the first bad byte and its line."""
    failure: UnicodeDecodeError | None = None
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            failure = failure or error
    if failure is None:
        raise ValueError("no encoding to try")
    before = data[: failure.start]
    line = before.count(b"\n") + 1
    column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
    message = f"the file is not UTF-8 text: byte 0x{data[failure.start]:02x} cannot be read{_probably(data)}"
    raise ConfigError([Problem(file, line, column, "", f"{message}: save it as UTF-8")])


def check_characters(text: str, file: str) -> None:
    """Refuse characters that no editor shows: control characters, lone surrogates."""
    if bad := UNPRINTABLE.search(text):
        before = lines_of(text[: bad.start()])
        message = f"an invisible character (U+{ord(bad[0]):04X}) is not allowed: delete it"
        raise ConfigError([Problem(file, len(before), len(before[-1]) + 1, "", message)])


def _probably(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return " (it looks like UTF-16)"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return " (it may be GB18030, also called GBK or ANSI)"
