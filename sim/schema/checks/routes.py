"""Lanes lead from one site to another, each once; orders can leave through the stations of a site."""

from collections.abc import Iterator

from sim.errors import Problem, nearest
from sim.schema.draft import Draft
from sim.schema.network import Station
from sim.schema.selection import ALL, sites_of

OUT = "out"


def check(draft: Draft) -> Iterator[Problem]:
    """Lanes to nowhere, to their own start or twice; stations that never lead out; pools without couriers."""
    yield from _lanes(draft)
    for name, site in draft.world.sites.items():
        yield from _stations(draft, name, site.stations)
    for name, pool in draft.world.couriers.items():
        if not pool.full_time and (pool.crowd is None or not pool.crowd.pool * pool.crowd.logs_on):
            message = "nobody works here: give `full_time` couriers, or a `crowd` that logs on"
            yield draft.document.problem(("couriers", name), message, key=True)


def _lanes(draft: Draft) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for number, lane in draft.lanes():
        at = ("lanes", number)
        ends = sites_of(draft.world, lane.to)
        if ALL in lane.to:
            yield draft.document.problem((*at, "to"), f"a lane leads to sites that are named, not to '{ALL}'")
            continue
        if lane.start in ends:
            yield draft.document.problem((*at, "to"), f"the lane leads back to its own start, '{lane.start}'")
        for end in ends:
            if end == lane.start:
                continue
            first = seen.setdefault((lane.start, end), number)
            if first != number:
                earlier = draft.document.mark(("lanes", first)).line
                where = f" (line {earlier})" if earlier else ""
                message = f"there is already a lane from '{lane.start}' to '{end}': lanes.{first}{where}"
                yield draft.document.problem((*at, "to"), message)
                break


def _stations(draft: Draft, site: str, stations: dict[str, Station]) -> Iterator[Problem]:
    order = [*stations, OUT]
    home = ("sites", site, "stations")
    if OUT in stations:
        message = f"'{OUT}' means that an order is done: give the station another name"
        yield draft.document.problem((*home, OUT), message, key=True)
        return
    after: dict[str, set[str]] = {}
    for name, station in stations.items():
        following = order[order.index(name) + 1]
        after[name] = {to for to, share in station.next.items() if share > 0} if station.next else {following}
        for to in station.next or ():
            if to not in order:
                yield draft.document.problem(
                    (*home, name, "next", to),
                    f"'{to}' is not a station of '{site}'",
                    allowed=", ".join(order),
                    suggestion=nearest(to, order),
                    key=True,
                )
    if all(to in order for reached in after.values() for to in reached) and draft.whole("sites"):
        done = {OUT}
        while new := {name for name, reached in after.items() if reached & done} - done:
            done |= new
        for name in after:
            if name not in done:
                yield draft.document.problem(
                    (*home, name, "next"), f"orders that come to '{name}' never leave: no way leads to `{OUT}`"
                )
