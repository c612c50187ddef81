"""A scenario speaks of things that exist in the world it is played in, at times when the world runs."""

from collections.abc import Collection, Iterator
from typing import Any

from pydantic import BaseModel

from sim.errors import Problem
from sim.plans import Action
from sim.plans.activate_supplier import ActivateSupplier
from sim.plans.reroute import Reroute
from sim.plans.spare_stock import SpareStock
from sim.schema.checks.calendar import outside
from sim.schema.document import Document, Path
from sim.schema.places import axes, spelled_out
from sim.schema.scenario import Trigger
from sim.schema.selection import ALL, sites_of
from sim.schema.sound import Sound
from sim.schema.sourcing import suppliers_by_item
from sim.schema.world import World
from sim.state.levers import LEVERS


def check(known: Sound, world: World, kpis: Collection[str] | None = None) -> Iterator[Problem]:
    """Everything wrong with the shocks, plans and expectations; `world` has the scenario's patch, `kpis` None = any."""
    scenario, document = known.scenario, known.scenario.document
    for number, shock in zip(known.numbers, scenario.shocks, strict=True):
        at = ("shocks", number)
        yield from outside(world, document, (*at, "from"), shock.start, "the shock strikes")
        yield from _names(document, world, at, shock)
        yield from _endless(document, world, at, shock)
    for name, plan in scenario.plans.items():
        yield from _trigger(document, world, ("plans", name), plan.when, known.count)
        for number, action in enumerate(plan.do):
            yield from _names(document, world, ("plans", name, "do", number), action)
            yield from _endless(document, world, ("plans", name, "do", number), action)
            yield from _for_good(document, ("plans", name, "do", number), action)
            if isinstance(action, Reroute):
                yield from _no_lane(document, world, ("plans", name, "do", number), action)
    for kpi in scenario.expect if kpis is not None else ():
        if kpi not in (kpis or ()):
            yield document.unknown(("expect", kpi), "measure", kpi, kpis or (), key=True)


def places_in(thing: BaseModel) -> Iterator[tuple[str, str, list[str]]]:
    """The fields of a shock or an action that name places: field, its key in YAML, and the sorts of place."""
    for field, info in type(thing).model_fields.items():
        extra: Any = info.json_schema_extra
        sort = extra.get("names") if isinstance(extra, dict) else None
        if sort == "lever":
            yield field, info.alias or field, list(LEVERS[str(getattr(thing, "lever", ""))].axes)
        elif sort:
            yield field, info.alias or field, [str(sort)]


def _names(document: Document, world: World, at: Path, thing: BaseModel) -> Iterator[Problem]:
    known = axes(world)
    for field, key, sorts in places_in(thing):
        value = getattr(thing, field)
        several = not isinstance(value, str)
        allowed = [name for sort in sorts for name in known[sort]]
        if several and "site" in sorts:
            allowed += [name for name, members in world.groups.items() if sites_of(world, members)]
        for index, name in enumerate(value if several else [value]):
            if name not in allowed and not (several and name == ALL):
                written = _written(document, (*at, key))
                place = (*at, key, index) if isinstance(written, list) else (*at, key)
                yield document.unknown(place, " or ".join(sorts), name, dict.fromkeys(allowed))


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


def _endless(document: Document, world: World, at: Path, thing: BaseModel) -> Iterator[Problem]:
    """A share of a capacity that has no limit is still no limit; only 0 stops such a supplier."""
    factor = getattr(thing, "factor", 0.0)
    if getattr(thing, "lever", None) != "supply" or factor == 0:
        return
    by_item = suppliers_by_item(world)
    for place in getattr(thing, "where", ()):
        names = [name for name in by_item.get(place, [place]) if name in world.suppliers]
        if names and all(world.suppliers[name].capacity is None for name in names):
            message = f"'{names[0]}' makes any number ready at once, and {factor:g} times that changes nothing"
            allowed = f"0 (nothing comes), or give '{names[0]}' a `capacity`"
            yield document.problem((*at, "factor"), message, allowed=allowed)
            return


def _for_good(document: Document, at: Path, action: Action) -> Iterator[Problem]:
    """What stays after an action has ended: `lasts` would then only say how long it is paid for."""
    if isinstance(action, ActivateSupplier | SpareStock) and action.lasts is not None and not action.cost_per_hour:
        message = "this action is not undone when it ends: `lasts` only says how long `cost_per_hour` is paid"
        yield document.problem((*at, "lasts"), message)


def _no_lane(document: Document, world: World, at: Path, action: Reroute) -> Iterator[Problem]:
    lanes = axes(world)["lane"]
    for site in spelled_out(world, ["site"], action.sites):
        if site in world.sites and action.source in world.sites and f"{action.source}->{site}" not in lanes:
            message = f"no lane leads from '{action.source}' to '{site}': add one to the world, with `backup: true`"
            yield document.problem((*at, "via"), message)
            return


def _written(document: Document, at: Path) -> Any:
    try:
        return document.at(at)
    except (KeyError, IndexError, TypeError):
        return None
