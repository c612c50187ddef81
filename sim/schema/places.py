"""What a shock or a plan can point at: the names on every axis of a world."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from sim.schema.selection import ALL, channels_of, sellers, sites_of
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


def spelled_out(world: World, sorts: Sequence[str], names: Iterable[str]) -> list[str]:
    """Names with `*` and groups written out; `*` is every lane, else every site, else everything of the first sort.

    Every lane and not every site, because a lane answers to both of its ends and would be slowed down twice.
    """
    known = axes(world)
    everything = known[next((sort for sort in ("lane", "site") if sort in sorts), sorts[0])]
    groups = world.groups if "site" in sorts else {}
    spelled = chain.from_iterable(everything if name == ALL else groups.get(name, [name]) for name in names)
    return list(dict.fromkeys(spelled))
