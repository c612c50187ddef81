"""Levers: the only numbers that a shock or a plan may change. Each is held for a while and then restored.

A lever has a name and a place on its axis (a SKU, a site, a lane...). Its value is its base (1, or 0 for what is off
until switched on) times every factor that is held on it; holds stack and may end in any order. Components that
depend on a lever subscribe: they are called *before* the change, to bring their state up to now, and after it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import prod
from typing import Annotated, Literal

from pydantic import AfterValidator

from sim.errors import nearest
from sim.plug import Mistake, WorldFacts

Place = tuple[str, str]
Running = Literal["halt", "drain", "lose"]
"""What a hold of 0 does to work in hand: it stops and resumes, it is finished, or it stops and starts anew."""


Axis = Literal[
    "source", "product", "channel", "supplier", "item", "factory line", "site.station", "courier pool", "lane", "site"
]
"""A sort of place at which a lever can be held."""


@dataclass(frozen=True)
class Lever:
    """What can be moved: its name, the sorts of place at which it can be, its unit and meaning; and, for people, where.

    `where` is only text; without it, it is the sorts of place.
    """

    name: str
    axes: tuple[Axis, ...]
    meaning: str
    where: str = ""

    @property
    def axis(self) -> str:
        """The places, for people: `courier pool or site`."""
        *most, last = self.axes
        return self.where or (f"{', '.join(most)} or {last}" if most else last)


LEVERS = {
    lever.name: lever
    for lever in (
        Lever("demand", ("source", "product", "channel"), "factor on the rate at which orders arrive"),
        Lever("supply", ("supplier", "item"), "share of a supplier's capacity that is there; 0 = nothing comes"),
        Lever("line", ("factory line", "site"), "share of a line's speed"),
        Lever("station", ("site.station", "site"), "share of a station's servers", "site or site.station"),
        Lever("couriers", ("courier pool", "site"), "share of the couriers on duty"),
        Lever("crowd", ("courier pool", "site"), "factor on the share of crowd couriers who log on"),
        Lever(
            "lane",
            ("lane", "site"),
            "speed on the road, of couriers too; 0 = closed",
            "lane, or site it leaves or reaches",
        ),
        Lever(
            "vehicles",
            ("lane", "site"),
            "factor on what a departure can carry: more, or fewer, vehicles",
            "lane, or site it leaves",
        ),
        Lever("ships", ("site",), "1 = goods leave the site, 0 = none does"),
        Lever("receives", ("site",), "1 = the site takes goods in, 0 = trucks wait outside"),
        Lever("yields", ("product", "factory line"), "factor on the share of good units"),
        Lever("information", ("site",), "1 = policies see the site's stock, 0 = they see the last hand count"),
        Lever("notify", ("product",), "speed at which customers are told of a recall"),
    )
}


def _known(value: str) -> str:
    if value not in LEVERS:
        near = nearest(value, LEVERS)
        raise ValueError(
            f"'{value}' is not one of {', '.join(LEVERS)}" + (f" (did you mean '{near}'?)" if near else "")
        )
    return value


LeverName = Annotated[str, AfterValidator(_known)]
"""The name of a lever, checked."""


def without_effect(lever: str, where: Iterable[str], factor: float, world: WorldFacts) -> Iterator[Mistake]:
    """A share of a capacity that has no limit is still no limit; only 0 stops such a supplier."""
    if lever != "supply" or factor == 0:
        return
    for place in where:
        capacities = world.capacities(place)
        if capacities and all(capacity is None for capacity in capacities.values()):
            name = next(iter(capacities))
            message = f"'{name}' makes any number ready at once, and {factor:g} times that changes nothing"
            yield Mistake("factor", message, f"0 (nothing comes), or give '{name}' a `capacity`")
            return


class Levers:
    """All levers of a run, by (name, place)."""

    def __init__(self) -> None:
        self._held: dict[Place, list[float]] = {}
        self._stops: dict[Place, list[Running]] = {}
        self._listeners: dict[Place, list[tuple[Callable[[], None], Callable[[], None]]]] = {}

    def value(self, name: str, *places: str) -> float:
        """Product of all factors held on `name` at any of `places` (each once): 1 when it is not held."""
        if not self._held:
            return 1.0
        return prod(prod(self._held.get((name, place), ())) for place in dict.fromkeys(places))

    def running(self, name: str, *places: str) -> Running:
        """What happens to work in hand: the harshest of all factors of 0 held at `places`; `drain` without any."""
        stops = {how for place in places for how in self._stops.get((name, place), ())}
        return "lose" if "lose" in stops else "halt" if "halt" in stops else "drain"

    def watch(self, name: str, places: tuple[str, ...], before: Callable[[], None], after: Callable[[], None]) -> None:
        """Call `before()` and `after()` around every change of `name` at any of `places`."""
        for place in dict.fromkeys(places):
            self._listeners.setdefault((name, place), []).append((before, after))

    def release(self) -> None:
        """Drop all subscribers: at the end of a run, levers are released without a call."""
        self._listeners.clear()

    @contextmanager
    def hold(self, name: str, where: tuple[str, ...], factor: float, running: Running = "halt") -> Iterator[None]:
        """Hold `factor` on the lever at all places `where` for as long as the block lasts.

        `running`: what happens to work in hand where the factor is 0.
        """
        self._change(name, where, factor, put=True, running=running)
        try:
            yield
        finally:
            self._change(name, where, factor, put=False, running=running)

    def _change(self, name: str, where: tuple[str, ...], factor: float, put: bool, running: Running) -> None:
        places = [(name, place) for place in where]
        listeners = list(dict.fromkeys(pair for place in places for pair in self._listeners.get(place, ())))
        for before, _ in listeners:
            before()
        for place in places:
            held, stops = self._held.setdefault(place, []), self._stops.setdefault(place, [])
            (held.append if put else held.remove)(factor)
            if factor == 0:
                (stops.append if put else stops.remove)(running)
        for _, after in listeners:
            after()
