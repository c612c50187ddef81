"""Everything that is sold can be made or bought, and nothing is made of itself."""

from collections.abc import Iterator

from sim.errors import Problem
from sim.schema.checks.flow import known, why_not
from sim.schema.draft import Draft
from sim.schema.selection import SELLING, products_of
from sim.schema.sourcing import Sourcing, components_at
from sim.schema.world import World


def check(draft: Draft, sourcing: Sourcing) -> Iterator[Problem]:
    """Bills of materials that loop, products that nobody makes, and lines whose materials never arrive."""
    loops = list(loops_in(draft.world))
    for cycle in loops:
        message = f"the bill of materials runs in a circle: {' -> '.join(cycle)}"
        yield draft.document.problem(("products", cycle[0], "bom", cycle[1]), message, key=True)
    if not draft.whole("products", "materials", "suppliers", "sites", but="stations"):
        return
    yield from _nobody_makes(draft, sourcing)
    if not loops and draft.whole("replenishment", "lanes"):
        yield from _missing_parts(draft, sourcing)


def loops_in(world: World) -> Iterator[list[str]]:
    """Every circle in the bills of materials once, closed: the first name stands at the end again."""
    settled: set[str] = set()
    for root in world.products:
        path: list[str] = []
        waiting: list[tuple[str, bool]] = [(root, True)]
        while waiting:
            name, entering = waiting.pop()
            if not entering:
                settled.add(path.pop())
            elif name in path:
                yield [*path[path.index(name) :], name]
            elif name in world.products and name not in settled:
                path.append(name)
                waiting.append((name, False))
                waiting += [(part, True) for part in world.products[name].bom]


def _nobody_makes(draft: Draft, sourcing: Sourcing) -> Iterator[Problem]:
    """A product on offer that no line makes, no supplier delivers and no site has."""
    world, seen = draft.world, set[str]()
    for section in SELLING:
        if section == "recorded":
            continue
        for name, seller in getattr(world, section).items():
            for product in products_of(world, seller):
                if known(sourcing, product) or product in seen:
                    continue
                seen.add(product)
                at = ("products", product)
                message = f"'{product}' is sold by '{name}', but no line makes it, no supplier delivers it"
                yield draft.document.problem(at, f"{message} and no site has any at the start", key=True)


def _missing_parts(draft: Draft, sourcing: Sourcing) -> Iterator[Problem]:
    """A line whose materials can neither be had at its site nor bought."""
    known_items = {*draft.world.products, *draft.world.materials}
    for name, site in draft.world.sites.items():
        for part in components_at(draft.world, name):
            if (name, part) in sourcing.holds or part not in known_items:
                continue
            line, product = next(
                (line, product)
                for line, model in site.lines.items()
                for product in model.rate
                if product in draft.world.products and part in draft.world.products[product].bom
            )
            message = f"'{product}' needs '{part}', which never comes to '{name}': {why_not(sourcing, name, part)}"
            yield draft.document.problem(("sites", name, "lines", line, "rate", product), message, key=True)
