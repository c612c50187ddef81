"""A study that was played, for notebooks: tables as DataFrames, comparisons, single replications, the result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.errors import SurgeError, nearest
from sim.experiment.assemble import assemble
from sim.experiment.inputs.loading import load_scenarios, write_out
from sim.experiment.inputs.policy_sets import load_policy_sets
from sim.experiment.play.replicate import run
from sim.experiment.play.runner import Design, Samples, perform
from sim.experiment.play.summary import column, estimates
from sim.experiment.play.variants import Variant
from sim.experiment.stats.estimates import holm, paired, paired_p
from sim.experiment.studies.compare import compared, differences, without_plans
from sim.kpi.registry import find, scalars
from sim.results.columns import TABLES
from sim.results.folder import make_run_id
from sim.results.frames import frame, orders_frame
from sim.results.record import Record
from sim.schema.policy_set import PolicySet
from sim.schema.scenario import Scenario
from sim.schema.world import World

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


class UnknownVariantError(SurgeError):
    """No scenario or plan of the study goes by that name."""

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
        """One row a scenario and plan (or policy set); for each measure (none named: all) mean, ci_low, ci_high, n."""
        import pandas as pd

        names = [find(name).name for name in kpis] or list(scalars())
        rows = {}
        for variant, samples in self.samples.items():
            found = estimates(samples)
            rows[tuple(self._place(variant).values())] = {
                (name, key): value for name in names for key, value in found[name].about().items()
            }
        made = pd.DataFrame.from_dict(rows, orient="index")
        made.index = pd.MultiIndex.from_tuples(rows, names=self._levels)
        made.columns = pd.MultiIndex.from_tuples([*made.columns], names=["kpi", ""])
        return made

    def compare(self, base: str = "baseline", *kpis: str) -> "pd.DataFrame":
        """Paired differences of all other variants against `base`, under the same random numbers.

        One row a variant and measure: mean, ci_low, ci_high, n, and p: of the paired t-test, adjusted by Holm over
        the variants. "No significant difference" is an answer. In a study of policy sets `base` is one of them, and
        each row compares within its scenario, with the p of the comparison before (`p`) and after Holm (`p_holm`),
        what that means (`verdict`) and how many replications would tell the two apart.
        """
        import pandas as pd

        if self.design.policies:
            if base not in self.design.policies:
                raise UnknownVariantError(_unknown("policy set", base, list(self.design.policies)))
            names = [find(name).name for name in kpis] or list(scalars())
            compared_rows = [row for name in names for row in differences(self.samples, base, name)]
            return pd.DataFrame(compared_rows).set_index(["scenario", "policy", "kpi"])
        origin = self.variant(base)
        others = [variant for variant in self.samples if variant != origin]
        rows = []
        for name in [find(name).name for name in kpis] or list(scalars()):
            reference = column(self.samples[origin], name)
            columns = [column(self.samples[variant], name) for variant in others]
            adjusted = holm([paired_p(values, reference) for values in columns])
            for variant, values, p in zip(others, columns, adjusted, strict=True):
                found = paired(values, reference).about()
                rows.append({"scenario": variant.scenario, "plan": variant.plan or "", "kpi": name, **found, "p": p})
        return pd.DataFrame(rows).set_index(["scenario", "plan", "kpi"])

    def run(
        self, scenario: str, plan: str | None = None, replication: int = 0, policy: str | None = None
    ) -> Replication:
        """One replication, played again: the same seed and number give the same record, so none has to be kept.

        `policy` is the policy set; None = the first of the study.
        """
        variant = self.variant(f"{scenario}+{plan}" if plan else scenario, policy)
        setting = next(one for one in self.design.settings() if variant in one.variants)
        return Replication(run(setting, variant, self.design.seed, replication))

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

    def result(self, month: str = "") -> dict[str, Any]:
        """The study's result, which every report reads."""
        design = self.design
        config = write_out(design.world, design.scenarios, design.policies).hash
        label = month or ("compare" if design.policies else "run")
        run_id = make_run_id(label, config, design.seed, design.replications)
        if design.policies:
            return compared(design, self.samples, run_id, config)
        return assemble(self.design, self.samples, run_id, config, month)

    @property
    def _levels(self) -> list[str]:
        return ["scenario", "policy"] if self.design.policies else ["scenario", "plan"]

    def _place(self, variant: Variant) -> dict[str, str]:
        """Where a variant stands in a table."""
        return {level: getattr(variant, level) or "" for level in self._levels}


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
        design = Design(world, without_plans(loaded), replications, seed, None, "none", None, sets)
    else:
        design = Design(world, loaded, replications, seed)
    return Study(design, perform(design, jobs))
