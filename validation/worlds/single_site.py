"""Stock of cases: a shop that restocks from one supplier, with items side by side that share only the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import Shelf, count, shelves
from validation.worlds.world import PLACE, SITE, START, Tree, duration, minutes

SUPPLIER = "supplier"
DEMAND = "demand"
LONGEST = 50_000_000.0
"""Longest run in minutes."""


def items(number: int) -> list[str]:
    """Names of items side by side: each is an experiment of its own."""
    return [f"item_{k}" for k in range(number)]


def store(
    names: Sequence[str],
    horizon: float,
    streams: Mapping[str, Tree],
    policy: Tree,
    lead: Any = "0min",
    opening: float | Mapping[str, float] = 0.0,
    first: str = "demand_first",
    life: float | None = None,
    **site: Any,
) -> Tree:
    """One shop with these items, replenished by one policy from a supplier that has everything.

    `streams`: the demand (`regular`); `lead`: time from order to delivery; `opening`: units on hand at the start;
    `first`: who goes first when demand and a review fall on one instant; `life`: how long goods keep; more keywords say
    what kind of shop it is (`unmet`, `issue`, ...).
    """
    if horizon > LONGEST:
        raise UnfitError(f"the run would last {horizon:.3g} units of time, more than {LONGEST:.3g}")
    there = opening if isinstance(opening, Mapping) else dict.fromkeys(names, opening)
    goods = {"price": 1, "bought_from": SUPPLIER, **({} if life is None else {"shelf_life": minutes(life)})}
    return {
        "brand": "Verification",
        "start": START,
        "horizon": minutes(horizon),
        "products": dict.fromkeys(names, goods),
        "suppliers": {SUPPLIER: {"lead": lead}},
        "sites": {SITE: {"kind": "front_point", "opening": there, **site}},
        "communities": {PLACE: {"picks_up_at": SITE}},
        "replenishment": [{"at": SITE, "items": list(names), "policy": policy, "at_same_instant": first}],
        "regular": dict(streams),
    }


def by_unit(names: Sequence[str], rate: float, horizon: float) -> dict[str, Tree]:
    """Customers who want one unit each, a stream for each item: a Poisson process whose total over the run is known.

    To know the total leaves out most of the luck of a long run; what it takes from the variance of any short stretch of
    it is the share of that stretch in the run.
    """
    arrives = {"kind": "steady", "rate": f"{float(rate)!r}/min"}
    return {f"{DEMAND}_{name}": buys(name, arrives, exactly=round(rate * horizon)) for name in names}


def by_period(names: Sequence[str], quantity: Any, period: float = 1.0, first: float = 0.0) -> dict[str, Tree]:
    """The demand of a whole period at one instant, a stream for each item."""
    arrives = {"kind": "every", "interval": minutes(period), "first": minutes(first)}
    return {f"{DEMAND}_{name}": buys(name, arrives, quantity=quantity) for name in names}


def buys(name: str, arrives: Tree, **more: Any) -> Tree:
    """A stream of orders for one item."""
    return {"arrives": arrives, "products": {name: 1}, "pickup": 1, **more}


def lead_time(inputs: Inputs) -> tuple[Any, float]:
    """The lead time that a case describes by `lead_time_dist`, `lead_time_mean`, `lead_time_cv2`; and its mean."""
    return duration(inputs, "lead_time", "deterministic")


def each(record: Record, measures: Mapping[str, Callable[[Shelf], float]]) -> dict[str, Floats]:
    """Measures of the shelf of every item of the shop, shape (items,) each."""
    rows = [[measure(shelf) for measure in measures.values()] for shelf in shelves(record, SITE)]
    return dict(zip(measures, np.array(rows).T, strict=True))


def period_ends(shelf: Shelf, begin: float, end: float) -> Floats:
    """Net stock just before the end of each whole period of one minute in [begin, end), shape (periods,)."""
    return shelf.net.before(np.arange(begin + 1, end + 1))


def orders_per_period(shelf: Shelf, begin: float, end: float) -> float:
    """Restocking orders per unit of time."""
    return count(shelf.requests[0], begin, end) / (end - begin)
