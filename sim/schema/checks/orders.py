"""Files of recorded orders can be played: names are known, numbers and times can be read."""

from collections.abc import Iterator

from sim.errors import ConfigError, Problem
from sim.schema.draft import Draft
from sim.schema.orders import orders_of


def check(draft: Draft) -> Iterator[Problem]:
    """What is wrong inside the files, at its line there; skipped while names of the world itself are uncertain."""
    if not draft.whole("products", "communities", "shows", "group_buys", "regular"):
        return
    for name, recorded in draft.world.recorded.items():
        if not draft.sure(f"recorded.{name}.file"):
            continue  # reported already, where it is named
        try:
            found = orders_of(draft.world, recorded)
        except ConfigError as error:
            yield from error.problems
        else:
            if not found.time.size:
                yield draft.document.problem(("recorded", name, "file"), "the file holds no order")


def never_played(draft: Draft) -> Iterator[Problem]:
    """Files with orders before the run begins or after it has ended: they are left out."""
    for name, recorded in draft.world.recorded.items():
        times = orders_of(draft.world, recorded).time
        early, late = int((times < 0).sum()), int((times >= draft.world.horizon).sum())
        if early or late:
            message = f"of {times.size:,} orders {early:,} come before the run begins, {late:,} after it has ended"
            cure = "they are not played; `start` says which instant of the file is the run's first"
            yield draft.document.problem(("recorded", name, "file"), f"{message}: {cure}")
