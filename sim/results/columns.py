"""The tables of a record: every column with its type, unit and meaning, declared once for checks, files and docs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Columns = dict[str, Array]

TEXT = "O"
MINUTES = "minutes since the start; NaN = not (yet)"


@dataclass(frozen=True)
class Column:
    """One column: NumPy `dtype` ("O" holds str), what it means and in which unit, and whether it may be left out.

    `names` is the key of `Record.names` that a code is an index into, or "" when the column is no such code.
    """

    dtype: str
    meaning: str
    names: str = ""
    optional: bool = False

    @property
    def is_text(self) -> bool:
        """Whether the column holds str."""
        return self.dtype == TEXT


def _time(what: str) -> Column:
    return Column("f8", f"{what} ({MINUTES})")


def _row(dtype: str, of: str, what: str, optional: bool = False) -> Column:
    return Column(dtype, f"{what} (row of `{of}`, -1 = none)", optional=optional)


def _code(dtype: str, names: str, what: str) -> Column:
    return Column(dtype, f"{what} (index into names.{names})", names=names)


TABLES: Mapping[str, Mapping[str, Column]] = {
    "orders": {
        "key": Column("u8", "the order's own number, from which all its luck is drawn"),
        "kind": Column("i1", "0 customer, 1 replenishment, 2 exchange after a recall, 3 part of a customer's order"),
        "source": _code("i4", "source", "show, regular stream or file it came from"),
        "channel": _code("i2", "channel", "sales channel"),
        "community": _code("i4", "community", "where the customer lives"),
        "group": _row("i4", "groups", "community group it joined"),
        "node": _code("i2", "site", "site that serves it"),
        "mode": Column("i1", "how it leaves the site: 0 delivery, 1 pickup, 2 lane"),
        "priority": Column("i1", "urgency at stations, 0 first", optional=True),
        "first": _row("i4", "lines", "its first line", optional=True),
        "lines": Column("i2", "number of its lines", optional=True),
        "open": Column("i2", "lines that still lack goods", optional=True),
        "status": Column(
            "i1", "0 placed, 1 paid, 2 released, 3 allocated, 4 delivered, 5 cancelled, 6 refunded, 7 returned"
        ),
        "exit": Column(
            "i1",
            "why it left: 0 none, 1 balance lapsed, 2 group failed, 3 threshold failed, 4 impatient, 5 lost sale, "
            "6 reneged, 7 blocked, 8 recalled",
        ),
        "units": Column("f8", "units of goods ordered"),
        "value": Column("f8", "price of the whole order, yuan"),
        "promise": _time("due"),
        "placed": _time("placed"),
        "paid": _time("paid in full"),
        "grouped": _time("its group formed"),
        "released": _time("production or threshold confirmed; the instant of payment for goods on the shelf"),
        "allocated": _time("all its goods in place at the node"),
        "ready": _time("picked and packed"),
        "departed": _time("left the node"),
        "delivered": _time("in the customer's hands"),
        "cancelled": _time("cancelled"),
        "refunded": _time("money paid back"),
        "returned": _time("goods handed back"),
        "replaces": _row(
            "i4",
            "orders",
            "recalled order that this exchange makes good, or order of which this is a part",
            optional=True,
        ),
    },
    "lines": {
        "order": _row("i4", "orders", "its order"),
        "sku": _code("i4", "sku", "what was ordered"),
        "qty": Column("f8", "units ordered"),
        "price": Column("f8", "yuan a unit"),
        "allocated": _time("the line's goods were in place"),
    },
    "picks": {
        "line": _row("i4", "lines", "line that was served"),
        "lot": _row("i4", "lots", "stock lot it was served from"),
        "qty": Column("f8", "units"),
        "time": _time("picked"),
        "site": _code("i2", "site", "where"),
    },
    "lots": {
        "sku": _code("i4", "sku", "what it holds"),
        "made": _time("made"),
        "expires": Column("f8", "last minute at which it may be sold; inf = keeps"),
        "site": _code("i2", "site", "where it was made or first received"),
        "quality": Column("i1", "0 good, 2 quarantined"),
        "origin": Column("i4", "work order that made it, -1 = bought or opening stock"),
        "cost": Column("f8", "yuan a unit"),
    },
    "moves": {
        "time": _time("moved"),
        "source": Column("i2", "from: a site, or a place outside (`sim.state.stock.Elsewhere`)"),
        "target": Column("i2", "to: a site, or a place outside (`sim.state.stock.Elsewhere`)"),
        "sku": _code("i4", "sku", "what"),
        "lot": _row("i4", "lots", "which lot"),
        "qty": Column("f8", "units"),
        "why": Column("i1", "reason (index into `sim.state.stock.WHY`)"),
    },
    "requests": {
        "time": _time("ordered"),
        "site": _code("i2", "site", "for which site"),
        "sku": _code("i4", "sku", "what"),
        "units": Column("f8", "units that a site ordered to restock, wherever from; below 0: taken back from a source"),
    },
    "visits": {
        "resource": _code("i2", "resource", "station"),
        "order": _row("i4", "orders", "who"),
        "arrived": _time("joined the queue"),
        "started": _time("service began; NaN with a `finished` = left unserved"),
        "finished": _time("left the station: served, out of patience, or turned away (then equal to `arrived`)"),
    },
    "trips": {
        "resource": _code("i2", "resource", "courier pool or lane"),
        "zone": Column("i4", "zone served, -1 = none"),
        "departed": _time("left"),
        "back": _time("free again"),
        "orders": Column("i4", "orders carried"),
        "units": Column("f8", "units carried"),
        "km": Column("f8", "kilometres driven"),
        "cost": Column("f8", "yuan"),
        "grams": Column("f8", "grams of CO2"),
    },
    "departures": {
        "resource": _code("i2", "resource", "lane with a timetable whose vehicles hold only so much"),
        "time": _time("due to leave, with goods or without"),
        "units": Column("f8", "units aboard"),
        "holds": Column("f8", "units it could have carried; 0 = nothing could leave, or a backup asleep"),
    },
    "stops": {
        "trip": _row("i4", "trips", "trip of couriers who drive from door to door"),
        "order": _row("i4", "orders", "who was called on"),
        "number": Column("i4", "the how-many-eth stop of the trip, 0 = first"),
        "km": Column("f8", "kilometres driven to it from the stop before, or from the site"),
    },
    "jobs": {
        "resource": _code("i2", "resource", "factory line, or an item of a supplier"),
        "work_order": Column("i4", "work order, -1 = at a supplier"),
        "sku": _code("i4", "sku", "what is made"),
        "lot": _row("i4", "lots", "lot it fills, once it is done"),
        "setup": _time("set-up began; equal to `started` when there is none"),
        "started": _time("production began"),
        "finished": _time("done"),
        "good": Column("f8", "good units"),
        "bad": Column("f8", "rejected units"),
    },
    "capacity": {
        "resource": _code("i2", "resource", "which"),
        "time": _time("from this minute on"),
        "servers": Column("f8", "servers, couriers or lines on duty; of a supplier's item, the share of its capacity"),
    },
    "groups": {
        "product": _code("i4", "product", "what the group buys"),
        "community": _code("i4", "community", "whose"),
        "opened": _time("opened"),
        "closes": _time("last minute to join"),
        "size": Column("i4", "orders it needs"),
        "joined": Column("i4", "orders that joined"),
        "formed": _time("formed"),
    },
    "trace": {
        "time": _time("happened"),
        "event": Column(TEXT, "kind of event"),
        "where": Column(TEXT, "place"),
        "what": Column(TEXT, "details, JSON"),
    },
    "cash": {
        "time": _time("booked"),
        "account": Column(TEXT, "category (`sim.results.accounts`)"),
        "amount": Column("f8", "yuan, positive comes in"),
        "order": _row("i4", "orders", "the order concerned"),
    },
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
