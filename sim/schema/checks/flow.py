"""Goods can reach the sites that need them: rules that can order, and sites that have what they sell."""

from collections.abc import Iterator

from sim.errors import Problem, one_of
from sim.schema.document import Path as At
from sim.schema.draft import Draft
from sim.schema.reach import serving
from sim.schema.rules import Rule
from sim.schema.selection import SELLING, Seller, products_of
from sim.schema.sourcing import Sourcing, components_at, makes

_NETWORK = ("products", "materials", "suppliers", "sites", "groups", "lanes", "replenishment")


def check(draft: Draft, sourcing: Sourcing) -> Iterator[Problem]:
    """Rules that cannot order or that overlap, lines without materials, products sold where nothing brings them.

    An item for which a rule has been reported is not followed further: the rest would repeat the same mistake.
    """
    if not draft.whole(*_NETWORK, but="stations"):
        return
    reported: set[str] = set()
    yield from _rules(draft, sourcing, reported)
    yield from _parts(draft, sourcing, reported)
    for section in SELLING if draft.whole("communities", "couriers") else ():
        if section != "recorded":
            for name, seller in getattr(draft.world, section).items():
                yield from _sold(draft, sourcing, (section, name), seller, reported)


def _rules(draft: Draft, sourcing: Sourcing, reported: set[str]) -> Iterator[Problem]:
    taken: dict[tuple[str, str], int] = {}
    for (number, rule), pairs in zip(draft.rules(), sourcing.covered, strict=True):
        at, kinds = ("replenishment", number), set[str]()
        for site, item, named in pairs:
            origins = sourcing.origins(rule, site, item)
            if named and not origins:
                if item not in reported and "none" not in kinds:
                    place = (*at, "from" if rule.source else "sourcing" if rule.sourcing else "at")
                    yield draft.document.problem(place, _no_way(sourcing, rule, site, item))
                kinds.add("none")
                reported.add(item)
            elif len(origins) > 1 and rule.sourcing is None and "many" not in kinds:
                kinds.add("many")
                names = one_of([origin.name for origin in origins])
                message = f"'{site}' can get '{item}' from several sites: say which with `from` or `sourcing`"
                yield draft.document.problem(at, message, allowed=names)
            first = taken.setdefault((site, item), number) if origins or named else number
            if first != number and "twice" not in kinds:
                kinds.add("twice")
                line = draft.document.mark(("replenishment", first)).line
                where = f" (line {line})" if line else ""
                message = f"'{item}' at '{site}' already has a rule: replenishment.{first}{where}"
                yield draft.document.problem(at, f"{message}; one item at one site follows one rule")


def _no_way(sourcing: Sourcing, rule: Rule, site: str, item: str) -> str:
    if rule.source is not None:
        return f"'{rule.source}' cannot deliver '{item}' to '{site}': it must supply it, or have it and a lane there"
    if rule.sourcing is not None and (names := rule.sourcing.named()):
        listed = one_of([f"'{name}'" for name in names])
        return f"none of {listed} can deliver '{item}' to '{site}': it must supply it, or have it and a lane there"
    return f"nothing can bring '{item}' to '{site}': {why_not(sourcing, site, item)}"


def known(sourcing: Sourcing, item: str) -> bool:
    """Whether any site has or makes the item, or a supplier delivers it."""
    had = any(item == other for _, other in sourcing.holds) or item in sourcing.suppliers
    return had or any(makes(sourcing.world, site, item) for site in sourcing.world.sites)


def why_not(sourcing: Sourcing, site: str, item: str) -> str:
    """Why an item cannot come to a site, and what to do."""
    if not any((site, item) == pair[:2] for pairs in sourcing.covered for pair in pairs):
        return "add a replenishment rule for it there, or opening stock"
    if starts := sourcing.lanes.get(site):
        names = one_of([f"'{start}'" for start in starts])
        return f"no line there makes it, no active supplier delivers it, and lanes come only from {names}, without it"
    return "no line there makes it, no active supplier delivers it, and no lane leads there"


def _parts(draft: Draft, sourcing: Sourcing, reported: set[str]) -> Iterator[Problem]:
    """Lines whose materials never come to their site."""
    items = {*draft.world.products, *draft.world.materials} - reported
    for name, site in draft.world.sites.items():
        for part in components_at(draft.world, name):
            if (name, part) in sourcing.holds or part not in items:
                continue
            line, product = next(
                (line, product)
                for line, model in site.lines.items()
                for product in model.rate
                if product in draft.world.products and part in draft.world.products[product].bom
            )
            message = f"'{product}' needs '{part}', which never comes to '{name}': {why_not(sourcing, name, part)}"
            yield draft.document.problem(("sites", name, "lines", line, "rate", product), message, key=True)


def _sold(draft: Draft, sourcing: Sourcing, home: At, seller: Seller, reported: set[str]) -> Iterator[Problem]:
    served = serving(draft.world, seller)
    for product in products_of(draft.world, seller):
        if product in reported:
            continue
        without = [site for site in served if (site, product) not in sourcing.holds]
        if not without or not known(sourcing, product):
            continue  # a product that is nowhere is reported once, by `making.from_nowhere`
        site, others = without[0], len(without) - 1
        more = f" (nor to {others} more site{'s' if others > 1 else ''})" if others else ""
        message = f"'{product}' is sold to '{served[site]}', which '{site}' serves, but nothing brings it there{more}"
        at = _place(draft, home, product)
        cure = why_not(sourcing, site, product)
        yield draft.document.problem(at, f"{message}: {cure}", key=at[-1] != "product")


def _place(draft: Draft, home: At, product: str) -> At:
    """Where the source names the product; the source itself when it sells everything."""
    for at in ((*home, "products", product), (*home, "product")):
        if at in draft.document.marks:
            return at
    return home
