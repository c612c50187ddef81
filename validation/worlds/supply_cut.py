"""Shelves whose supply is cut: shops, each with a supplier and steady customers, side by side in one world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from validation.cases.inputs import UnfitError
from validation.worlds.world import Tree, minutes, per_minute, place_of, world

ORDERS, REVIEWS, FINE = 30_000, 4_000, 150
"""Orders of a shelf in a run; reviews at most; reviews in the shortest stretch that matters, within that limit."""
COARSEST = 10
"""Reviews in the shortest stretch, at least."""
ROUGH = 40
"""Reviews in the shortest stretch where nothing comes during the cut."""
PLENTY = 20.0
"""Capacity of a supplier whose recovery no output looks at, in demands."""

NOTHING = 1e-9
"""A share of the run that is but the rest of a subtraction."""
ON_THEIR_WAY = 4
"""Reviews whose goods are on their way to a shelf that is empty from the start."""


@dataclass(frozen=True)
class Shelf:
    """One shop: units and times of the case. Its supply falls to `supply` at the start for `lasts` (None = for good).

    `end` is the length of the run, `review` the time between reviews.
    """

    name: str
    stock: float
    demand: float
    supply: float
    capacity: float
    lasts: float | None
    end: float
    review: float
    margin: float = 1.0

    @property
    def item(self) -> str:
        """What it sells."""
        return f"{self.name}_item"

    @property
    def scale(self) -> float:
        """Orders, of one unit of the world each, for a unit of the case."""
        return ORDERS / (self.demand * self.end)

    @property
    def between_reviews(self) -> float:
        """Units of the case that are sold between two reviews, and one order."""
        return self.demand * self.review + 1 / self.scale

    @property
    def opening(self) -> float:
        """The stock of the case, and what is sold until the first goods after the cut can be there."""
        more = self.between_reviews * min(self.demand / self.capacity, 1.0)
        return self.stock + more + 1 / self.scale if self.stock > 0 else 0.0


def survives(stock: float, demand: float, supply: float) -> float:
    """How long a stock lasts on paper, 0 when it never ends; only to choose the length of a run."""
    return stock / (demand - supply) if demand > supply else 0.0


def review_for(end: float, *stretches: float, fine: float = FINE) -> float:
    """A time between reviews that is short against every stretch of time that matters (those of 0 do not)."""
    shortest = min([end, *(stretch for stretch in stretches if stretch > NOTHING * end)])
    review = max(shortest / fine, end / REVIEWS)
    if review > shortest / COARSEST:
        raise UnfitError(f"something lasts {shortest:.3g} in a run of {end:.3g}: that is too short to be seen in it")
    return review


def cut_shelves(shelves: Sequence[Shelf]) -> tuple[Tree, Tree]:
    """The world of all shelves side by side, and the scenario that cuts them."""
    sites, suppliers, products, streams = {}, {}, {}, {}
    rules, shocks = [], []
    for shelf in shelves:
        site, item, scale, supplier = shelf.name, shelf.item, shelf.scale, f"{shelf.name}_supplier"
        # beyond the shelf, goods are on their way; an empty one lives on these alone
        opening = shelf.opening * scale
        level = opening + (1 if opening else ON_THEIR_WAY) * shelf.between_reviews * scale
        products[item] = {"price": shelf.margin / scale}
        sites[site] = {"kind": "front_point", "unmet": "lost", "issue": "lifo", "opening": {item: opening}}
        suppliers[supplier] = {"lead": "0min", "capacity": per_minute(shelf.capacity * scale), "supplies": [item]}
        rules.append(
            {
                "at": site,
                "items": [item],
                "from": supplier,
                "policy": {"kind": "order_up_to", "review": minutes(shelf.review), "order_up_to": level},
            }
        )
        streams[f"{site}_customers"] = {
            "arrives": {"kind": "steady", "rate": per_minute(shelf.demand * scale)},
            "evenly": True,
            "products": {item: 1},
            "communities": place_of(site),
            "pickup": 1.0,
        }
        shocks.append(_cut(supplier, shelf))
    tree = world(
        sites,
        max(shelf.end for shelf in shelves),
        products=products,
        suppliers=suppliers,
        replenishment=rules,
        regular=streams,
        communities={place_of(shelf.name): {"picks_up_at": shelf.name} for shelf in shelves},
        customers={"pickup_after": "0min"},
    )
    return tree, {"title": "Less supply", "shocks": shocks}


def _cut(supplier: str, shelf: Shelf) -> Tree:
    lasts = {} if shelf.lasts is None else {"for": minutes(shelf.lasts)}
    share = shelf.supply / shelf.capacity
    return {"kind": "hold", "lever": "supply", "where": supplier, "factor": share, "from": "d0 00:00", **lasts}
