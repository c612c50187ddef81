"""A stress test: every site, lane, supplier and courier pool knocked out in turn, and how much each loss would hurt."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, NamedTuple, get_args

from sim.errors import SurgeError, nearest
from sim.experiment.assemble import assemble
from sim.experiment.inputs.titles import titles
from sim.experiment.play.design import Design, Progress
from sim.experiment.play.kind import RunKey, StudyKind
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import perform
from sim.experiment.play.sample import Sample, Samples
from sim.experiment.play.setup import Setup
from sim.experiment.play.summary import estimates
from sim.experiment.play.variants import Variant
from sim.results.studies import ExposedElement, Exposure, KnockOut
from sim.results.study import BASELINE
from sim.schema.document import Document
from sim.schema.load_scenario import scenario_of
from sim.schema.places import axes
from sim.schema.scenario import Scenario
from sim.schema.world import World

Sort = Literal["site", "lane", "supplier", "couriers"]
SORTS: tuple[Sort, ...] = get_args(Sort)
SURVIVE, RECOVER, LOST = "time_to_survive", "time_to_recover", "lost_contribution"
RECOVERED = "recovered"
MEASURES = (SURVIVE, RECOVER, LOST, "lowest_point", "fulfilment_rate")


class Element(NamedTuple):
    """One thing that can be lost."""

    sort: Sort
    name: str


class UnknownElementError(SurgeError):
    """No element of the world has the name of what should be knocked out."""

    exit_code = 2


def run_knockout(setup: Setup, only: Sequence[str] = (), start: str = "d3", lasts: str = "5d") -> Exposure:
    """Knock out each element in turn; arguments as in `KnockOutStudy`.

    Raises `UnknownElementError` and `ConfigError` before anything is written, and otherwise as `carry_out`.
    """
    return carry_out(KnockOutStudy(only, start, lasts), setup)


@dataclass(frozen=True, kw_only=True)
class KnockOutDesign(Design):
    """What a stress test plays: a scenario for each element, by its id."""

    known: Mapping[str, Element]


@dataclass(frozen=True)
class KnockOutStudy(StudyKind[KnockOutDesign, Samples, Exposure]):
    """Each element of `only` (sorts or names; none = all) knocked out from `start` (`d3`) for `lasts` (`5d`)."""

    only: Sequence[str] = ()
    start: str = "d3"
    lasts: str = "5d"
    name: ClassVar[str] = "exposure"

    def design(self, setup: Setup) -> KnockOutDesign:
        """One scenario an element."""
        world = setup.load_world()
        known = elements(world, self.only)
        design = setup.design(world, scenarios(world, known, self.start, self.lasts), label="stress")
        return KnockOutDesign(**vars(design), known=known)

    def play(self, design: KnockOutDesign, jobs: int, progress: Progress | None, resume: bool) -> Samples:
        """Play every loss."""
        return perform(design, jobs, progress, resume)

    def result(self, design: KnockOutDesign, outcome: Samples, run: RunKey) -> Exposure:
        """The result of the ordinary month, with the exposure of every element."""
        calm = Variant(BASELINE)
        month = assemble(replace(design, scenarios={}), {calm: outcome[calm]}, run)
        resources = titles(design.world, [place for _, place in design.known.values()]).resource
        called = month.titles.model_copy(update={"resource": {**month.titles.resource, **resources}})
        found = KnockOut(start=self.start, lasts=self.lasts, elements=exposure(outcome, design.known))
        return Exposure(**{**month.shared(), "titles": called}, stress=found)


def elements(world: World, only: Sequence[str] = ()) -> dict[str, Element]:
    """What can be knocked out, by the id of its scenario, such as `site-dc` or `lane-dc.mw_east`.

    `only` are sorts, names or ids; none = everything. Backups that are asleep are left out: without them nothing
    happens.
    """
    known = axes(world)
    asleep = {f"{lane.start}->{end}" for lane in world.lanes if lane.backup for end in lane.to}
    names: Mapping[Sort, list[str]] = {
        "site": known["site"],
        "lane": [name for name in known["lane"] if name not in asleep],
        "supplier": [name for name in known["supplier"] if world.suppliers[name].active],
        "couriers": known["courier pool"],
    }
    found = {_id(sort, name): Element(sort, name) for sort in SORTS for name in names[sort]}
    allowed = {word for name, element in found.items() for word in (name, *element)}
    for word in only:
        if word not in allowed:
            like = nearest(word, allowed)
            hint = f"did you mean '{like}'?" if like else f"a sort ({', '.join(SORTS)}), or the name of one element"
            raise UnknownElementError(f"nothing that can be knocked out is called '{word}': {hint}")
    return {name: one for name, one in found.items() if not only or {name, *one} & set(only)}


def _id(sort: Sort, name: str) -> str:
    return f"{sort}-{name.replace('->', '.')}"


def knocked_out(world: World, element: Element, start: str, lasts: str) -> Scenario:
    """A scenario in which one element is out from `start` (such as `d3`) for `lasts` (such as `5d`)."""
    sort, name = element
    when = {"from": start, "for": lasts}
    lever = {"lane": "lane", "supplier": "supply", "couriers": "couriers"}
    shock: dict[str, Any] = (
        {"kind": "site_down", "site": name}
        if sort == "site"
        else {"kind": "hold", "lever": lever[sort], "where": name, "factor": 0.0}
    )
    title = {"zh": f"{name} 中断 {lasts}", "en": f"{name} out for {lasts}"}
    return scenario_of(Document("<stress>", {"title": title, "shocks": [{**shock, **when}]}), world)


def scenarios(world: World, known: Mapping[str, Element], start: str, lasts: str) -> dict[str, Scenario]:
    """A scenario for each element, by its id."""
    return {name: knocked_out(world, element, start, lasts) for name, element in known.items()}


def exposure(samples: Samples, known: Mapping[str, Element]) -> tuple[ExposedElement, ...]:
    """One row an element, the one whose loss costs most first: how long service survives it, and what it costs.

    `failed` counts the replications in which service fails before it is back, see `fails`; an element is `at_risk` when
    there is any. The time to survive is averaged over the replications that have one, `n` of its estimate counts them.
    The mean time to recover is a lower bound when `recovered_in` counts fewer than all `replications`: those that are
    not back by the end of the run count with the time until then.
    """
    rows = []
    for name, element in known.items():
        mine = samples[Variant(name)]
        found, failed = estimates(mine), sum(map(fails, mine))
        row = ExposedElement(
            rank=0,
            id=name,
            sort=element.sort,
            element=element.name,
            **{kpi: found[kpi] for kpi in MEASURES},
            failed=failed,
            recovered_in=sum(sample.kpis.get(RECOVERED) == 1.0 for sample in mine),
            replications=len(mine),
            at_risk=failed > 0,
        )
        rows.append(row)
    rows.sort(key=_loss, reverse=True)
    return tuple(row.model_copy(update={"rank": rank}) for rank, row in enumerate(rows, 1))


def fails(sample: Sample) -> bool:
    """Whether service is lost for want of the element: the time to recover is longer than the time to survive.

    What the unshocked twin loses at that time, or earlier, is not the element's fault. Source: Simchi-Levi et al.
    (2015).
    """
    survive, recover = sample.kpis.get(SURVIVE), sample.kpis.get(RECOVER)
    anyway = (sample.twin or {}).get(SURVIVE)
    if survive is None or recover is None or (anyway is not None and anyway <= survive):
        return False
    return recover > survive


def _loss(row: ExposedElement) -> float:
    """Lost contribution, for sorting; what is unknown comes last."""
    lost = row.lost_contribution.mean
    return -math.inf if math.isnan(lost) else lost
