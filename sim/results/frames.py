"""Tables of a record as pandas DataFrames, with names instead of codes and dates instead of minutes."""

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from sim.results.columns import MINUTES, TABLES, Array, Column
from sim.results.record import Record
from sim.state.ledger import Exit, Kind, Mode, Status

if TYPE_CHECKING:
    import pandas as pd

_ENUMS = {"kind": Kind, "mode": Mode, "status": Status, "exit": Exit}


def frame(record: Record, table: str, dates: bool = True) -> "pd.DataFrame":
    """One table, one row a row: codes become names (-1 becomes missing), minutes become dates if `dates`.

    Dates need `record.meta["start"]` (ISO, with zone); without it minutes stay minutes.
    """
    import pandas as pd

    start = record.meta.get("start") if dates else None
    columns = record.tables[table]
    return pd.DataFrame(
        {name: _decode(record, table, name, columns[name], start) for name in TABLES[table] if name in columns}
    )


def orders_frame(record: Record, dates: bool = True) -> "pd.DataFrame":
    """The ledger, one row an order; the index is the order's row number."""
    return frame(record, "orders", dates).rename_axis("order")


def _decode(record: Record, table: str, name: str, values: Array, start: str | None) -> "Array | pd.Series":
    spec = TABLES[table][name]
    if spec.names:
        return _named(values, spec, record)
    if table == "orders" and name in _ENUMS:
        words = np.array([member.name.lower() for member in _ENUMS[name]], dtype=object)
        return np.asarray(words[values])
    if start and spec.meaning.endswith(f"({MINUTES})"):
        return _dated(values, start)
    return values


def _named(values: Array, spec: Column, record: Record) -> Array:
    """Names of codes; a negative code has none."""
    words = np.array([*record.names.get(spec.names, ()), None], dtype=object)
    return np.asarray(words[np.where(values < 0, -1, values)])


def _dated(minutes: Array, start: str) -> "pd.Series":
    """Dates, to the microsecond; NaN becomes NaT."""
    import pandas as pd

    microseconds = pd.Series(np.round(minutes * 60e6)).astype("Float64").astype("Int64")
    return pd.Timestamp(datetime.fromisoformat(start)) + pd.to_timedelta(microseconds, unit="us")
