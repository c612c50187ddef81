"""Files that a configuration names: found beside it, written back without the machine's own folders, and hashed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sim.errors import Problem, nearest, shown
from sim.schema.document import Document
from sim.schema.document import Path as At

FILE_KEYS = ("table", "file")
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm")
RECORDS = (*TABLES, ".parquet", ".pq")
HASHES = "files"


def named_files(tree: Any) -> Iterator[At]:
    """Where a world's tree names a file that is read later: the recorded orders."""
    entries = tree.get("recorded") if isinstance(tree, dict) else None
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        if isinstance(entry, dict) and isinstance(entry.get("file"), str):
            yield "recorded", name, "file"


def located(
    document: Document, at: At, folder: Path, problems: list[Problem], endings: Sequence[str] = ()
) -> Path | None:
    """The file named at `at`, beside the configuration; None, with the problem added, when there is none.

    With `endings`, any other kind of file is refused unopened.
    """
    value = document.at(at)
    if not isinstance(value, str) or not value or "\0" in value or len(value) > 1000:
        problems.append(document.problem(at, "takes the name of a file", found=shown(value)))
        return None
    if endings and not value.lower().endswith(tuple(endings)):
        cure = "save an old Excel file as .xlsx" if value.lower().endswith(".xls") else ""
        message = f"takes a table, a file that ends in {', '.join(endings)}" + (f": {cure}" if cure else "")
        problems.append(document.problem(at, message, found=shown(value)))
        return None
    path = Path(os.path.normpath(folder.absolute() / value))
    try:
        if path.is_file():
            return path
        if path.is_dir():
            problems.append(document.problem(at, f"{shown(value)} is a folder, a file is needed"))
            return None
        siblings = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    except OSError:
        siblings = []
    near = nearest(path.name, siblings)
    suggestion = str(Path(value).parent / near) if near else ""
    message = f"no file {shown(value)} beside the configuration"
    problems.append(document.problem(at, message, suggestion=suggestion))
    return None


def relative(path: str, folder: str) -> str:
    """The file as seen from the configuration's folder, with `/` on every system."""
    return Path(os.path.relpath(path, folder or ".")).as_posix()


def file_hash(path: str | Path) -> str:
    """`sha256:` and the hexadecimal hash of the content."""
    with Path(path).open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
