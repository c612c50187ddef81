"""Recorded orders: a file of order lines as arrays, in place of any generator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.errors import ConfigError, Problem, nearest, one_of
from sim.schema.cells import Sheet, read_sheet
from sim.schema.selection import channels_of
from sim.schema.selling import RecordedSource
from sim.schema.world import World

REQUIRED = ("order", "time", "sku")
OPTIONAL = ("qty", "price", "community", "channel")


@dataclass(frozen=True, eq=False)
class RecordedOrders:
    """Orders by time, their lines by order and then as in the file.

    Orders: `names` as in the file (none when there is no file); `time` in minutes; `community` and `channel` are
    indices into `communities` and `channels`, -1 where the file says nothing; `extra`: further numeric columns, NaN
    where empty.
    Lines: `order` (row of the order), `sku` (index into the SKUs given), `quantity`, `price` (yuan, NaN where the file
    says nothing), `line` (line in the file). `skipped`: lines of the file left out as cancellations.
    """

    names: tuple[str, ...]
    time: Floats
    community: Ints
    channel: Ints
    extra: Mapping[str, Floats]
    order: Ints
    sku: Ints
    quantity: Floats
    price: Floats
    line: Ints
    skipped: Ints
    communities: tuple[str, ...]
    channels: tuple[str, ...]


def in_memory(
    time: Floats,
    sku: Ints | None = None,
    quantity: Floats | None = None,
    community: Ints | None = None,
    extra: Mapping[str, Floats] | None = None,
) -> RecordedOrders:
    """Orders of one line each that are arrays already, shapes (orders,); `time` must not fall.

    Left out: the first SKU, one unit, no community.
    """
    if bool(np.any(time[1:] < time[:-1])):
        raise ValueError("recorded orders must be sorted by time")
    count = time.size
    nowhere, none = np.broadcast_to(np.int64(-1), count), np.broadcast_to(np.int64(0), count)
    return RecordedOrders(
        names=(),
        time=time,
        community=nowhere if community is None else community,
        channel=nowhere,
        extra=extra or {},
        order=np.arange(count),
        sku=none if sku is None else sku,
        quantity=np.broadcast_to(1.0, count) if quantity is None else quantity,
        price=np.broadcast_to(np.nan, count),
        line=none,
        skipped=none[:0],
        communities=(),
        channels=(),
    )


def read_orders(
    path: Path,
    skus: Sequence[str],
    communities: Sequence[str] | None = None,
    channels: Sequence[str] | None = None,
    start: datetime | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    cancellations: Literal["error", "skip"] = "error",
) -> RecordedOrders:
    """Read a file of order lines (CSV, XLSX or Parquet); a row is a line.

    `skus`, `communities`, `channels`: the known names, in the order of their indices; without a list of communities
    or channels, those of the file are taken as they come. `start` is minute 0 (none: the first order). `columns`
    renames: {"order": "InvoiceNo"}. Needed: order, time, sku; qty (1), price, community and channel may lack; other
    columns that hold only numbers become `extra`. Orders of a quantity below 0 are errors unless `cancellations`
    are skipped. ConfigError holds every wrong cell of the file with its place and the nearest name.
    """
    table = read_sheet(path, columns or {}, sheet)
    missing = [name for name in REQUIRED if name not in table.columns]
    for name in missing:
        if name not in (columns or {}):
            there, guess = f"the columns {one_of(table.headers)}", nearest(name, table.headers)
            message = f"no column '{name}': say what the file calls it, `columns: {{{name}: ...}}`"
            table.problems.append(Problem(table.file, 1, 0, "", message, there, "", guess))
    if missing:
        raise ConfigError(table.problems)
    return _orders(table, skus, communities, channels, start, cancellations == "skip")


def orders_of(world: World, model: RecordedSource) -> RecordedOrders:
    """The orders in the file of a recorded source, in the codes of the world; an unchanged file is read once.

    Communities are those of the world (none there: those of the file). ConfigError as `read_orders`.
    """
    path = Path(model.file)
    try:
        about = path.stat()
        version = (about.st_mtime_ns, about.st_size)
    except OSError:
        version = (0, 0)
    names = (tuple(world.products), tuple(world.communities), tuple(channels_of(world)))
    return _kept(path, version, names, model.start, tuple(model.columns.items()), model.cancellations)


@lru_cache(maxsize=4)
def _kept(
    path: Path,
    version: tuple[int, int],
    names: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    start: str | None,
    columns: tuple[tuple[str, str], ...],
    cancellations: Literal["error", "skip"],
) -> RecordedOrders:
    """`read_orders`, cached by everything that its result depends on; `version` is that of the file."""
    skus, communities, channels = names
    begins = datetime.fromisoformat(start) if start else None
    found = read_orders(path, skus, communities or None, channels, begins, dict(columns), cancellations=cancellations)
    for column in (found.time, found.community, found.channel, found.sku, found.quantity, found.price, found.order):
        column.flags.writeable = False  # the arrays are cached, and shared by all callers
    return found


def _orders(
    table: Sheet,
    skus: Sequence[str],
    communities: Sequence[str] | None,
    channels: Sequence[str] | None,
    start: datetime | None,
    skip: bool,
) -> RecordedOrders:
    quantity = table.numbers("qty") if "qty" in table.columns else np.ones(table.size)
    kept = ~(quantity < 0) if skip else np.ones(table.size, dtype=bool)
    if "qty" in table.columns:
        table.report("qty", kept & ~(quantity > 0), "the quantity must be above 0")
    price = table.numbers("price") if "price" in table.columns else np.full(table.size, np.nan)
    if "price" in table.columns:
        table.report("price", kept & (price < 0), "the price must not be below 0")
    minutes = table.minutes("time", start)
    names = table.text("order")
    table.report("order", np.array([not name for name in names], dtype=bool), "the order has no name")
    sku, _ = _codes(table, "sku", skus, kept)
    community, known_communities = _codes(table, "community", communities, kept)
    channel, known_channels = _codes(table, "channel", channels, kept)
    extra = {name: table.numbers(name) for name in table.columns if _is_extra(table, name)}
    row_order, first = _grouped(names, kept)
    per_order: dict[str, Floats | Ints] = {"community": community, "channel": channel, **extra}
    for name, values in per_order.items():
        if name in table.columns:
            _must_agree(table, name, values, row_order, first)
    if table.problems:
        raise ConfigError(table.problems)
    lines = np.flatnonzero(kept)
    earliest = np.full(first.size, np.inf)
    np.minimum.at(earliest, row_order[lines], minutes[lines])
    by_time = np.lexsort((first, earliest))
    place = np.empty(first.size, dtype=np.int64)
    place[by_time] = np.arange(first.size)
    lines = lines[np.argsort(place[row_order[lines]], kind="stable")]
    rows = first[by_time]
    return RecordedOrders(
        names=tuple(names[row] for row in rows.tolist()),
        time=earliest[by_time],
        community=community[rows],
        channel=channel[rows],
        extra={name: values[rows] for name, values in extra.items()},
        order=place[row_order[lines]],
        sku=sku[lines],
        quantity=quantity[lines],
        price=price[lines],
        line=table.lines[lines],
        skipped=table.lines[~kept],
        communities=known_communities,
        channels=known_channels,
    )


def _codes(table: Sheet, name: str, known: Sequence[str] | None, kept: Bools) -> tuple[Ints, tuple[str, ...]]:
    """Indices of a column's names; an unknown name is a problem with the nearest known one. -1: no name."""
    if name not in table.columns:
        return np.full(table.size, -1, dtype=np.int64), tuple(known or ())
    text = table.text(name)
    names = tuple(known) if known is not None else tuple(dict.fromkeys(cell for cell in text if cell))
    index = {one: code for code, one in enumerate(names)}
    codes = np.array([index.get(cell, -1 if not cell else -2) for cell in text], dtype=np.int64)
    if name in REQUIRED:
        table.report(name, kept & (codes == -1), f"this line has no {name}")
    table.report(name, kept & (codes == -2), f"unknown {name}", allowed=one_of(names), guesses=names)
    return codes, names


def _is_extra(table: Sheet, name: str) -> bool:
    """A further column that holds nothing but numbers and blanks, and at least one number."""
    if name in (*REQUIRED, *OPTIONAL):
        return False
    cells = table.columns[name]
    if cells.dtype != object:
        return np.issubdtype(cells.dtype, np.number) and not np.isnan(cells).all()
    stated = {cell for cell in table.text(name) if cell}
    return bool(stated) and all(_numeric(cell) for cell in stated)


def _numeric(cell: str) -> bool:
    try:
        return bool(np.isfinite(float(cell)))
    except ValueError:
        return False


def _grouped(names: Iterable[str], kept: Bools) -> tuple[Ints, Ints]:
    """The order of each row (-1 if left out), numbered as they appear, and the first row of each order."""
    seen: dict[str, int] = {}
    row_order, first = np.full(kept.size, -1, dtype=np.int64), list[int]()
    for row, (name, keep) in enumerate(zip(names, kept.tolist(), strict=True)):
        if keep:
            number = seen.setdefault(name, len(seen))
            row_order[row] = number
            if number == len(first):
                first.append(row)
    return row_order, np.array(first, dtype=np.int64)


def _must_agree(table: Sheet, name: str, values: Floats | Ints, row_order: Ints, first: Ints) -> None:
    """Report lines of an order that differ from its first line, where that one could be read."""
    rows = np.flatnonzero(row_order >= 0)
    rows = rows[~table.reported_in(name)[first[row_order[rows]]]]
    stated = values[first[row_order[rows]]]
    differs = np.zeros(table.size, dtype=bool)
    differs[rows] = (values[rows] != stated) & ~(np.isnan(values[rows]) & np.isnan(stated))
    table.report(name, differs, f"this line differs from the first line of its order in '{name}'")
