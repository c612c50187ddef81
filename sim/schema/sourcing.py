"""Where goods come from: which items a replenishment rule covers at a site, and what can deliver them there."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from sim.policies.sourcing import SourcingPolicy
from sim.schema.rules import Rule
from sim.schema.selection import ALL, sites_of
from sim.schema.world import World


class Origin(NamedTuple):
    """One way in which an item comes to a site: made by its own lines, from another site by lane, or bought."""

    by: Literal["line", "lane", "supplier"]
    name: str


class Covered(NamedTuple):
    """One (site, item) of a rule; `named` when both the site and the item are named, not caught by `*` or a class."""

    site: str
    item: str
    named: bool


class Sourcing:
    """Answers about one world; `holds` has every (site, item) at which goods can ever lie.

    Goods lie where stock is unlimited or there at the start, and where a rule orders them from somewhere that holds
    them; a line makes nothing that no rule orders. A rule with `*` or a class covers what can be had.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.suppliers = suppliers_by_item(world)
        self.lanes = lanes_into(world)
        self.covered = [list(covered(world, rule)) for rule in world.replenishment]
        self.holds = {
            (name, item)
            for name, site in world.sites.items()
            for item in [*world.products, *world.materials]
            if site.stock == "unlimited" or site.opening.get(item, 0) > 0
        }
        self._spread()

    def origins(self, rule: Rule, site: str, item: str) -> list[Origin]:
        """The ways in which the rule can get the item to the site; more than one means that `from` must choose.

        The rule's `from` decides. Else own lines come first, then lanes from sites that hold the item, then suppliers,
        which stand in for one another and count as one way (the first active one; a backup is none). A rule with
        `sourcing` has all ways that its policy wants.
        """
        if rule.sourcing is not None:
            ways = self.candidates(rule.sourcing, site, item)
            return [way for way in ways if way.by != "supplier" or self.world.suppliers[way.name].active]
        if rule.source is not None:
            return self._from(rule.source, site, item)
        if makes(self.world, site, item):
            return [Origin("line", site)]
        near = [start for start in self.lanes.get(site, ()) if (start, item) in self.holds]
        if near:
            return [Origin("lane", start) for start in near]
        active = [name for name in self.suppliers.get(item, ()) if self.world.suppliers[name].active]
        return [Origin("supplier", name) for name in active[:1]]

    def candidates(self, policy: SourcingPolicy, site: str, item: str) -> list[Origin]:
        """All that a sourcing policy may ever choose from: own lines, lanes, then suppliers, backups among them."""
        ways = [Origin("line", site)] if makes(self.world, site, item) else []
        near = [start for start in self.lanes.get(site, ()) if (start, item) in self.holds]
        ways += [Origin("lane", start) for start in near]
        ways += [Origin("supplier", name) for name in self.suppliers.get(item, ())]
        named = policy.named()
        return [way for way in ways if named is None or way.name in named]

    def _from(self, source: str, site: str, item: str) -> list[Origin]:
        if source in self.suppliers.get(item, ()):
            return [Origin("supplier", source)]
        if source == site:
            return [Origin("line", site)] if makes(self.world, site, item) else []
        fits = source in self.lanes.get(site, ()) and (source, item) in self.holds
        return [Origin("lane", source)] if fits else []

    def _spread(self) -> None:
        """Follow the rules from the places that hold goods until nothing new is reached."""
        while True:
            new = {
                (site, item)
                for rule, pairs in zip(self.world.replenishment, self.covered, strict=True)
                for site, item, _ in pairs
                if (site, item) not in self.holds and self.origins(rule, site, item)
            }
            if not new:
                return
            self.holds |= new


def covered(world: World, rule: Rule) -> Iterator[Covered]:
    """Every (site, item) of a rule, whether or not the item can be had there.

    `*`, or neither items nor class, means all products; at a site with production lines, what its products are made of.
    """
    named_sites = ALL not in rule.at
    for site in sites_of(world, rule.at):
        named = [] if rule.items is None else [item for item in rule.items if item != ALL]
        for item in dict.fromkeys(named):
            yield Covered(site, item, named_sites)
        everything = rule.grade is None if rule.items is None else ALL in rule.items
        caught = (components_at(world, site) if world.sites[site].lines else list(world.products)) if everything else []
        caught += [name for name, product in world.products.items() if rule.grade == product.grade]
        for item in dict.fromkeys(caught):
            if item not in named:
                yield Covered(site, item, named=False)


def makes(world: World, site: str, item: str) -> bool:
    """Whether a line of the site makes the item."""
    return any(item in line.rate for line in world.sites[site].lines.values())


def components_at(world: World, site: str) -> list[str]:
    """What goes into the products that the site's lines make, in the order of the bills of materials."""
    made = [product for line in world.sites[site].lines.values() for product in line.rate if product in world.products]
    return list(dict.fromkeys(part for product in made for part in world.products[product].bom))


def lanes_into(world: World) -> dict[str, list[str]]:
    """For each site the sites from which an open lane (not a backup) leads to it, each once."""
    into: dict[str, list[str]] = {}
    for lane in world.lanes:
        if not lane.backup:
            for end in sites_of(world, lane.to):
                if end != lane.start and lane.start not in into.setdefault(end, []):
                    into[end].append(lane.start)
    return into


def suppliers_by_item(world: World) -> dict[str, list[str]]:
    """The suppliers of each item: those that list it, and the one that it names."""
    found: dict[str, list[str]] = {}
    for item, entry in {**world.products, **world.materials}.items():
        listing = [name for name, supplier in world.suppliers.items() if item in (supplier.supplies or ())]
        named = [entry.bought_from] if entry.bought_from in world.suppliers else []
        if names := list(dict.fromkeys([*named, *listing])):
            found[item] = [name for name in names if name is not None]
    return found
