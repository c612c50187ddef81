"""Checks across a whole world: names, routes, bills of materials, reach and flow; all problems at once."""

from collections.abc import Collection

from sim.errors import Problem
from sim.schema.checks import calendar, clashes, flow, making, names, orders, plugins, reaching, routes
from sim.schema.draft import Draft
from sim.schema.reach import delivers_to
from sim.schema.selection import communities_of, sellers, sites_of
from sim.schema.sourcing import Sourcing

_NETWORK = ("products", "materials", "suppliers", "sites", "groups", "lanes", "replenishment")


def problems(draft: Draft, kpis: Collection[str] | None = None) -> list[Problem]:
    """Everything that makes the world unplayable; `kpis` are the measures for which targets may be set (None = any)."""
    found = list(names.check(draft))
    follow_goods = not any(problem.path.partition(".")[0] in _NETWORK for problem in found)
    for check in (clashes.check, making.check, routes.check, calendar.check, reaching.check, orders.check):
        found += check(draft)
    if follow_goods:  # an unknown name would otherwise be reported again for every route that it breaks
        sourcing = Sourcing(draft.world)
        found += [*making.from_nowhere(draft, sourcing), *flow.check(draft, sourcing)]
        found += plugins.check(draft) if not draft.lost else ()
    if kpis is not None:
        unknown = [name for name in draft.world.targets if name not in kpis]
        found += [draft.document.unknown(("targets", name), "measure", name, kpis, key=True) for name in unknown]
    return [problem for problem in found if not draft.torn(problem.path)]


def warnings(draft: Draft) -> list[Problem]:
    """What is probably a mistake but can be played: rules that match nothing, couriers without customers."""
    found = []
    sourcing = Sourcing(draft.world)
    for (number, rule), pairs in zip(draft.rules(), sourcing.covered, strict=True):
        if not any(sourcing.origins(rule, site, item) for site, item, _ in pairs):
            what = f"no product of class {rule.grade} can come to these sites" if rule.grade else "it matches nothing"
            found.append(draft.document.problem(("replenishment", number), f"this rule does nothing: {what}"))
    for number, rule in draft.rules():
        sites = sites_of(draft.world, rule.at)
        roads = {start for end in sites for start in sourcing.lanes.get(end, ())}
        if rule.transfer is not None and not roads & set(sites):
            message = "these sites cannot help each other out: no open lane leads from one of them to another"
            found.append(draft.document.problem(("replenishment", number, "transfer"), message))
    served = {
        delivers_to(draft.world, community)
        for seller in sellers(draft.world).values()
        if seller.pickup < 1
        for community in communities_of(draft.world, seller.communities)
    }
    found += orders.never_played(draft)
    for name, pool in draft.world.couriers.items():
        if pool.at not in served:
            message = f"these couriers have nobody to deliver to: '{pool.at}' serves no community"
            found.append(draft.document.problem(("couriers", name), message, key=True))
    return found
