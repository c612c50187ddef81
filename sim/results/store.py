"""A record on disk: one folder, one Parquet file a table, names and settings as JSON; complete or not there at all."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from sim.results.columns import TABLES, empty_table
from sim.results.documents import beside, read_json, to_json, write_text
from sim.results.parquet import database, read_table, write_table
from sim.results.record import Record

ABOUT = "record.json"


def write_record(record: Record, folder: Path) -> None:
    """Write `record` as `folder`, replacing what was there; raises `RecordError` for an incomplete record.

    Equal records give byte-identical files. The folder is made under another name and renamed when complete.
    """
    record.require()
    draft = beside(folder)
    draft.mkdir(parents=True)
    try:
        with database() as db:
            for table, specs in TABLES.items():
                write_table(db, record.tables[table], specs, draft / f"{table}.parquet")
        about = {"schema": 1, "names": record.names, "horizon": record.horizon, "meta": record.meta}
        write_text(draft / ABOUT, to_json(about))
        _swap(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read_record(folder: Path, tables: Iterable[str] = tuple(TABLES)) -> Record:
    """Read a record; tables not asked for are empty. Raises `FileNotFoundError` when there is none."""
    about = read_json(folder / ABOUT)
    wanted = set(tables)
    with database() as db:
        read = {
            table: read_table(db, specs, folder / f"{table}.parquet") if table in wanted else empty_table(table)
            for table, specs in TABLES.items()
        }
    return Record(read, about["names"], float(about["horizon"]), about["meta"])


def _swap(draft: Path, folder: Path) -> None:
    """Put `draft` where `folder` is; of two writers of the same folder either may win: their bytes are equal."""
    old = beside(folder)
    if folder.exists():
        folder.rename(old)
    try:
        draft.rename(folder)
    finally:
        shutil.rmtree(old, ignore_errors=True)
