"""Which site serves a community: who delivers to the door, and where its people pick up."""

from math import hypot

from sim.schema.network import Site
from sim.schema.selection import Seller, communities_of
from sim.schema.selling import Community
from sim.schema.world import World
from sim.tolerance import ROUNDING


def distance(site: Site, community: Community) -> float:
    """As the crow flies, km."""
    return hypot(site.at[0] - community.at[0], site.at[1] - community.at[1])


def covers(site: Site, community: Community) -> bool:
    """Whether the community lies within the site's delivery radius; without a radius every place does."""
    return site.serves_within is None or distance(site, community) <= site.serves_within + ROUNDING


def delivers_to(world: World, community: str) -> str | None:
    """The site whose couriers deliver there: `delivered_from`, else the nearest with couriers whose radius covers it.

    None when there is no such site. Of two at the same distance, the one listed first.
    """
    home = world.communities[community]
    if home.delivered_from is not None:
        return home.delivered_from
    staffed = {pool.at for pool in world.couriers.values()}
    return _nearest(home, {name: site for name, site in world.sites.items() if name in staffed and covers(site, home)})


def pickup_for(world: World, community: str) -> str | None:
    """The site where its people collect: `picks_up_at`, else the nearest front point, else the nearest site."""
    home = world.communities[community]
    if home.picks_up_at is not None:
        return home.picks_up_at
    points = {name: site for name, site in world.sites.items() if site.kind == "front_point"}
    return _nearest(home, points or world.sites)


def serving(world: World, seller: Seller) -> dict[str, str]:
    """The sites that serve a source's customers, by delivery or pickup, each with the first community it serves."""
    served: dict[str, str] = {}
    for community in communities_of(world, seller.communities):
        sites = [delivers_to(world, community)] if seller.pickup < 1 else []
        sites += [pickup_for(world, community)] if seller.pickup > 0 else []
        for site in sites:
            if site is not None and site in world.sites:
                served.setdefault(site, community)
    return served


def _nearest(home: Community, sites: dict[str, Site]) -> str | None:
    return min(sites, key=lambda name: distance(sites[name], home), default=None)
