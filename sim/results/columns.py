"""The tables of a record; each is declared where the engine writes it (`sim.state`)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.state.cash import CASH
from sim.state.columns import TableColumns
from sim.state.ledger import LINES, ORDERS
from sim.state.logs import CAPACITY, DEPARTURES, GROUPS, JOBS, REQUESTS, STOPS, TRIPS, VISITS
from sim.state.stock import LOTS, MOVES, PICKS
from sim.state.trace import TRACE

Array = NDArray[Any]
Columns = dict[str, Array]

TABLES: Mapping[str, TableColumns] = {
    "orders": ORDERS,
    "lines": LINES,
    "picks": PICKS,
    "lots": LOTS,
    "moves": MOVES,
    "requests": REQUESTS,
    "visits": VISITS,
    "trips": TRIPS,
    "departures": DEPARTURES,
    "stops": STOPS,
    "jobs": JOBS,
    "capacity": CAPACITY,
    "groups": GROUPS,
    "trace": TRACE,
    "cash": CASH,
}


def empty_table(name: str) -> Columns:
    """Table `name` with every column and no row."""
    return {column: np.empty(0, np.dtype(spec.dtype)) for column, spec in TABLES[name].items() if not spec.optional}


def distinct(texts: Array) -> tuple[list[str], NDArray[np.int32]]:
    """The different texts of a column, sorted, and which of them each row holds, shape (rows,).

    A run of rows with the same text is looked up once; to sort the texts would take many times as long.
    """
    begins = np.flatnonzero(np.append(True, texts[1:] != texts[:-1])[: len(texts)])
    runs = texts[begins].tolist()
    names = sorted(set(runs))
    codes = {name: code for code, name in enumerate(names)}
    which = np.fromiter(map(codes.__getitem__, runs), np.int32, len(runs))
    return names, np.repeat(which, np.diff(begins, append=len(texts)))
