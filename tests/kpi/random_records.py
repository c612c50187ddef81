"""Records of a few orders with any stamps at all, also such as no engine would leave; whole minutes, horizon 12.

Each is made from one number, so that an example costs a millisecond and not a hundred; a failure names its number.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.random import Generator

from sim.results.record import Record
from sim.state.stock import Elsewhere, Why

from .records import NAN, record

HORIZON = 12.0
LAST = 16  # some things happen after the run
Columns = dict[str, Any]
EVENTS = ("recall_issued", "recall_blocked", "recall_notified", "show_started")
ACCOUNTS = ("revenue", "revenue_deposit", "revenue_balance", "refund", "material", "courier", "recall_hotline")
STAMPS = ("paid", "grouped", "released", "allocated", "ready", "departed", "delivered", "cancelled", "refunded",
          "returned", "promise")  # fmt: skip


def _drawn(make: Callable[[Generator], Record]) -> st.SearchStrategy[Record]:
    return st.integers(0, 2**32 - 1).map(np.random.default_rng).map(make)


def _minutes(rng: Generator, count: int, never: float = 0.0) -> Any:
    """Whole minutes, a share of them NaN."""
    return np.where(rng.random(count) < never, NAN, rng.integers(0, LAST + 1, count))


def _orders(rng: Generator) -> Columns:
    """Orders of every kind with every exit; exchanges may name an order that they replace."""
    n = int(rng.integers(1, 13))
    kind = rng.choice((0, 0, 0, 1, 2), n)
    return {name: _minutes(rng, n, never=rng.choice((0.1, 0.5))) for name in STAMPS} | {
        "placed": _minutes(rng, n) if rng.random() < 0.5 else 0.0,
        "kind": kind,
        "exit": rng.choice((0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8), n),
        "mode": rng.integers(0, 3, n),
        "group": rng.choice((-1, -1, 0), n),
        "units": rng.integers(1, 4, n),
        "value": rng.integers(1, 10, n),
        "replaces": np.where(kind == 2, rng.integers(-1, n, n), -1),
    }


def _run(rng: Generator) -> Record:
    orders = _orders(rng)
    lines, lots, notes = (int(rng.integers(0, most)) for most in (9, 5, 5))
    picks = int(rng.integers(0, 9)) if lines and lots else 0
    said = ['{{"orders": {}, "within": {}}}'.format(*rng.integers(0, 9, 2)) for _ in range(notes)]
    return record(
        HORIZON,
        orders=orders,
        lines={"order": rng.integers(0, len(orders["kind"]), lines), "qty": rng.integers(1, 4, lines),
               "allocated": _minutes(rng, lines, never=0.3)},
        lots={"made": _minutes(rng, lots, never=0.3), "quality": rng.integers(0, 3, lots)},
        picks={"line": rng.integers(0, max(lines, 1), picks), "lot": rng.integers(0, max(lots, 1), picks),
               "qty": rng.choice((1.0, 2.0, -1.0), picks), "time": _minutes(rng, picks)},
        trace={"time": _minutes(rng, notes), "event": rng.choice(EVENTS, notes), "what": said},
    )  # fmt: skip


def _movements(rng: Generator) -> Record:
    n, places = int(rng.integers(0, 16)), (0, 0, 1, *Elsewhere)
    moves = {
        "time": _minutes(rng, n), "source": rng.choice(places, n), "target": rng.choice(places, n),
        "sku": rng.integers(0, 3, n), "qty": rng.integers(1, 5, n), "why": rng.integers(0, len(Why), n),
    }  # fmt: skip
    return record(HORIZON, moves=moves, lots={"sku": [0]})


def _book(rng: Generator) -> Record:
    n = int(rng.integers(0, 16))
    cash = {"time": _minutes(rng, n), "account": rng.choice(ACCOUNTS, n), "amount": rng.integers(-9, 10, n)}
    return record(HORIZON, orders=_orders(rng), cash=cash)


def _gathering(rng: Generator) -> Record:
    n = int(rng.integers(0, 11))
    times = {"opened": _minutes(rng, n), "closes": _minutes(rng, n), "formed": _minutes(rng, n, never=0.5)}
    return record(HORIZON, groups=times | {"joined": rng.integers(0, 10, n), "size": np.full(n, 3)})


def _shift(rng: Generator) -> Record:
    visits, trips = int(rng.integers(0, 9)), int(rng.integers(0, 5))
    start, left = _minutes(rng, visits), _minutes(rng, trips)
    points = rng.permutation(3 * LAST)[: int(rng.integers(0, 9))]  # (resource, minute), each once
    return record(
        HORIZON,
        orders=_orders(rng),
        visits={"resource": rng.integers(0, 2, visits), "order": np.zeros(visits), "arrived": start, "started": start,
                "finished": start + rng.integers(0, 7, visits)},
        trips={"resource": np.full(trips, 2), "departed": left, "back": left + rng.integers(0, 7, trips)},
        capacity={"resource": points // LAST, "time": points % LAST, "servers": rng.integers(0, 4, len(points))},
    )  # fmt: skip


def runs() -> st.SearchStrategy[Record]:
    """Orders, their lines, what was picked for them from which lots, and a trace of recalls."""
    return _drawn(_run)


def movements() -> st.SearchStrategy[Record]:
    """Goods that move between two sites and the places outside: two products and a material (sku 2)."""
    return _drawn(_movements)


def books() -> st.SearchStrategy[Record]:
    """Cash booked on any account, some of it after the run, and orders delivered."""
    return _drawn(_book)


def gatherings() -> st.SearchStrategy[Record]:
    """Community groups that form in time, late or never."""
    return _drawn(_gathering)


def shifts() -> st.SearchStrategy[Record]:
    """Two stations and a courier pool, busy at any time, with any number on duty that changes at any time."""
    return _drawn(_shift)
