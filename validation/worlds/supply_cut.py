"""Shops whose supply is cut for a while, side by side in one world: each with a supplier and steady customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from validation.cases.inputs import UnfitError
from validation.worlds.world import Tree, community_of, minutes, per_minute, world

ORDERS, REVIEWS = 30_000, 4_000
"""Orders of a shop in a run; reviews in a run, at most."""
FINE, ROUGH, COARSEST = 150, 40, 10
"""Reviews in the shortest stretch of time that matters: aimed at, aimed at without supply during the cut, and
at least."""
PLENTY = 20.0
"""Capacity, in demands, of a supplier whose recovery is no output."""
NEGLIGIBLE = 1e-9
"""A stretch of time, as a share of the run, that is only the rounding error of a subtraction."""
IN_TRANSIT = 4
"""Reviews whose goods are on order at a shop that has no stock from the start."""


@dataclass(frozen=True)
class SupplyCutShop:
    """One shop, in units and times of the case: its supply falls to `supply` at the start for `lasts` (None = always).

    `end`: length of the run; `review`: time between reviews.
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
        """The item it sells."""
        return f"{self.name}_item"

    @property
    def scale(self) -> float:
        """Orders, each of one unit of the world, for a unit of the case."""
        return ORDERS / (self.demand * self.end)

    @property
    def between_reviews(self) -> float:
        """Units of the case that are sold between two reviews, and one order more."""
        return self.demand * self.review + 1 / self.scale

    @property
    def opening(self) -> float:
        """The stock of the case, and what is sold until the first goods after the cut can arrive."""
        more = self.between_reviews * min(self.demand / self.capacity, 1.0)
        return self.stock + more + 1 / self.scale if self.stock > 0 else 0.0


def nominal_survival(stock: float, demand: float, supply: float) -> float:
    """stock / (demand - supply), 0 when supply suffices; only to choose the length of a run."""
    return stock / (demand - supply) if demand > supply else 0.0


def review_interval(end: float, *stretches: float, fine: float = FINE) -> float:
    """A time between reviews that is short compared with the shortest of the stretches of time (0 = none)."""
    shortest = min([end, *(stretch for stretch in stretches if stretch > NEGLIGIBLE * end)])
    review = max(shortest / fine, end / REVIEWS)
    if review > shortest / COARSEST:
        raise UnfitError(f"something lasts {shortest:.3g} in a run of {end:.3g}: that is too short to be seen in it")
    return review


def supply_cut_world(shops: Sequence[SupplyCutShop]) -> tuple[Tree, Tree]:
    """The world of all shops side by side, and the scenario that cuts their supply."""
    tree = world(
        {shop.name: _site(shop) for shop in shops},
        max(shop.end for shop in shops),
        products={shop.item: {"price": shop.margin / shop.scale} for shop in shops},
        suppliers={_supplier(shop): _supply(shop) for shop in shops},
        replenishment=[_rule(shop) for shop in shops],
        regular={f"{shop.name}_customers": _customers(shop) for shop in shops},
        communities={community_of(shop.name): {"picks_up_at": shop.name} for shop in shops},
        customers={"pickup_after": "0min"},
    )
    return tree, {"title": "Less supply", "shocks": [_cut(shop) for shop in shops]}


def _supplier(shop: SupplyCutShop) -> str:
    return f"{shop.name}_supplier"


def _site(shop: SupplyCutShop) -> Tree:
    opening = {shop.item: shop.opening * shop.scale}
    return {"kind": "front_point", "unmet": "lost", "issue": "lifo", "opening": opening}


def _supply(shop: SupplyCutShop) -> Tree:
    return {"lead": "0min", "capacity": per_minute(shop.capacity * shop.scale), "supplies": [shop.item]}


def _rule(shop: SupplyCutShop) -> Tree:
    """Order up to the opening stock and what is sold between reviews, which is on order; without stock, more of it."""
    opening = shop.opening * shop.scale
    level = opening + (1 if opening else IN_TRANSIT) * shop.between_reviews * shop.scale
    policy = {"kind": "order_up_to", "review": minutes(shop.review), "order_up_to": level}
    return {"at": shop.name, "items": [shop.item], "from": _supplier(shop), "policy": policy}


def _customers(shop: SupplyCutShop) -> Tree:
    return {
        "arrives": {"kind": "steady", "rate": per_minute(shop.demand * shop.scale)},
        "evenly": True,
        "products": {shop.item: 1},
        "communities": community_of(shop.name),
        "pickup": 1.0,
    }


def _cut(shop: SupplyCutShop) -> Tree:
    lasts = {} if shop.lasts is None else {"for": minutes(shop.lasts)}
    share = shop.supply / shop.capacity
    return {"kind": "hold", "lever": "supply", "where": _supplier(shop), "factor": share, "from": "d0 00:00", **lasts}
