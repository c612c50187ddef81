"""One replication's record: tables of what happened, the names behind their codes, and how the run was set up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.errors import SurgeError
from sim.results.columns import TABLES, Array, Columns, empty_table
from sim.state.columns import Column, ColumnKind


class RecordError(SurgeError):
    """A record does not have the declared tables and columns; the message lists everything that is wrong."""


@dataclass(frozen=True)
class Record:
    """What a run leaves. `record.orders["placed"]` is a column; every measure and report is a function of this.

    `tables`   table -> column -> array, one length per table, as declared in `sim.results.columns.TABLES`
    `names`    what a code means: `names["site"][record.orders["node"][i]]`
    `horizon`  length of the run, minutes since the start
    `meta`     how it was run: start (ISO date with zone), seed, replication, scenario, plan, shock_from and
               shock_until (minutes or None), targets ({kpi: {"green", "amber", "better"}})...
    """

    tables: Mapping[str, Columns]
    names: Mapping[str, Sequence[str]]
    horizon: float
    meta: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Columns:
        if name not in TABLES:
            raise AttributeError(f"a record has no table '{name}'; it has {', '.join(TABLES)}")
        return self.tables[name]

    @classmethod
    def of(
        cls,
        tables: Mapping[str, Mapping[str, Any]],
        names: Mapping[str, Sequence[str]],
        horizon: float,
        meta: Mapping[str, Any] | None = None,
    ) -> Record:
        """A record of the given tables, each column brought to its declared type; tables left out are empty.

        Raises `RecordError` when a given table misses a column or has one that is not declared.
        """
        whole = {name: empty_table(name) for name in TABLES}
        for name, columns in tables.items():
            specs = TABLES.get(name, {})
            whole[name] = {column: _typed(values, specs.get(column)) for column, values in columns.items()}
        record = cls(whole, names, horizon, dict(meta or {}))
        record.require()
        return record

    def rows(self, table: str) -> int:
        """Number of rows of a table."""
        return len(next(iter(self.tables[table].values())))

    def check(self) -> list[str]:
        """Everything that is missing, unknown or of the wrong type or length; empty when the record is whole."""
        wrong = [f"table '{name}' is missing" for name in TABLES if name not in self.tables]
        for name, columns in self.tables.items():
            wrong += _wrong_columns(name, columns) if name in TABLES else [f"table '{name}' is not declared"]
        return wrong or _wrong_codes(self)

    def require(self) -> None:
        """Raise `RecordError` unless `check()` finds nothing."""
        wrong = self.check()
        if wrong:
            raise RecordError("not a whole record: " + "; ".join(wrong))


def _typed(values: Any, spec: Column | None) -> Array:
    return np.asarray(values) if spec is None else np.asarray(values, dtype=np.dtype(spec.dtype))


def _wrong_columns(table: str, columns: Columns) -> list[str]:
    specs = TABLES[table]
    wrong = [f"{table}.{name} is missing" for name, c in specs.items() if name not in columns and not c.optional]
    wrong += [f"{table}.{name} is not declared" for name in columns if name not in specs]
    wrong += [
        f"{table}.{name} is {values.dtype}, not {np.dtype(specs[name].dtype)}"
        for name, values in columns.items()
        if name in specs and values.dtype != np.dtype(specs[name].dtype)
    ]
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        wrong.append(f"{table}: columns differ in length: {lengths}")
    return wrong


def _wrong_codes(record: Record) -> list[str]:
    """Codes that point past the end of their list of names."""
    wrong = []
    for table, columns in record.tables.items():
        for name, values in columns.items():
            spec = TABLES[table][name]
            known = len(record.names.get(spec.of, ()))
            if spec.kind is ColumnKind.NAME and len(values) and int(values.max()) >= known:
                wrong.append(f"{table}.{name} holds {int(values.max())}, but names.{spec.of} has {known} names")
    return wrong
