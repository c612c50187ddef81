"""Scenarios name things that exist in their world, at times within the run."""

from collections.abc import Collection, Iterator
from typing import Any

from sim.errors import Problem
from sim.plug import Plugin
from sim.schema.checks.calendar import outside
from sim.schema.document import Document, Path
from sim.schema.places import KnownPlaces, axes
from sim.schema.scenario import Trigger
from sim.schema.selection import ALL, sites_of
from sim.schema.sound import Sound
from sim.schema.world import World


def check(known: Sound, world: World, kpis: Collection[str] | None = None) -> Iterator[Problem]:
    """Everything wrong with the shocks, plans and expectations; `world` has the scenario's patch, `kpis` None = any."""
    scenario, document, places = known.scenario, known.scenario.document, KnownPlaces(world)
    for number, shock in zip(known.numbers, scenario.shocks, strict=True):
        at = ("shocks", number)
        yield from outside(world, document, (*at, "from"), shock.start, "the shock strikes")
        yield from _plugin(document, world, places, at, shock)
    for name, plan in scenario.plans.items():
        yield from _trigger(document, world, ("plans", name), plan.when, known.count)
        for number, action in enumerate(plan.do):
            yield from _plugin(document, world, places, ("plans", name, "do", number), action)
    for kpi in scenario.expect if kpis is not None else ():
        if kpi not in (kpis or ()):
            yield document.unknown(("expect", kpi), "measure", kpi, kpis or (), key=True)


def _plugin(document: Document, world: World, places: KnownPlaces, at: Path, thing: Plugin) -> Iterator[Problem]:
    """Places that a shock or an action names and that are not there, and the mistakes that it finds itself."""
    for field, key, sorts in thing.references():
        value = getattr(thing, field)
        several = not isinstance(value, str)
        allowed = [name for sort in sorts for name in places.names(sort)]
        if several and "site" in sorts:
            allowed += [name for name, members in world.groups.items() if sites_of(world, members)]
        for index, name in enumerate(value if several else [value]):
            if name not in allowed and not (several and name == ALL):
                written = _written(document, (*at, key))
                place = (*at, key, index) if isinstance(written, list) else (*at, key)
                yield document.unknown(place, " or ".join(sorts), name, dict.fromkeys(allowed))
    for mistake in thing.problems(places):
        yield document.problem((*at, mistake.key), mistake.message, allowed=mistake.allowed)


def _trigger(document: Document, world: World, plan: Path, when: Trigger, shocks: int) -> Iterator[Problem]:
    at = (*plan, "when")
    if when.signal is None:
        number = when.shock or 0
        if number >= shocks:
            message = f"there is no shock {number} to notice"
            allowed = (
                f"0 to {shocks - 1}".removesuffix(" to 0") if shocks else "a signal, because the scenario has no shocks"
            )
            yield document.problem((*at, "shock"), message, allowed=allowed)
        return
    if when.shock is not None:
        yield document.problem((*at, "shock"), "give `shock` or `signal`, not both")
    written = _written(document, (*at, "below"))
    if when.signal == "cover" and isinstance(written, int | float) and written:
        yield document.problem((*at, "below"), "takes a duration like 2d: how long the goods last", found=str(written))
    sort = {"cover": "item", "backlog": "site", "queue": "site.station"}[when.signal]
    if when.of is None:
        if when.signal != "backlog":
            yield document.problem(at, f"the signal `{when.signal}` needs `of`: the {sort} that it is about")
        return
    known = [*axes(world)[sort], *(world.groups if sort == "site" else ())]
    if when.of not in known and not (sort == "site" and when.of == ALL):
        yield document.unknown((*at, "of"), sort, when.of, known)


def _written(document: Document, at: Path) -> Any:
    try:
        return document.at(at)
    except (KeyError, IndexError, TypeError):
        return None
