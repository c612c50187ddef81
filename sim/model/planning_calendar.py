"""The day book of a world: announced shows, and what everyday demand says of holidays, events and weather."""

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
from sim.shapes.daily import Daily


def planning_calendar(world: World) -> DayBook:
    """What policies may know of days; the same world gives the same book."""
    return _written(_Key(world))


class _Key:
    """A world by identity: worlds are frozen, and comparing them costs more than writing the book."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __hash__(self) -> int:
        return id(self.world)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.world is self.world


@lru_cache(maxsize=4)
def _written(key: _Key) -> DayBook:
    world = key.world
    shows = tuple(_notice(world, name, show) for name, show in world.shows.items() if not show.surprise)
    days = int(np.ceil(world.horizon / DAY)) + 1
    dates = [(world.start.date() + timedelta(days=day)).isoformat() for day in range(days)]
    said = _said(world)
    marks = {}
    for name in MARKS:
        column = np.array([said[name].get(day, 0.0) for day in dates])
        column.flags.writeable = False
        marks[name] = column
    return DayBook(world.start.date(), shows, MappingProxyType(marks))


def _notice(world: World, name: str, show: Show) -> ShowNotice:
    """A show with what it is expected to sell: in a pre-sale, the orders that are paid in full."""
    start, total = show.start.minutes(world.start), sum(show.products.values())
    orders = show.orders * (show.presale.pays if show.presale else 1.0) * average(show.quantity)
    units = {product: orders * weight / total for product, weight in show.products.items()}
    return ShowNotice(name, start, start + show.lasts, show.streamer, MappingProxyType(units))


def _said(world: World) -> dict[str, dict[str, float]]:
    """Marks by date; where several streams speak of one date, the strongest."""
    said: dict[str, dict[str, float]] = defaultdict(dict)

    def mark(name: str, day: str, value: float) -> None:
        key = date.fromisoformat(day).isoformat()
        said[name][key] = max(said[name].get(key, 0.0), value, key=abs)

    for stream in world.regular.values():
        shape = stream.arrives
        if isinstance(shape, Daily):
            for day in shape.holidays:
                mark("holiday", day, 1.0)
            for day, factor in shape.events.items():
                mark("event", day, factor - 1.0)
            for day, weather in shape.weather.items():
                mark("heat", day, max(weather.degrees - shape.warm, 0.0))
                mark("rain", day, weather.rain)
    return said
