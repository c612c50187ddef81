"""How many replications are enough: until the intervals of the leading measures are short, or a cap is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sim.experiment.play.sample import Sample
from sim.experiment.play.variants import Variant
from sim.experiment.stats.estimates import mean_interval, paired
from sim.kpi.registry import find

MEASURES = ("fulfilment_rate", "lead_time_p95", "cost_per_order")


@dataclass(frozen=True)
class Precision:
    """Half-widths of the 95 % intervals to reach in every variant; source: Law (2015), section 9.4.1.

    `share` is absolute and holds for rates, `relative` is a share of the mean and holds for all other measures.
    """

    share: float = 0.01
    relative: float = 0.05
    most: int = 200
    measures: Sequence[str] = MEASURES

    def enough(self, samples: Mapping[Variant, Sequence[Sample]]) -> bool:
        """Whether every measure of every variant is precise enough, or the cap is reached."""
        if any(len(of) >= self.most for of in samples.values()):
            return True
        return all(self.reached(name, of) for of in samples.values() for name in self.measures)

    def reached(self, name: str, samples: Sequence[Sample]) -> bool:
        """Whether one measure is precise enough; one that is never defined cannot become more so."""
        found = mean_interval([_number(sample["kpis"].get(name)) for sample in samples])
        if found.n == 0:
            return True
        allowed = self.share if find(name).unit == "share" else self.relative * abs(found.mean)
        return found.half_width <= allowed


@dataclass(frozen=True)
class PairedPrecision(Precision):
    """The same half-widths for the differences of each policy set against the `base`, scenario by scenario.

    `relative` is a share of what the base has. Source of the stopping rule as above, on paired differences.
    """

    base: str = ""

    def enough(self, samples: Mapping[Variant, Sequence[Sample]]) -> bool:
        """Whether every difference is precise enough, or the cap is reached."""
        if any(len(of) >= self.most for of in samples.values()):
            return True
        pairs = [
            (of, samples[replace(one, policy=self.base)]) for one, of in samples.items() if one.policy != self.base
        ]
        return all(self._told_apart(name, of, base) for of, base in pairs for name in self.measures)

    def _told_apart(self, name: str, samples: Sequence[Sample], base: Sequence[Sample]) -> bool:
        mine, theirs = ([_number(one["kpis"].get(name)) for one in of] for of in (samples, base))
        found = paired(mine, theirs)
        if found.n == 0:
            return True
        allowed = self.share if find(name).unit == "share" else self.relative * abs(mean_interval(theirs).mean)
        return found.half_width <= allowed


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
