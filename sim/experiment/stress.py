"""Stress: every node, road, supplier and courier pool knocked out in turn, and how much each would hurt."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sim.experiment.sample import Sample
from sim.experiment.study import Samples
from sim.experiment.summary import estimates
from sim.experiment.variants import BASELINE, Variant
from sim.schema.document import Document
from sim.schema.load_scenario import scenario_of
from sim.schema.places import axes
from sim.schema.scenario import Scenario
from sim.schema.world import World

Sort = Literal["site", "lane", "supplier", "couriers"]
SORTS: tuple[Sort, ...] = ("site", "lane", "supplier", "couriers")
SURVIVE, RECOVER, LOST = "time_to_survive", "time_to_recover", "lost_contribution"
MEASURES = (SURVIVE, RECOVER, LOST, "lowest_point", "fulfilment_rate")


def elements(world: World, sorts: Sequence[Sort] = SORTS) -> dict[str, tuple[Sort, str]]:
    """What can be knocked out: (sort, name) by the id of its scenario, such as `site-dc` or `lane-dc-mw_east`.

    Backups that are asleep are left out: without them nothing happens.
    """
    known = axes(world)
    asleep = {f"{lane.start}->{end}" for lane in world.lanes if lane.backup for end in lane.to}
    names: Mapping[Sort, list[str]] = {
        "site": known["site"],
        "lane": [name for name in known["lane"] if name not in asleep],
        "supplier": [name for name in known["supplier"] if world.suppliers[name].active],
        "couriers": known["courier pool"],
    }
    return {f"{sort}-{name.replace('->', '-')}": (sort, name) for sort in sorts for name in names[sort]}


def knocked_out(world: World, sort: Sort, name: str, start: str, lasts: str) -> Scenario:
    """A scenario in which one element is out from `start` (such as `d3`) for `lasts` (such as `5d`)."""
    when = {"from": start, "for": lasts}
    lever = {"lane": "lane", "supplier": "supply", "couriers": "couriers"}
    shock: dict[str, Any] = (
        {"kind": "site_down", "site": name}
        if sort == "site"
        else {"kind": "hold", "lever": lever[sort], "where": name, "factor": 0.0}
    )
    title = {"zh": f"{name} 中断 {lasts}", "en": f"{name} out for {lasts}"}
    return scenario_of(Document("<stress>", {"title": title, "shocks": [{**shock, **when}]}), world)


def exposure(samples: Samples, known: Mapping[str, tuple[Sort, str]], lasts: float) -> list[dict[str, Any]]:
    """One row an element, the one that costs most first: how long service survives its loss, and what the loss costs.

    `at_risk`: it survives a shorter time than it takes to recover (Simchi-Levi et al. 2014); `lasts` is the length of
    the outage in hours, which a time to survive that is never used up counts as.
    """
    rows = []
    for name, (sort, place) in known.items():
        mine = samples[Variant(name)]
        found = estimates(mine)
        measures = {kpi: found[kpi].about() for kpi in MEASURES}
        survive, recover = found[SURVIVE].mean, found[RECOVER].mean
        rows.append(
            {"id": name, "sort": sort, "element": place, **measures, "survived": _survived(mine), "outage": lasts,
             "at_risk": bool(recover > survive)}
        )  # fmt: skip
    rows.sort(key=lambda row: -_loss(row))
    return [{"rank": rank, **row} for rank, row in enumerate(rows, 1)]


def scenarios(world: World, known: Mapping[str, tuple[Sort, str]], start: str, lasts: str) -> dict[str, Scenario]:
    """A scenario for each element, by its id."""
    return {name: knocked_out(world, *element, start, lasts) for name, element in known.items() if name != BASELINE}


def _survived(samples: Sequence[Sample]) -> int:
    """In how many replications service was never lost."""
    return sum(sample["kpis"].get(SURVIVE) is None for sample in samples)


def _loss(row: Mapping[str, Any]) -> float:
    """Lost contribution, for sorting; what is unknown comes last."""
    lost = float(row[LOST]["mean"])
    return lost if lost == lost else float("-inf")  # noqa: PLR0124  # only NaN differs from itself
