"""Customers can be reached: by couriers, or at a point where they pick up."""

from collections.abc import Iterator

from sim.errors import Problem
from sim.schema.draft import Draft
from sim.schema.reach import covers, delivers_to, distance, serving
from sim.schema.selection import SELLING, communities_of, sellers


def check(draft: Draft) -> Iterator[Problem]:
    """Communities out of reach, deliverers without couriers, sources without customers, unknown entry stations."""
    if not draft.sure("communities", "sites"):
        return
    for section in SELLING:
        for name in getattr(draft.world, section):
            if not draft.names("communities"):
                message = "orders need customers: define at least one place under `communities`"
                yield draft.document.problem((section, name), message, key=True)
    if draft.whole("communities", "couriers") and draft.whole("sites", but="stations"):
        yield from _communities(draft)
    if draft.whole("sites", "communities", "couriers"):
        yield from _entries(draft)


def _communities(draft: Draft) -> Iterator[Problem]:
    world = draft.world
    staffed = {pool.at for pool in world.couriers.values()}
    sources: dict[str, str] = {}
    for source, seller in sellers(world).items():
        for community in communities_of(world, seller.communities) if seller.pickup < 1 else ():
            sources.setdefault(community, source)
    for name, home in world.communities.items():
        at, given, source = ("communities", name), home.delivered_from, sources.get(name, "")
        if given in world.sites:
            site = world.sites[given]
            # a pure service study ends at the last station
            if source and given not in staffed and site.stock == "limited":
                message = f"'{source}' sells for delivery, but no courier pool leaves from '{given}'"
                yield draft.document.problem((*at, "delivered_from"), message, allowed=", ".join(sorted(staffed)))
            elif source and not covers(site, home):
                message = f"'{name}' is {distance(site, home):.3g} km from '{given}', which delivers within"
                yield draft.document.problem((*at, "delivered_from"), f"{message} {site.serves_within:g} km")
        elif given is None and source and delivers_to(world, name) is None:
            message = f"'{name}' cannot be reached: '{source}' sells for delivery, but no site with couriers serves it"
            cure = "add couriers, widen `serves_within`, or let its people pick up (`pickup: 1`)"
            yield draft.document.problem(at, f"{message}: {cure}", key=True)


def _entries(draft: Draft) -> Iterator[Problem]:
    for name, stream in draft.world.regular.items():
        if stream.enters is None:
            continue
        for site in serving(draft.world, stream):
            stations = draft.world.sites[site].stations
            if stream.enters not in stations:
                what = f"station of '{site}', which serves it"
                yield draft.document.unknown(("regular", name, "enters"), what, stream.enters, stations)
                break
