"""What a shock or a plan can point at: the names on every axis of a world."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from sim.schema.selection import ALL, channels_of, sellers, sites_of
from sim.schema.sourcing import suppliers_by_item
from sim.schema.world import World


def axes(world: World) -> Mapping[str, list[str]]:
    """All names by the sort of place, without groups: a lane is `dc->shop_1`, a line `oven` or `bakery.oven`."""
    lines = [(line, f"{name}.{line}") for name, site in world.sites.items() for line in site.lines]
    return {
        "site": list(world.sites),
        "product": list(world.products),
        "item": [*world.products, *world.materials],
        "supplier": list(world.suppliers),
        "source": list(sellers(world)),
        "surprise show": [name for name, show in world.shows.items() if show.surprise],
        "channel": channels_of(world),
        "factory line": list(dict.fromkeys(chain.from_iterable(lines))),
        "site.station": [f"{name}.{station}" for name, site in world.sites.items() for station in site.stations],
        "courier pool": list(world.couriers),
        "lane": [f"{lane.start}->{end}" for lane in world.lanes for end in sites_of(world, lane.to)],
    }


class KnownPlaces:
    """The places of one world, and what plug-ins may ask about them (`sim.plug.WorldFacts`)."""

    def __init__(self, world: World) -> None:
        self._world, self._axes = world, axes(world)

    def names(self, sort: str) -> Sequence[str]:
        """All places of a sort."""
        return self._axes[sort]

    def spelled_out(self, sorts: Sequence[str], names: Iterable[str]) -> list[str]:
        """Names with groups and `*` written out."""
        return spelled_out(self._world, sorts, names)

    def capacities(self, place: str) -> dict[str, float | None]:
        """The supplier of that name, or all suppliers of the item, with their capacities."""
        suppliers = self._world.suppliers
        names = suppliers_by_item(self._world).get(place, [place])
        return {name: suppliers[name].capacity for name in names if name in suppliers}


def spelled_out(world: World, sorts: Sequence[str], names: Iterable[str]) -> list[str]:
    """Names with `*` and groups written out; `*` is every lane, else every site, else everything of the first sort.

    Every lane and not every site, because a lane answers to both of its ends and would be slowed down twice.
    """
    known = axes(world)
    everything = known[next((sort for sort in ("lane", "site") if sort in sorts), sorts[0])]
    groups = world.groups if "site" in sorts else {}
    spelled = chain.from_iterable(everything if name == ALL else groups.get(name, [name]) for name in names)
    return list(dict.fromkeys(spelled))
