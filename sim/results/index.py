"""The index of runs: one small sqlite file beside the run folders, safe for several processes at once."""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.errors import SurgeError, nearest
from sim.results.documents import plain

FILE = "runs.sqlite"
PATIENCE = 30.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    run_id TEXT PRIMARY KEY, folder TEXT NOT NULL, created TEXT NOT NULL, brand TEXT NOT NULL, month TEXT NOT NULL,
    seed INTEGER NOT NULL, replications INTEGER NOT NULL, config_hash TEXT NOT NULL, version TEXT NOT NULL,
    score REAL, summary TEXT NOT NULL
) WITHOUT ROWID
"""


class UnknownRunError(SurgeError):
    """No run, or more than one, goes by that name."""

    exit_code = 2


@dataclass(frozen=True)
class IndexEntry:
    """One line of the index. `folder` is absolute; `created` ISO with zone; `summary` anything worth listing."""

    run_id: str
    folder: Path
    created: str
    brand: str = ""
    month: str = ""
    seed: int = 0
    replications: int = 0
    config_hash: str = ""
    version: str = ""
    score: float | None = None
    summary: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if datetime.fromisoformat(self.created).tzinfo is None:
            raise ValueError(
                f"created='{self.created}' must be an ISO date with its zone, like 2026-11-01T08:00:00+08:00"
            )

    @property
    def exists(self) -> bool:
        """Whether its folder is still there."""
        return self.folder.is_dir()


class RunIndex:
    """Runs by id, kept in `<folder>/runs.sqlite` (or the file given); folders inside it are kept relative to it."""

    def __init__(self, path: Path) -> None:
        self.file = path if path.suffix == ".sqlite" else path / FILE

    def add(self, run: IndexEntry) -> None:
        """Add a run, or replace the one of that id."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO runs VALUES (?,?,?,?,?,?,?,?,?,?,?)", self._row(run))

    def runs(self, brand: str | None = None) -> list[IndexEntry]:
        """All runs (of a brand), oldest first."""
        found = sorted(map(self._run, self._rows()), key=lambda run: (datetime.fromisoformat(run.created), run.run_id))
        return [run for run in found if brand is None or run.brand == brand]

    def show(self, run_id: str) -> IndexEntry:
        """The run of that id, or of that beginning of an id; raises `UnknownRunError` unless there is exactly one."""
        known = {run.run_id: run for run in self.runs()}
        matches = [run_id] if run_id in known else [name for name in known if run_id and name.startswith(run_id)]
        if len(matches) == 1:
            return known[matches[0]]
        if matches:
            raise UnknownRunError(f"run '{run_id}' could be {', '.join(matches)}: write more of it")
        like = nearest(run_id, known)
        hint = f" (did you mean '{like}'?)" if like else f": the index {self.file} holds {len(known)} runs"
        raise UnknownRunError(f"no run '{run_id}'{hint}")

    def history(self, brand: str) -> list[tuple[str, float]]:
        """(month, score) of a brand's drills, one a month (the latest), in order of the months."""
        scores = {run.month: run.score for run in self.runs(brand) if run.month and run.score is not None}
        return sorted(scores.items())

    def remove(self, run_id: str) -> None:
        """Remove a run from the index; its folder stays."""
        with self._transaction() as db:
            db.execute("DELETE FROM runs WHERE run_id = ?", (run_id,))

    def _row(self, run: IndexEntry) -> tuple[object, ...]:
        folder, home = run.folder.resolve(), self.file.parent.resolve()
        kept = folder.relative_to(home) if folder.is_relative_to(home) else folder
        summary = json.dumps(plain(run.summary), ensure_ascii=False, sort_keys=True)
        return (
            run.run_id, kept.as_posix(), run.created, run.brand, run.month,
            run.seed, run.replications, run.config_hash, run.version, plain(run.score), summary,
        )  # fmt: skip

    def _run(self, row: tuple[Any, ...]) -> IndexEntry:
        values = dict(zip((one.name for one in fields(IndexEntry)), row, strict=True))
        values |= {"folder": self.file.parent.resolve() / values["folder"], "summary": json.loads(values["summary"])}
        return IndexEntry(**values)

    def _rows(self) -> list[tuple[Any, ...]]:
        if not self.file.exists():
            return []
        with self._transaction() as db:
            return db.execute("SELECT * FROM runs").fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one transaction that holds the write lock; waits for other processes."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)) as db:
            _use_write_ahead_log(db)
            db.execute("BEGIN IMMEDIATE")
            try:
                db.execute(_SCHEMA)
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def _use_write_ahead_log(db: sqlite3.Connection) -> None:
    """Readers then never block the writer. Two processes may switch at once: sqlite refuses one, which waits."""
    for _ in range(int(PATIENCE * 20)):
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise SurgeError(f"the index of runs is locked by another process for more than {PATIENCE:.0f} s")
