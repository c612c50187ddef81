"""Names in a configuration refer to something that exists."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.errors import Problem
from sim.plug import Plugin
from sim.policies.view import PerItem
from sim.schema.document import Path
from sim.schema.draft import Draft
from sim.schema.selection import ALL, SELLING

_ITEMS = ("products", "materials")
_SORTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "item": ("product or material", _ITEMS),
    "supplier": ("supplier", ("suppliers",)),
    "origin": ("site or supplier", ("sites", "suppliers")),
}
"""What the knobs of policies name: the words for it, and the sections of a world that have it."""


def check(draft: Draft) -> Iterator[Problem]:
    """Unknown products, materials, suppliers, sites, groups and communities, each with the nearest known name."""
    yield from _catalogue(draft)
    yield from _network(draft)
    yield from _selling(draft)
    yield from _groups(draft)


def _catalogue(draft: Draft) -> Iterator[Problem]:
    world = draft.world
    for section, entries in (("products", world.products), ("materials", world.materials)):
        for name, entry in entries.items():
            if entry.bought_from is not None:
                yield from _one(draft, (section, name, "bought_from"), "supplier", entry.bought_from, ["suppliers"])
    for name, product in world.products.items():
        for part in product.bom:
            yield from _one(draft, ("products", name, "bom", part), "product or material", part, _ITEMS, key=True)
    for name in world.suppliers:
        for at, item in draft.listed(("suppliers", name, "supplies")):
            yield from _one(draft, at, "product or material", item, _ITEMS)


def _network(draft: Draft) -> Iterator[Problem]:
    world = draft.world
    for name, site in world.sites.items():
        for item in site.opening:
            yield from _one(draft, ("sites", name, "opening", item), "product or material", item, _ITEMS, key=True)
        for line_name, line in site.lines.items():
            for product in line.rate:
                rate = ("sites", name, "lines", line_name, "rate", product)
                yield from _one(draft, rate, "product", product, ["products"], key=True)
    for number, lane in draft.lanes():
        yield from _one(draft, ("lanes", number, "from"), "site", lane.start, ["sites"])
        yield from _many(draft, ("lanes", number, "to"), "site or group of sites", ("sites", "groups"))
    for number, rule in draft.rules():
        home = ("replenishment", number)
        yield from _many(draft, (*home, "at"), "site or group of sites", ("sites", "groups"))
        yield from _many(draft, (*home, "items"), "product or material", _ITEMS)
        if rule.source is not None:
            yield from _one(draft, (*home, "from"), "site or supplier", rule.source, ("sites", "suppliers"))
        for key, policy in (("policy", rule.policy), ("transfer", rule.transfer), ("sourcing", rule.sourcing)):
            if policy is not None:
                yield from _knobs(draft, (*home, key), policy)
    for name, pool in world.couriers.items():
        yield from _one(draft, ("couriers", name, "at"), "site", pool.at, ["sites"])
        for number, tour in enumerate((pool.drives.tours if pool.drives else None) or ()):
            for turn, stop in enumerate(tour):
                at = ("couriers", name, "drives", "tours", number, turn)
                yield from _one(draft, at, "community", stop, ["communities"])


def _knobs(draft: Draft, at: Path, plugin: Plugin) -> Iterator[Problem]:
    """The items, sites and suppliers that a policy's knobs name, and those of the plug-ins that it is made of."""
    sorts = {field: sorts[0] for field, _, sorts in plugin.references()}
    for knob, info in type(plugin).model_fields.items():
        value, place = getattr(plugin, knob), (*at, knob)
        named = isinstance(value, dict) and info.annotation in (PerItem, PerItem | None)
        sort = sorts.get(knob, "item" if named else "")
        inner = value.items() if isinstance(value, dict) else [("", value)]
        for key, one in inner:
            if isinstance(one, Plugin):
                yield from _knobs(draft, (*place, key) if key else place, one)
        if sort in _SORTS:
            what, sections = _SORTS[sort]
            for where, name, is_key in _names_in(draft, place, value):
                yield from _one(draft, where, what, name, sections, key=is_key)


def _names_in(draft: Draft, place: Path, value: Any) -> list[tuple[Path, str, bool]]:
    """The names in the value of a knob: each with its path, and whether it is a key there."""
    if isinstance(value, dict):
        return [((*place, key), key, True) for key in value]
    return [(where, name, False) for where, name in draft.listed(place)]


def _selling(draft: Draft) -> Iterator[Problem]:
    world = draft.world
    for name, home in world.communities.items():
        for key, site in (("delivered_from", home.delivered_from), ("picks_up_at", home.picks_up_at)):
            if site is not None:
                yield from _one(draft, ("communities", name, key), "site", site, ["sites"])
    for section in SELLING:
        for name in getattr(world, section):
            customers = (section, name, "communities")
            yield from _many(draft, customers, "community or group of communities", ("communities", "groups"))
    for section, entries in (("shows", world.shows), ("regular", world.regular)):
        for name, seller in entries.items():
            for product in seller.products or ():
                at = (section, name, "products", product)
                yield from _one(draft, at, "product", product, ["products"], key=True)
    for name, group_buy in world.group_buys.items():
        yield from _one(draft, ("group_buys", name, "product"), "product", group_buy.product, ["products"])


def _groups(draft: Draft) -> Iterator[Problem]:
    sites, communities = set(draft.names("sites")), set(draft.names("communities"))
    for name, members in draft.world.groups.items():
        if not members:
            yield draft.document.problem(("groups", name), "the group is empty", key=True)
        for index, member in enumerate(members):
            yield from _one(draft, ("groups", name, index), "site or community", member, ("sites", "communities"))
        if not (sites >= set(members) or communities >= set(members)) and sites | communities >= set(members):
            message = "a group holds sites or communities, not both"
            yield draft.document.problem(("groups", name), message, key=True)


def _many(draft: Draft, at: Path, what: str, sections: Sequence[str]) -> Iterator[Problem]:
    for place, name in draft.listed(at):
        if name != ALL:
            yield from _one(draft, place, what, name, sections)
        elif isinstance(draft.document.at(at), list) and len(draft.document.at(at)) > 1:
            yield draft.document.problem(place, f"'{ALL}' already means all: leave out the other names")


def _one(draft: Draft, at: Path, what: str, name: str, sections: Sequence[str], key: bool = False) -> Iterator[Problem]:
    if name not in (known := draft.names(*sections)) and draft.sure(*sections):
        yield draft.document.unknown(at, what, name, known, key=key)
