"""Records made by hand: say only the columns that matter, the rest is an ordinary customer's order."""

from typing import Any

import numpy as np

from sim.results.columns import TABLES
from sim.results.record import Record
from sim.state.columns import ColumnKind

NAN = float("nan")
NAMES = {
    "site": ["dc", "shop"],
    "sku": ["loaf", "milk", "flour"],
    "product": ["loaf", "milk"],
    "community": ["east"],
    "channel": ["live"],
    "source": ["show"],
    "resource": ["pick", "pack", "couriers"],
}
_ONES = {"units", "qty"}


def table(name: str, **columns: Any) -> dict[str, Any]:
    """A table of these columns; what is left out is 0, 1 unit, NaN for a time, -1 for a group, "" for text."""
    rows = max((np.size(values) for values in columns.values()), default=0)
    whole = {}
    for column, spec in TABLES[name].items():
        if spec.optional and column not in columns:
            continue
        default: Any = "" if spec.is_text else 0
        if spec.dtype == "f8":
            default = 1.0 if column in _ONES else (NAN if spec.kind is ColumnKind.TIME else 0.0)
        if column in ("group", "order") and name in ("orders", "cash"):
            default = -1
        whole[column] = np.array(np.broadcast_to(columns.get(column, default), rows), dtype=np.dtype(spec.dtype))
    return whole


def record(horizon: float = 10_000.0, meta: dict[str, Any] | None = None, **tables: dict[str, Any]) -> Record:
    """A record of some tables, each given as the columns that matter."""
    return Record.of({name: table(name, **columns) for name, columns in tables.items()}, NAMES, horizon, meta)


def ledger(count: int = 1, **columns: Any) -> dict[str, Any]:
    """Orders placed and paid at 0, released at once, due at 1440, unless said otherwise."""
    return {"placed": np.zeros(count), "paid": 0.0, "released": 0.0, "promise": 1440.0, "value": 10.0} | columns
