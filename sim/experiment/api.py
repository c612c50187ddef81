"""Studies in notebooks: tables as DataFrames, comparisons, single replications, the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.errors import SurgeError, nearest
from sim.experiment.assemble import assemble
from sim.experiment.inputs.loading import load_scenarios, without_plans
from sim.experiment.inputs.policy_sets import load_policy_sets
from sim.experiment.inputs.resolved import resolve
from sim.experiment.play.contrasts import contrasts
from sim.experiment.play.design import Design
from sim.experiment.play.kind import RunKey
from sim.experiment.play.replicate import run
from sim.experiment.play.runner import perform
from sim.experiment.play.sample import Samples
from sim.experiment.play.summary import column, keys
from sim.experiment.play.variants import Variant
from sim.experiment.stats.measures import estimate
from sim.experiment.studies.compare import compared, differences
from sim.kpi.registry import Measure, find, scalars
from sim.results.columns import TABLES
from sim.results.folder import make_run_id
from sim.results.frames import frame, orders_frame
from sim.results.record import Record
from sim.results.studies import Comparison, Drill
from sim.schema.policy_set import PolicySet
from sim.schema.scenario import Scenario
from sim.schema.world import World

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

KEY = "key"


class UnknownVariantError(SurgeError):
    """No scenario or plan of the study has that name."""

    exit_code = 2


@dataclass(frozen=True)
class Replication:
    """One replication; every table of its record is an attribute: `orders`, `lines`, `trips`, `trace`, `cash`..."""

    record: Record

    @property
    def orders(self) -> "pd.DataFrame":
        """The ledger, one row an order, names instead of codes and dates instead of minutes."""
        return orders_frame(self.record)

    def __getattr__(self, name: str) -> "pd.DataFrame":
        if name not in TABLES:
            raise AttributeError(f"a replication has no table '{name}'; it has {', '.join(TABLES)}")
        return frame(self.record, name)


@dataclass(frozen=True)
class Study:
    """What was played and what came out; made by `sim.study`. Variants are named `scenario` or `scenario+plan`."""

    design: Design
    samples: Samples

    def table(self, *kpis: str) -> "pd.DataFrame":
        """One row a scenario and plan (or policy set); for each measure mean, ci_low, ci_high and n.

        Columns are (kpi, part). As soon as a measure with a value for each key is among those named (`funnel`,
        `utilisation`, `cost_per_order_by_category`...), they are (kpi, key, part), the key of a single number being
        `""`: `study.table("funnel")["funnel"]["paid"]["mean"]`, or in long form
        `study.table("funnel")["funnel"].stack("step")`. The level has the name of the key (`step`, `resource`), or
        `key` when the measures have several. A key that a variant does not have has n = 0. None named = all measures
        that are single numbers. `UnknownMeasureError` has the nearest name.
        """
        import pandas as pd

        measures = _measures(kpis)
        columns = [(one, key) for one in measures for key in self._keys(one)]
        rows = {
            tuple(self._place(variant).values()): {
                (measure.name, key, part): value
                for measure, key in columns
                for part, value in estimate(measure, column(samples, measure.name, key))
            }
            for variant, samples in self.samples.items()
        }
        made = pd.DataFrame.from_dict(rows, orient="index")
        made.index = pd.MultiIndex.from_tuples(rows, names=self._levels)
        made.columns = pd.MultiIndex.from_tuples([*made.columns], names=["kpi", _key_level(measures), ""])
        return made if _keyed(measures) else made.droplevel(KEY, axis="columns")

    def compare(self, base: str = "baseline", *kpis: str) -> "pd.DataFrame":
        """Paired differences of all other variants against `base`, under the same random numbers.

        One row a variant and measure: mean, ci_low, ci_high, n, and p: of the paired t-test, adjusted by Holm over
        the variants. "No significant difference" is an answer. In a study of policy sets `base` is one of them, and
        each row compares within its scenario, with the p of the comparison before (`p`) and after Holm (`p_holm`),
        what that means (`verdict`) and how many replications would tell the two apart.

        With a measure that has a value for each key among those named, the index has a level for the key, as the
        columns of `table`; Holm then counts all keys of the measure.
        """
        import pandas as pd

        measures = _measures(kpis)
        rows = [row for one in measures for row in self._compared(base, one)]
        made = pd.DataFrame(rows).rename(columns={KEY: _key_level(measures)})
        levels = [*self._levels, "kpi", _key_level(measures)]
        made = made.set_index(levels)
        return made if _keyed(measures) else made.droplevel(KEY)

    def _compared(self, base: str, measure: Measure[..., Any]) -> list[dict[str, Any]]:
        """The rows of a comparison in one measure."""
        if self.design.policies:
            if base not in self.design.policies:
                raise UnknownVariantError(_unknown("policy set", base, list(self.design.policies)))
            return [{**dict(one), KEY: key} for key, one in differences(self.samples, base, measure)]
        origin = self.variant(base)
        return [
            {**self._place(one.variant), "kpi": measure.name, KEY: one.key, **dict(one.difference), "p": one.p_holm}
            for one in contrasts(self.samples, lambda _: origin, measure)
        ]

    def run(
        self, scenario: str, plan: str | None = None, replication: int = 0, policy: str | None = None
    ) -> Replication:
        """One replication, played again: the same seed and number give the same record, so none has to be kept.

        `policy` is the policy set; None = the first of the study.
        """
        variant = self.variant(f"{scenario}+{plan}" if plan else scenario, policy)
        block = next(one for one in self.design.blocks() if variant in one.variants)
        return Replication(run(block, variant, self.design.seed, replication))

    def variant(self, name: str, policy: str | None = None) -> Variant:
        """The variant that a name means: `a_head_streamer`, its letter `a`, or either with `+plan`."""
        scenario, _, plan = name.partition("+")
        sets = list(self.design.policies)
        if policy is not None and policy not in sets:
            raise UnknownVariantError(_unknown("policy set", policy, sets))
        mine = [one for one in self.samples if one.policy == (policy or next(iter(sets), None))]
        for variant in mine:
            fits = scenario in (variant.scenario, variant.scenario.partition("_")[0])
            if fits and (variant.plan or "") == plan:
                return variant
        raise UnknownVariantError(_unknown("variant", name, [str(replace(one, policy=None)) for one in mine]))

    def result(self, month: str = "") -> Drill | Comparison:
        """The study's result, which every report reads: a `Comparison` of its policy sets, or without any a `Drill`."""
        design = self.design
        config = resolve(design.world, design.scenarios, design.policies).hash
        label = month or ("compare" if design.policies else "run")
        run = RunKey(make_run_id(label, config, design.seed, design.replications), config)
        if design.policies:
            return compared(design, self.samples, None, run)
        return assemble(design, self.samples, run, month)

    @property
    def _levels(self) -> list[str]:
        return ["scenario", "policy"] if self.design.policies else ["scenario", "plan"]

    def _place(self, variant: Variant) -> dict[str, str]:
        """Where a variant stands in a table."""
        return {level: getattr(variant, level) or "" for level in self._levels}

    def _keys(self, measure: Measure[..., Any]) -> list[str]:
        return keys((sample for of in self.samples.values() for sample in of), measure.name)


def _measures(names: Sequence[str]) -> list[Measure[..., Any]]:
    """The measures named; none = all that are single numbers."""
    return [find(name) for name in names] or list(scalars().values())


def _keyed(measures: Sequence[Measure[..., Any]]) -> bool:
    return any(one.by for one in measures)


def _key_level(measures: Sequence[Measure[..., Any]]) -> str:
    """What the keys of the measures are called; `key` when they have several names, or none."""
    names = {one.by for one in measures if one.by}
    return names.pop() if len(names) == 1 else KEY


def _unknown(what: str, name: str, known: "list[str]") -> str:
    like = nearest(name, known)
    hint = f" (did you mean '{like}'?)" if like else f"; it has {', '.join(known) or 'none'}"
    return f"the study has no {what} '{name}'{hint}"


def study(
    world: World,
    scenarios: "Iterable[str | Path] | Mapping[str, Scenario]",
    replications: int,
    seed: int,
    jobs: int,
    policies: "Iterable[str | Path] | Mapping[str, PolicySet]" = (),
) -> Study:
    """Play scenarios (names, files, or loaded ones by id) in a world; in memory, nothing is written.

    With policy sets (names, files, or loaded ones by name) each is played in all scenarios, which have no plans then.
    """
    beside = f"{world.folder}/world.yaml"
    loaded = scenarios if isinstance(scenarios, Mapping) else load_scenarios(world, scenarios, beside)
    sets = policies if isinstance(policies, Mapping) else load_policy_sets(world, policies, beside)
    if sets:
        design = Design(world, without_plans(loaded), replications, seed, records="none", policies=sets)
    else:
        design = Design(world, loaded, replications, seed)
    return Study(design, perform(design, jobs))
