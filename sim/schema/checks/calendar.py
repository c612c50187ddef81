"""Instants lie between the world's start and its end."""

from collections.abc import Iterator

from sim.errors import Problem
from sim.instants import Moment, clock_text
from sim.schema.document import Document
from sim.schema.document import Path as At
from sim.schema.draft import Draft
from sim.schema.world import World
from sim.units import duration_text


def check(draft: Draft) -> Iterator[Problem]:
    """Shows and group buys outside the run."""
    if draft.whole("start", "horizon"):
        for name, show in draft.world.shows.items():
            yield from outside(draft.world, draft.document, ("shows", name, "start"), show.start, "the show starts")
        for name, group_buy in draft.world.group_buys.items():
            at = ("group_buys", name, "opens")
            yield from outside(draft.world, draft.document, at, group_buy.opens, "the group buy opens")


def outside(world: World, document: Document, at: At, moment: Moment, what: str) -> Iterator[Problem]:
    """A problem when the moment does not lie in the run: [start, start + horizon)."""
    minutes = moment.minutes(world.start)
    if 0 <= minutes < world.horizon:
        return
    when = "before the run begins" if minutes < 0 else "after the run has ended"
    midnight = world.start.hour * 60 + world.start.minute
    allowed = f"from d0 {clock_text(midnight)}, for {duration_text(world.horizon)}"
    yield document.problem(at, f"{what} {when}", found=f"'{moment}'", allowed=allowed)
