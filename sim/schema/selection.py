"""What a name stands for: a group is its members, `*` is everything of its sort."""

from collections.abc import Collection, Iterable, Mapping

from sim.schema.selling import GroupBuy, RecordedSource, Regular, Show
from sim.schema.world import World

ALL = "*"
SELLING = ("shows", "group_buys", "regular", "recorded")
Seller = Show | GroupBuy | Regular | RecordedSource


def sites_of(world: World, names: Iterable[str]) -> list[str]:
    """The sites that names of sites, groups or `*` stand for, each once, in the order in which they are named."""
    return _spelled(names, world.sites, world.groups)


def communities_of(world: World, names: Iterable[str]) -> list[str]:
    """The communities that names of communities, groups or `*` stand for, each once, in order."""
    return _spelled(names, world.communities, world.groups)


def sellers(world: World) -> dict[str, Seller]:
    """All sources of orders by id: shows, group buys, regular streams, recorded orders."""
    return {**world.shows, **world.group_buys, **world.regular, **world.recorded}


def channels_of(world: World) -> list[str]:
    """All channels and rooms that any source names, sorted."""
    rooms = {room for show in world.shows.values() for room in show.rooms}
    return sorted({seller.channel for seller in sellers(world).values()} | rooms)


def products_of(world: World, seller: Seller) -> list[str]:
    """The products of the world that a source may sell."""
    return [name for name in (world.products if seller.offers is None else seller.offers) if name in world.products]


def _spelled(names: Iterable[str], known: Collection[str], groups: Mapping[str, list[str]]) -> list[str]:
    spelled: list[str] = []
    for name in names:
        spelled += list(known) if name == ALL else groups.get(name, [name])
    return [name for name in dict.fromkeys(spelled) if name in known]
