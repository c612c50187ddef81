"""Networks of sites as plain data: stocked sites, suppliers, lanes, replenishment rules, stages in series."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sim.results.record import Record
from validation.cases.inputs import UnfitError
from validation.measures.inventory import StockHistory, stock_history
from validation.worlds.world import ITEM, SITE, Tree, community_of, minutes, poisson

MAKER = "maker"


def stocked_site(units: float, item: str = ITEM, **more: object) -> Tree:
    """A site with units on hand at the start."""
    return {"kind": "warehouse", "opening": {item: max(units, 0.0)}, **more}


def replenishment_rule(site: str, source: str, policy: Tree, item: str = ITEM, **more: object) -> Tree:
    """A replenishment rule for one item at one site."""
    return {"at": site, "items": item, "from": source, "policy": policy, **more}


def base_stock(level: float) -> Tree:
    """The policy (S - 1, S) under continuous review."""
    return {"kind": "base_stock", "level": level}


def lane(start: str, end: str | Sequence[str], takes: float, **more: object) -> Tree:
    """A lane on which goods leave without waiting for a vehicle."""
    return {"from": start, "to": end, "takes": minutes(takes), **more}


def unlimited_supplier(lead: float, *items: str, **more: object) -> Tree:
    """The suppliers of a world: one with unlimited stock."""
    return {MAKER: {"lead": minutes(lead), "supplies": list(items or [ITEM]), **more}}


def pickup_on_site(*sites: str) -> Tree:
    """A community beside each of these sites, whose customers pick up at once."""
    return {
        "communities": {community_of(site): {"picks_up_at": site} for site in sites},
        "customers": {"pickup_after": minutes(0)},
    }


def walk_in_demand(sites: Sequence[str], rate: float) -> dict[str, Tree]:
    """Poisson demand of unit size at each site."""
    return {f"at_{site}": poisson(rate, communities=community_of(site), pickup=1) for site in sites}


# --- stages in series


def stage_site(number: int) -> str:
    """The site of a stage; stage 1 serves customers."""
    return SITE if number == 1 else f"stage_{number}"


def stage_numbers(**lists: Sequence[float]) -> range:
    """The numbers of the stages; raises `UnfitError` when the lists differ in length."""
    (first, values), *rest = lists.items()
    for name, others in rest:
        if len(others) != len(values):
            raise UnfitError(f"inputs.{first} has {len(values)} stages and inputs.{name} {len(others)}")
    return range(1, len(values) + 1)


def local_base_stock(echelon: Sequence[float]) -> list[float]:
    """Local base-stock levels of echelon levels: S_j - S_(j - 1) (Axsater & Rosling 1993)."""
    return [echelon[0], *(above - below for below, above in pairwise(echelon))]


def serial_system(leads: Sequence[float], policies: Sequence[Tree], opening: Sequence[float]) -> Tree:
    """Sites, lanes and rules of stages; `leads[j - 1]` is the lead time to stage j, to the last one from a supplier."""
    last = len(leads)
    names = [stage_site(number) for number in range(1, last + 1)]
    return {
        "sites": {name: stocked_site(units) for name, units in zip(names, opening, strict=True)},
        **pickup_on_site(SITE),
        "suppliers": unlimited_supplier(leads[-1]),
        "lanes": [lane(names[row + 1], names[row], leads[row]) for row in range(last - 1)],
        "replenishment": [
            replenishment_rule(name, source, policy)
            for name, source, policy in zip(names, [*names[1:], MAKER], policies, strict=True)
        ],
    }


def stage_histories(record: Record, stages: Sequence[int]) -> list[StockHistory]:
    """The stock history of each stage."""
    return [stock_history(record, stage_site(number), ITEM) for number in stages]
