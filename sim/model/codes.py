"""Codes: every name of a world as a small number and back, and the catalogue as arrays."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.schema.selection import channels_of, sellers, sites_of
from sim.schema.sourcing import suppliers_by_item
from sim.schema.world import World


@dataclass(frozen=True)
class Codes:
    """Names in order; a code is the position of a name. Items are products first, then materials.

    `sites["dc"]` is the code of a name, `site_names[0]` the name of a code. The columns of the catalogue (`price` of
    products; `cost`, `life` and `grades` of items; `households` of communities) are read by code.
    """

    sites: dict[str, int]
    items: dict[str, int]
    communities: dict[str, int]
    channels: dict[str, int]
    sources: dict[str, int]
    resources: dict[str, int]
    site_names: tuple[str, ...]
    item_names: tuple[str, ...]
    community_names: tuple[str, ...]
    channel_names: tuple[str, ...]
    source_names: tuple[str, ...]
    products: int
    grades: tuple[str, ...]
    price: Floats
    cost: Floats
    life: Floats
    households: Floats

    @classmethod
    def of(cls, world: World) -> "Codes":
        """The codes of a world; the same world always gives the same codes."""
        catalogue = {**world.products, **world.materials}
        channels, sources = tuple(channels_of(world)), tuple(sellers(world))
        return cls(
            sites=_numbered(world.sites),
            items=_numbered(catalogue),
            communities=_numbered(world.communities),
            channels=_numbered(channels),
            sources=_numbered(sources),
            resources=_numbered(dict.fromkeys(_resources(world))),
            site_names=tuple(world.sites),
            item_names=tuple(catalogue),
            community_names=tuple(world.communities),
            channel_names=channels,
            source_names=sources,
            products=len(world.products),
            grades=(*(product.grade for product in world.products.values()), *("" for _ in world.materials)),
            price=np.array([product.price for product in world.products.values()]),
            cost=np.array([item.cost for item in catalogue.values()]),
            life=np.array([np.inf if i.shelf_life is None else i.shelf_life for i in catalogue.values()]),
            households=np.array([community.households for community in world.communities.values()]),
        )


def _resources(world: World) -> Iterator[str]:
    """Everything with a capacity: suppliers' items, production lines, lanes, stations, courier pools."""
    suppliers = suppliers_by_item(world)
    for name, supplier in world.suppliers.items():
        if supplier.capacity is not None:
            yield from (
                f"{name}.{item}" for item in (*world.products, *world.materials) if name in suppliers.get(item, ())
            )
    for name, site in world.sites.items():
        yield from (f"{name}.{line}" for line in site.lines)
    for lane in world.lanes:
        yield from (f"{lane.start}->{end}" for end in sites_of(world, lane.to))
    for name, site in world.sites.items():
        yield from (f"{name}.{station}" for station in site.stations)
        yield from (pool for pool, couriers in world.couriers.items() if couriers.at == name)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: code for code, name in enumerate(names)}
