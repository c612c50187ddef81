"""One shop that restocks from one supplier; items side by side are independent experiments that share the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import StockHistory, stock_histories
from validation.worlds.world import PLACE, SITE, START, Tree, duration, minutes

SUPPLIER = "supplier"
DEMAND = "demand"
PERIOD = "1min"
"""A period of periodic review: the review at its start, then the demand, costs on what is left at its end."""
LONGEST = 50_000_000.0
"""Longest run, minutes."""


def item_names(number: int) -> list[str]:
    """Names of items side by side."""
    return [f"item_{k}" for k in range(number)]


def shop_world(
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
    """One shop with these items under one replenishment policy, and a supplier with unlimited stock.

    `streams`: the demand (`regular`); `lead`: lead time; `opening`: units on hand at the start; `first`: whether demand
    or review goes first at one instant; `life`: shelf life; further keywords are keys of the site (`unmet`, `issue`).
    """
    if horizon > LONGEST:
        raise UnfitError(f"the run would last {horizon:.3g} units of time, more than {LONGEST:.3g}")
    on_hand = opening if isinstance(opening, Mapping) else dict.fromkeys(names, opening)
    goods = {"price": 1, "bought_from": SUPPLIER, **({} if life is None else {"shelf_life": minutes(life)})}
    return {
        "brand": "Verification",
        "start": START,
        "horizon": minutes(horizon),
        "products": dict.fromkeys(names, goods),
        "suppliers": {SUPPLIER: {"lead": lead}},
        "sites": {SITE: {"kind": "front_point", "opening": on_hand, **site}},
        "communities": {PLACE: {"picks_up_at": SITE}},
        "replenishment": [{"at": SITE, "items": list(names), "policy": policy, "at_same_instant": first}],
        "regular": dict(streams),
    }


def unit_demand(names: Sequence[str], rate: float, horizon: float) -> dict[str, Tree]:
    """Poisson demand of unit size, a stream for each item, conditioned on its expected total over the run.

    The condition removes most of the variance of a long run; from the variance of a short stretch it removes the share
    of that stretch in the run.
    """
    arrives = {"kind": "steady", "rate": f"{float(rate)!r}/min"}
    return {f"{DEMAND}_{name}": demand_stream(name, arrives, exactly=round(rate * horizon)) for name in names}


def period_demand(names: Sequence[str], quantity: Any, period: float = 1.0, first: float = 0.0) -> dict[str, Tree]:
    """The demand of a whole period as one order, a stream for each item."""
    arrives = {"kind": "every", "interval": minutes(period), "first": minutes(first)}
    return {f"{DEMAND}_{name}": demand_stream(name, arrives, quantity=quantity) for name in names}


def demand_stream(name: str, arrives: Tree, **more: Any) -> Tree:
    """A stream of orders for one item."""
    return {"arrives": arrives, "products": {name: 1}, "pickup": 1, **more}


def lead_time(inputs: Inputs) -> tuple[Any, float]:
    """The distribution given by `lead_time_dist`, `lead_time_mean`, `lead_time_cv2`; and its mean."""
    return duration(inputs, "lead_time", "deterministic")


def each_item(record: Record, measures: Mapping[str, Callable[[StockHistory], float]]) -> dict[str, Floats]:
    """The measures of every item of the shop, shape (items,) each."""
    rows = [[measure(stock) for measure in measures.values()] for stock in stock_histories(record, SITE)]
    return dict(zip(measures, np.array(rows).T, strict=True))
