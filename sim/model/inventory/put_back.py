"""Put-back: goods that were picked for orders which will not leave return to the shelf they came from."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.state.stock import Elsewhere, Stock, Why


def put_back(stock: Stock, rows: Ints, now: float) -> list[int]:
    """Undo rows of `picks` of customers' orders at `now`; returns the items concerned."""
    picks = stock.picks
    line, lot, qty, site = (column[rows] for column in (picks.line, picks.lot, picks.qty, picks.site))
    return undo_picks(stock, line, lot, qty, site, now, Elsewhere.CUSTOMER)


def undo_picks(
    stock: Stock, line: Ints, lot: Ints, qty: Floats, site: Ints, now: float, source: Elsewhere
) -> list[int]:
    """Units of lots, picked for lines at sites, return from where the books have them (`source`).

    Each is noted in `picks` with the opposite sign. Lots that have expired or are quarantined by now do not return to
    the shelf (`Stock.put`). Returns the items concerned.
    """
    stock.picks.append(len(line), line=line, lot=lot, qty=-qty, time=now, site=site)
    lots = len(stock.lots)
    places, which = np.unique(site.astype(np.int64) * lots + lot, return_inverse=True)
    for place, units in zip(places.tolist(), np.bincount(which, qty).tolist(), strict=True):
        stock.put(now, place // lots, place % lots, units, int(source), Why.PUT_BACK)
    return [int(item) for item in np.unique(stock.lots.sku[lot])]
