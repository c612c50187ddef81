"""Policy sets in a race: further replications are played only for those that are still in it."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.errors import SurgeError
from sim.experiment.play.design import Design
from sim.experiment.play.precision import Precision
from sim.experiment.play.runner import extend
from sim.experiment.play.sample import Sample, Samples
from sim.experiment.play.summary import column
from sim.experiment.play.variants import Variant
from sim.experiment.stats.estimates import mean_interval
from sim.experiment.stats.measures import single
from sim.experiment.stats.selection import Method, select
from sim.kpi.registry import Measure
from sim.results.studies import Selection


class UndefinedMeasureError(SurgeError):
    """A race about a measure that a replication does not have."""

    exit_code = 2


@dataclass(frozen=True)
class Rules:
    """How the best of many policy sets is found; see `select`.

    `by` is the measure, averaged over the scenarios that are played; `most` caps the replications of a policy set;
    `budget` is the number of replications that OCBA may spend in all. The least difference that matters is that of the
    stopping rule: `share` for rates, `relative` of the first policy set's mean for other measures.
    """

    method: Method = "kn"
    by: str = "fulfilment_rate"
    most: int = 200
    budget: int | None = None
    precision: Precision = field(default_factory=Precision)


def race(design: Design, samples: Samples, rules: Rules, jobs: int) -> tuple[Samples, Selection]:
    """Find the best of the design's policy sets, which have played `samples`; all samples, and what was found."""
    bank = _Bank(design, {variant: list(of) for variant, of in samples.items()}, single(rules.by), jobs)
    first = len(next(iter(samples.values())))
    names = list(design.policies)
    start = mean_interval([bank.value(0, number) for number in range(first)]).mean
    precise = rules.precision
    delta = precise.share if bank.measure.unit == "share" else precise.relative * abs(start)
    most = max(rules.most, first)
    found = select(bank.value, len(names), bank.measure.better, delta, first, most, rules.method, rules.budget)
    return bank.samples, Selection(
        method=found.method,
        kpi=bank.measure.name,
        delta=found.delta,
        left=tuple(names[number] for number in found.left),
        decided=found.decided,
        replications=dict(zip(names, found.replications, strict=True)),
    )


@dataclass
class _Bank:
    """All samples so far; it plays more when they are asked for, as many at a time as there are workers."""

    design: Design
    samples: dict[Variant, list[Sample]]
    measure: Measure[..., Any]
    jobs: int

    def value(self, number: int, replication: int) -> float:
        """The measure under one policy set in one replication, averaged over the scenarios."""
        policy = list(self.design.policies)[number]
        mine = [variant for variant in self.samples if variant.policy == policy]
        there = len(self.samples[mine[0]])
        if replication >= there:
            more = extend(self.design, policy, range(there, replication + max(self.jobs, 1)), self.jobs)
            for variant, samples in more.items():
                self.samples[variant] += samples
        row = slice(replication, replication + 1)
        values = [column(self.samples[variant][row], self.measure.name)[0] for variant in mine]
        if not np.isfinite(values).all():
            raise UndefinedMeasureError(
                f"'{self.measure.name}' is undefined under '{policy}' in replication {replication}: choose by another "
                "measure, such as fulfilment_rate or cost_per_order"
            )
        return float(sum(values) / len(values))
