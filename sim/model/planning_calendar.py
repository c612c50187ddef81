"""The planning calendar of a world: announced shows, and holidays, events and weather that demand shapes announce."""

from collections import defaultdict
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from sim.instants import DAY
from sim.policies.days import MARKS, DayBook, ShowNotice
from sim.quantities import average
from sim.schema.selling import Show
from sim.schema.world import World


def planning_calendar(world: World) -> DayBook:
    """What policies may know of days; the same world gives the same object."""
    return _calendar(_Key(world))


class _Key:
    """A world by identity: worlds are frozen, and comparing them costs more than building the calendar."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __hash__(self) -> int:
        return id(self.world)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.world is self.world


@lru_cache(maxsize=4)
def _calendar(key: _Key) -> DayBook:
    world = key.world
    shows = tuple(_notice(world, name, show) for name, show in world.shows.items() if not show.surprise)
    first = world.start.date()
    days = [first + timedelta(days=day) for day in range(int(np.ceil(world.horizon / DAY)) + 1)]
    announced, marks = _announced(world), {}
    for name in dict.fromkeys((*MARKS, *announced)):
        column = np.array([announced[name].get(day, 0.0) for day in days])
        column.flags.writeable = False
        marks[name] = column
    return DayBook(first, shows, MappingProxyType(marks))


def _notice(world: World, name: str, show: Show) -> ShowNotice:
    """A show with what it is expected to sell: in a pre-sale, the orders that are paid in full."""
    start, total = show.start.minutes(world.start), sum(show.products.values())
    orders = show.orders * (show.presale.pays if show.presale else 1.0) * average(show.quantity)
    units = {product: orders * weight / total for product, weight in show.products.items()}
    return ShowNotice(name, start, start + show.lasts, show.streamer, MappingProxyType(units))


def _announced(world: World) -> dict[str, dict[date, float]]:
    """Values by mark and date; of several for one date, the strongest."""
    found: dict[str, dict[date, float]] = defaultdict(dict)
    for stream in world.regular.values():
        for name, day, value in stream.arrives.marks():
            found[name][day] = max(found[name].get(day, 0.0), value, key=abs)
    return found
