"""A show whose visitors leave a deposit and decide afterwards, each by itself, whether to buy."""

from __future__ import annotations

import numpy as np

from sim.arrays import Bools
from sim.results.record import Record
from validation.worlds.world import ITEM, Tree, service_world

SHOW, BALANCE, AFTER = 60.0, 60.0, 10.0


def show_world(visitors: int, buys: float, deposit: float, shows: int = 1, certainty: float | None = None) -> Tree:
    """Shows with exactly so many visitors each; each visitor buys with the chance `buys`, which may itself be luck."""
    unsure = {} if certainty is None else {"certainty": certainty}
    show = {
        "start": "d0 00:00",
        "lasts": f"{SHOW}min",
        "orders": visitors,
        "exactly": True,
        "products": {ITEM: 1},
        "presale": {"deposit": deposit, "pays": buys, "loses": 0, "balance_within": f"{BALANCE}min", **unsure},
        "promise": "1d",
    }
    return service_world({}, {}, SHOW + BALANCE + AFTER, shows={f"show_{number}": show for number in range(shows)})


def bought(record: Record) -> Bools:
    """Who bought, in the order in which they came, shape (visitors,)."""
    return np.asarray(np.isfinite(record.orders["paid"]))
