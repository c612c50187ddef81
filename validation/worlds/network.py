"""Chains and networks of sites in the worlds of cases: who stocks what, who sends it on, who is asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import UnfitError
from validation.measures.inventory import Shelf, shelf
from validation.worlds.world import ITEM, SITE, Tree, minutes, place_of, poisson

MAKER = "maker"


def stocking(units: float, item: str = ITEM, **more: object) -> Tree:
    """A site with units on its shelf at the start."""
    return {"kind": "warehouse", "opening": {item: max(units, 0.0)}, **more}


def rule(site: str, source: str, policy: Tree, item: str = ITEM, **more: object) -> Tree:
    """A replenishment rule for one item at one site."""
    return {"at": site, "items": item, "from": source, "policy": policy, **more}


def base_stock(level: float) -> Tree:
    """(S - 1, S), watched all the time."""
    return {"kind": "base_stock", "level": level}


def lane(start: str, end: str | Sequence[str], takes: float, **more: object) -> Tree:
    """A road that goods take at once."""
    return {"from": start, "to": end, "takes": minutes(takes), **more}


def maker(lead: float, *items: str, **more: object) -> Tree:
    """The suppliers of a world: one who never runs out."""
    return {MAKER: {"lead": minutes(lead), "supplies": list(items or [ITEM]), **more}}


def collected(*sites: str) -> Tree:
    """Customers live beside these sites and take there at once what is theirs."""
    return {
        "communities": {place_of(site): {"picks_up_at": site} for site in sites},
        "customers": {"pickup_after": minutes(0)},
    }


def at_counters(sites: Sequence[str], rate: float) -> dict[str, Tree]:
    """Customers who want one unit each come to each site at this rate, as a Poisson process."""
    return {f"at_{site}": poisson(rate, communities=place_of(site), pickup=1) for site in sites}


def at_counter(goods: Shelf, begin: float, end: float) -> dict[str, float]:
    """What customers meet at a shelf in [begin, end), and what lies there, on average over time or units."""
    wanted = goods.wanted.between(begin, end)
    return {
        "fill_rate": wanted.fill_rate(),
        "backorders": goods.owed.mean(begin, end),
        "on_hand": goods.on_hand.mean(begin, end),
        "mean_customer_wait": wanted.mean_wait(),
    }


# --- stages one after the other


def stage(number: int) -> str:
    """The site of a stage; stage 1 serves customers."""
    return SITE if number == 1 else f"stage_{number}"


def stages_alike(**lists: Sequence[float]) -> range:
    """The numbers of the stages, when all lists are of one length."""
    (first, values), *rest = lists.items()
    for name, others in rest:
        if len(others) != len(values):
            raise UnfitError(f"inputs.{first} has {len(values)} stages and inputs.{name} {len(others)}")
    return range(1, len(values) + 1)


def local_levels(echelon: Sequence[float]) -> list[float]:
    """What each stage keeps for itself: S_j - S_(j - 1) (Axsater & Rosling 1993)."""
    return [echelon[0], *(above - below for below, above in pairwise(echelon))]


def chain(leads: Sequence[float], policies: Sequence[Tree], opening: Sequence[float]) -> Tree:
    """Sites, lanes and rules of stages; the goods for stage j travel for `leads[j - 1]`, for the last from a maker."""
    last = len(leads)
    names = [stage(number) for number in range(1, last + 1)]
    return {
        "sites": {name: stocking(units) for name, units in zip(names, opening, strict=True)},
        **collected(SITE),
        "suppliers": maker(leads[-1]),
        "lanes": [lane(names[row + 1], names[row], leads[row]) for row in range(last - 1)],
        "replenishment": [
            rule(name, source, policy)
            for name, source, policy in zip(names, [*names[1:], MAKER], policies, strict=True)
        ],
    }


def shelves_of(record: Record, stages: Sequence[int]) -> list[Shelf]:
    """The shelf of each stage."""
    return [shelf(record, stage(number), ITEM) for number in stages]


def holding_cost(shelves: Sequence[Shelf], echelon_holding: Sequence[float], begin: float, end: float) -> float:
    """Cost a minute of what lies at the stages and travels between them, in [begin, end).

    A stage is charged the sum of the echelon rates from it upwards; goods on the road, the rate of who sent them. What
    a stage has on order is owed to it by the next one, or on the road.
    """
    local = np.cumsum(np.asarray(echelon_holding)[::-1])[::-1].tolist()
    cost = sum(rate * goods.on_hand.mean(begin, end) for rate, goods in zip(local, shelves, strict=True))
    for rate, (goods, above) in zip(local[1:], pairwise(shelves), strict=True):
        cost += rate * (goods.on_order.mean(begin, end) - above.owed.mean(begin, end))
    return float(cost)
