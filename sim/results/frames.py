"""Tables of a record as pandas DataFrames, with names instead of codes and dates instead of minutes."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from sim.results.columns import TABLES, Array
from sim.results.record import Record
from sim.state.columns import Column, ColumnKind, word

if TYPE_CHECKING:
    import pandas as pd


def frame(record: Record, table: str, dates: bool = True) -> "pd.DataFrame":
    """One table, one row a row: codes become names (-1 becomes missing), minutes become dates if `dates`.

    Dates need `record.meta["start"]` (ISO, with zone); without it minutes stay minutes.
    """
    import pandas as pd

    start = record.meta.get("start") if dates else None
    columns = record.tables[table]
    return pd.DataFrame(
        {name: _decode(record, spec, columns[name], start) for name, spec in TABLES[table].items() if name in columns}
    )


def orders_frame(record: Record, dates: bool = True) -> "pd.DataFrame":
    """The ledger, one row an order; the index is the order's row number."""
    return frame(record, "orders", dates).rename_axis("order")


def _decode(record: Record, spec: Column, values: Array, start: str | None) -> "Array | pd.Series":
    match spec.kind:
        case ColumnKind.NAME:
            return _named(values, dict(enumerate(record.names.get(spec.of, ()))))
        case ColumnKind.ENUM:
            return _named(values, {int(member): word(member) for member in spec.members or ()})
        case ColumnKind.TIME if start:
            return _dated(values, start)
    return values


def _named(codes: Array, names: Mapping[int, str]) -> Array:
    """The names of codes; None for a code that has none, such as -1."""
    known = np.full(max(names, default=-1) + 2, None, dtype=object)
    known[list(names)] = list(names.values())
    return np.asarray(known[np.where(codes < 0, -1, codes)])


def _dated(minutes: Array, start: str) -> "pd.Series":
    """Dates, to the microsecond; NaN becomes NaT."""
    import pandas as pd

    microseconds = pd.Series(np.round(minutes * 60e6)).astype("Float64").astype("Int64")
    return pd.Timestamp(datetime.fromisoformat(start)) + pd.to_timedelta(microseconds, unit="us")
