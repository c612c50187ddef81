"""A show whose visitors leave a deposit and decide afterwards, each by itself, whether to buy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiment.verify.worlds import ITEM, Tree, service_world
from sim.results.record import Record

Bools = NDArray[np.bool_]
SHOW, BALANCE, AFTER = 60.0, 60.0, 10.0


def show_world(visitors: int, buys: float, deposit: float) -> Tree:
    """One show with exactly so many visitors; each buys with the chance `buys`."""
    show = {
        "start": "d0 00:00",
        "lasts": f"{SHOW}min",
        "orders": visitors,
        "exactly": True,
        "products": {ITEM: 1},
        "presale": {"deposit": deposit, "pays": buys, "loses": 0, "balance_within": f"{BALANCE}min"},
        "promise": "1d",
    }
    return service_world({}, {}, SHOW + BALANCE + AFTER, shows={"show": show})


def bought(record: Record) -> Bools:
    """Who bought, in the order in which they came, shape (visitors,)."""
    return np.asarray(np.isfinite(record.orders["paid"]))
