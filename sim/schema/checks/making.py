"""Everything that is sold can be made or bought, and nothing is made of itself."""

from collections.abc import Iterator

from sim.errors import Problem
from sim.schema.checks.flow import known
from sim.schema.draft import Draft
from sim.schema.selection import SELLING, products_of
from sim.schema.sourcing import Sourcing
from sim.schema.world import World


def check(draft: Draft) -> Iterator[Problem]:
    """Bills of materials that loop."""
    for cycle in loops_in(draft.world):
        message = f"the bill of materials runs in a circle: {' -> '.join(cycle)}"
        yield draft.document.problem(("products", cycle[0], "bom", cycle[1]), message, key=True)


def loops_in(world: World) -> Iterator[list[str]]:
    """Every cycle in the bills of materials once, closed: the first name stands at the end again."""
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


def from_nowhere(draft: Draft, sourcing: Sourcing) -> Iterator[Problem]:
    """Products on offer that no line makes, no supplier delivers and no site has."""
    if not draft.whole("products", "materials", "suppliers", "sites", but="stations"):
        return
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
