"""Where a site gets an item from: its own lines, another site over a lane, or a supplier."""

from typing import Literal, NamedTuple

from sim.schema.rules import Rule
from sim.schema.world import World


class Source(NamedTuple):
    """One way to get an item: `line` (made here), `site` (over a lane) or `supplier`, and its name."""

    kind: Literal["line", "site", "supplier"]
    name: str


def sites_of(world: World, names: list[str]) -> list[str]:
    """Site names with groups spelled out and `*` meaning every site, each once, in order."""
    spelled: list[str] = []
    for name in names:
        spelled += list(world.sites) if name == "*" else world.groups.get(name, [name])
    return list(dict.fromkeys(spelled))


def items_of(world: World, rule: Rule) -> list[str]:
    """Items that a rule is about: by name, by class of product, or all products when it names neither."""
    if rule.items is not None:
        return [*world.products, *world.materials] if "*" in rule.items else list(rule.items)
    return [name for name, product in world.products.items() if rule.grade in (None, product.grade)]


def carries(world: World, site: str, item: str) -> bool:
    """Whether an item can lie at a site: it is made, stocked at the start, replenished or endless there."""
    place = world.sites[site]
    if place.stock == "unlimited" or item in place.opening or any(item in line.rate for line in place.lines.values()):
        return True
    return any(site in sites_of(world, rule.at) and item in items_of(world, rule) for rule in world.replenishment)


def suppliers_of(world: World, item: str) -> list[str]:
    """Suppliers of an item: the one it names first, then all that list it, backups too."""
    catalogue = {**world.products, **world.materials}
    first = catalogue[item].bought_from
    listed = [name for name, supplier in world.suppliers.items() if item in (supplier.supplies or ())]
    return list(dict.fromkeys(([first] if first else []) + listed))


def sources(world: World, site: str, item: str) -> list[Source]:
    """All ways for a site to get an item, the usual one first; backup lanes come last."""
    found: list[Source] = []
    if any(item in line.rate for line in world.sites[site].lines.values()):
        found.append(Source("line", site))
    reached = [lane for lane in world.lanes if site in sites_of(world, lane.to)]
    for lane in sorted(reached, key=lambda one: one.backup):
        if carries(world, lane.start, item):
            found.append(Source("site", lane.start))
    bought = [Source("supplier", name) for name in suppliers_of(world, item)]
    backups = {Source("site", lane.start) for lane in reached if lane.backup}
    usual = [source for source in found if source not in backups]
    return usual + bought + [source for source in found if source in backups]
