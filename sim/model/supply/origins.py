"""Origins: where each site gets each item from at present: one place, what a plan says, or what a policy chooses."""

from collections.abc import Callable

from sim.model.engine import Engine
from sim.model.supply.source_selection import Choosing, Way
from sim.schema.rules import Rule
from sim.schema.sourcing import Origin, Sourcing


class Origins:
    """`way(site, origin)` is what brings goods to a site from an origin."""

    def __init__(self, engine: Engine, way: Callable[[str, Origin], Way]) -> None:
        self.engine, self._way = engine, way
        self.sourcing = Sourcing(engine.world)
        self._usual: dict[tuple[str, str], Origin] = {}
        self._choosing: dict[tuple[str, str], Choosing] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._switched: dict[str, str] = {}

    def add(self, rule: Rule, site: str, item: str) -> bool:
        """A rule covers an item at a site; whether the item can be had there."""
        found = self.sourcing.origins(rule, site, item)
        if not found:
            return False
        self._usual[site, item] = found[0]
        if rule.sourcing is not None:
            ways = [self._way(site, way) for way in self.sourcing.candidates(rule.sourcing, site, item)]
            self._choosing[site, item] = Choosing(self.engine, rule.sourcing, site, item, ways)
        elif rule.source in self.engine.world.suppliers:
            self._named[site, item] = rule.source or ""
        return True

    def divide(self, site: str, item: str, units: float) -> list[tuple[Origin, float]]:
        """An order of one item by where it goes."""
        choosing = self._choosing.get((site, item))
        if choosing is None or self._switched_to(site, item):
            return [(self._source(site, item), units)]
        return choosing.divide(units)

    def supplied_from(self, site: str, item: str) -> list[str]:
        """A site and all that may get the item from it, directly or through others, at present."""
        found = [site]
        for name in found:
            here = Origin("lane", name)
            found += [
                end
                for end, other in self._usual
                if other == item and end not in found and here in self._possible(end, item)
            ]
        return found

    def able(self, site: str, item: str) -> list[str]:
        """Suppliers that may serve an order of a rule without a sourcing policy: the one that it names, or any."""
        named = self._named.get((site, item))
        everyone, world = self.sourcing.suppliers[item], self.engine.world.suppliers
        return [name for name in everyone if named in (None, name) or not world[name].active]

    def chooses(self, site: str, item: str) -> bool:
        """Whether a sourcing policy says where orders of the item go."""
        return (site, item) in self._choosing

    def take_back(self, site: str, item: str, name: str, units: float) -> None:
        """Units that were ordered from `name` and will not come from there after all."""
        if choosing := self._choosing.get((site, item)):
            choosing.take_back(name, units)

    def switch(self, site: str, source: str | None) -> None:
        """A plan sends a site to `source` for all that it carries; None = back to the usual."""
        if source is None:
            self._switched.pop(site, None)
        else:
            self._switched[site] = source

    def carries(self, site: str, item: str) -> bool:
        """Whether the item can ever lie at the site."""
        return (site, item) in self.sourcing.holds

    def _source(self, site: str, item: str) -> Origin:
        """Where a site gets an item from at present, the first of several."""
        other = self._switched_to(site, item)
        return Origin("lane", other) if other else self._usual[site, item]

    def _possible(self, site: str, item: str) -> list[Origin]:
        """All from which a site may get an item at present."""
        choosing = self._choosing.get((site, item))
        if choosing is None or self._switched_to(site, item):
            return [self._source(site, item)]
        return [way.origin for way in choosing.ways]

    def _switched_to(self, site: str, item: str) -> str | None:
        """The source to which a plan has sent a site for an item."""
        other = self._switched.get(site)
        return other if other and self.carries(other, item) else None
