"""What people call the places and goods of a world, so that a report need not show ids."""

from collections.abc import Iterable, Mapping

from sim.results.study import Titles, Words
from sim.schema.base import Text
from sim.schema.sourcing import suppliers_by_item
from sim.schema.world import World

COMMON = {
    "pick": ("拣货", "picking"),
    "pack": ("打包", "packing"),
    "sort": ("分拣", "sorting"),
    "check": ("复核", "checking"),
    "inspect": ("质检", "inspection"),
    "load": ("装车", "loading"),
    "oven": ("烤炉", "oven"),
    "line": ("产线", "line"),
}


def titles(world: World, resources: Iterable[str]) -> Titles:
    """Titles of every site and item, and of those `resources` that can be named better than by their id.

    A station or line is called by its site and its own id, a lane by its two ends, couriers by the site they leave, a
    supplier by its title, an item of a supplier by that, and by its own when the supplier has several.
    """
    sites = {name: words(site.title, name) for name, site in world.sites.items()}
    items = {name: words(item.title, name) for name, item in {**world.products, **world.materials}.items()}
    found = {name: _resource(world, sites, name) or _bought(world, items, name) for name in resources}
    known = {name: title for name, title in found.items() if title is not None}
    return Titles(resource=known, site=sites, item=items)


def words(text: Text | None, name: str = "") -> Words:
    """A text of a configuration in both languages; without one the name."""
    return Words(zh=text.zh, en=text.en) if text else Words(zh=name, en=name)


def _resource(world: World, sites: Mapping[str, Words], name: str) -> Words | None:
    start, arrow, end = name.partition("->")
    if arrow and start in sites and end in sites:
        return Words(zh=f"{sites[start].zh} → {sites[end].zh}", en=f"{sites[start].en} → {sites[end].en}")
    site, dot, part = name.partition(".")
    if dot and site in sites:
        zh, en = _common(part)
        return Words(zh=f"{sites[site].zh}{'' if zh != part else ' '}{zh}", en=f"{sites[site].en} {en}")
    if name in world.couriers and world.couriers[name].at in sites:
        home = sites[world.couriers[name].at]
        alone = sum(pool.at == world.couriers[name].at for pool in world.couriers.values()) == 1
        also = "" if alone else f" {name}"
        return Words(zh=f"{home.zh}骑手{also}", en=f"{home.en} couriers{also}")
    return words(world.suppliers[name].title, name) if name in world.suppliers else None


def _bought(world: World, items: Mapping[str, Words], name: str) -> Words | None:
    """An item of a supplier."""
    supplier, dot, item = name.partition(".")
    if not dot or supplier not in world.suppliers or item not in items:
        return None
    who = words(world.suppliers[supplier].title, supplier)
    if sum(supplier in able for able in suppliers_by_item(world).values()) == 1:
        return who
    return Words(zh=f"{who.zh} {items[item].zh}", en=f"{who.en}: {items[item].en}")


def _common(part: str) -> tuple[str, str]:
    """`oven_1` in words; an id of no common word stays as it is."""
    head, _, number = part.partition("_")
    if head not in COMMON or (number and not number.isdigit()):
        return part, part
    zh, en = COMMON[head]
    return (f"{zh} {number}", f"{en} {number}") if number else (zh, en)
