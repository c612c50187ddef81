"""Goods can come to where they are wanted: rules that can order, and sites that have what they sell."""

from collections.abc import Iterator

from sim.errors import Problem, one_of
from sim.schema.document import Path as At
from sim.schema.draft import Draft
from sim.schema.reach import serving
from sim.schema.selection import SELLING, Seller, products_of
from sim.schema.sourcing import Sourcing

_NETWORK = ("products", "materials", "suppliers", "sites", "groups", "lanes", "replenishment")


def check(draft: Draft, sourcing: Sourcing) -> Iterator[Problem]:
    """Rules that cannot order or that overlap, and products sold where nothing brings them."""
    if draft.whole(*_NETWORK, but="stations"):
        yield from _rules(draft, sourcing)
        if draft.whole("communities", "couriers"):
            for section in SELLING:
                if section != "recorded":
                    for name, seller in getattr(draft.world, section).items():
                        yield from _sold(draft, sourcing, (section, name), seller)


def _rules(draft: Draft, sourcing: Sourcing) -> Iterator[Problem]:
    taken: dict[tuple[str, str], int] = {}
    for (number, rule), pairs in zip(draft.rules(), sourcing.covered, strict=True):
        at, said = ("replenishment", number), set[str]()
        for site, item, named in pairs:
            origins = sourcing.origins(rule, site, item)
            if named and not origins and "none" not in said:
                said.add("none")
                yield draft.document.problem((*at, "from" if rule.source else "at"), _no_way(rule.source, site, item))
            elif len(origins) > 1 and "many" not in said:
                said.add("many")
                names = one_of([origin.name for origin in origins])
                message = f"'{site}' can get '{item}' from several sites: say which with `from`"
                yield draft.document.problem(at, message, allowed=names)
            first = taken.setdefault((site, item), number) if origins or named else number
            if first != number and "twice" not in said:
                said.add("twice")
                line = draft.document.mark(("replenishment", first)).line
                where = f" (line {line})" if line else ""
                message = f"'{item}' at '{site}' already has a rule: replenishment.{first}{where}"
                yield draft.document.problem(at, f"{message}; one item at one site follows one rule")


def _no_way(source: str | None, site: str, item: str) -> str:
    if source is not None:
        return f"'{source}' cannot deliver '{item}' to '{site}': it must supply it, or have it and a lane there"
    ways = "no line there makes it, no lane comes from a site that has it, no supplier delivers it"
    return f"nothing can bring '{item}' to '{site}': {ways}"


def _sold(draft: Draft, sourcing: Sourcing, home: At, seller: Seller) -> Iterator[Problem]:
    had = {item for _, item in sourcing.holds} | set(sourcing.suppliers)
    served = serving(draft.world, seller)
    for product in products_of(draft.world, seller):
        without = [site for site in served if (site, product) not in sourcing.holds]
        if not without or product not in had:
            continue  # a product that nobody has is reported once, by itself
        site, more = without[0], f" (nor to {len(without) - 1} more sites)" if len(without) > 1 else ""
        message = f"'{product}' is sold to '{served[site]}', which '{site}' serves, but nothing brings it there{more}"
        at = _place(draft, home, product)
        cure = "add a replenishment rule for it, or opening stock"
        yield draft.document.problem(at, f"{message}: {cure}", key=at[-1] != "product")


def _place(draft: Draft, home: At, product: str) -> At:
    """Where the source names the product; the source itself when it sells everything."""
    for at in ((*home, "products", product), (*home, "product")):
        if at in draft.document.marks:
            return at
    return home
