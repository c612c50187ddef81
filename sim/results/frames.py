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
    if spec.kind is ColumnKind.TIME and start:
        return _dated(values, start)
    if spec.kind not in (ColumnKind.NAME, ColumnKind.ENUM, ColumnKind.PLACE):
        return values
    names = dict(enumerate(record.names.get(spec.of, ()))) | {int(one): word(one) for one in spec.members or ()}
    return _named(values, names)


def _named(codes: Array, names: Mapping[int, str]) -> Array:
    """The names of codes; None for a code that has none."""
    low, high = min(names, default=0), max(names, default=-1)
    known = np.full(high - low + 2, None, dtype=object)
    known[[code - low for code in names]] = list(names.values())
    return np.asarray(known[np.where((codes < low) | (codes > high), -1, codes - low)])


def _dated(minutes: Array, start: str) -> "pd.Series":
    """Dates, to the microsecond; NaN becomes NaT."""
    import pandas as pd

    microseconds = pd.Series(np.round(minutes * 60e6)).astype("Float64").astype("Int64")
    return pd.Timestamp(datetime.fromisoformat(start)) + pd.to_timedelta(microseconds, unit="us")
