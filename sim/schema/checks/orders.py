"""Files of recorded orders can be played: every name is known, every number is one, every time is one."""

from collections.abc import Iterator

from sim.errors import ConfigError, Problem
from sim.schema.draft import Draft
from sim.schema.orders import orders_of


def check(draft: Draft) -> Iterator[Problem]:
    """What is wrong inside the files, at its line there; nothing while names of the world itself are in doubt."""
    if not draft.whole("products", "communities", "shows", "group_buys", "regular"):
        return
    for name, recorded in draft.world.recorded.items():
        if not draft.sure(f"recorded.{name}.file"):
            continue  # told already, where it is named
        try:
            found = orders_of(draft.world, recorded)
        except ConfigError as error:
            yield from error.problems
        else:
            if not found.time.size:
                yield draft.document.problem(("recorded", name, "file"), "the file holds no order")
