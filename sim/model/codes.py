"""Codes: every name of a world as a small number, and the catalogue as arrays."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.schema.selection import channels_of, sellers
from sim.schema.world import World


@dataclass(frozen=True)
class Codes:
    """Names in order; a code is the position of a name. Items are products first, then materials."""

    sites: dict[str, int]
    items: dict[str, int]
    communities: dict[str, int]
    channels: dict[str, int]
    sources: dict[str, int]
    products: int
    price: Floats
    cost: Floats
    life: Floats
    households: Floats

    @classmethod
    def of(cls, world: World) -> "Codes":
        """The codes of a world; the same world always gives the same codes."""
        catalogue = {**world.products, **world.materials}
        return cls(
            sites=_numbered(world.sites),
            items=_numbered(catalogue),
            communities=_numbered(world.communities),
            channels=_numbered(channels_of(world)),
            sources=_numbered(sellers(world)),
            products=len(world.products),
            price=np.array([product.price for product in world.products.values()]),
            cost=np.array([item.cost for item in catalogue.values()]),
            life=np.array([np.inf if i.shelf_life is None else i.shelf_life for i in catalogue.values()]),
            households=np.array([community.households for community in world.communities.values()]),
        )


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: code for code, name in enumerate(names)}
