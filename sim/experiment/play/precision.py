"""How many replications are enough: until the intervals of the leading measures are short, or a cap is reached."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.experiment.play.sample import Sample, Samples
from sim.experiment.play.summary import column
from sim.experiment.stats.estimates import mean_interval
from sim.experiment.stats.measures import LEADING
from sim.experiment.stats.paired import paired
from sim.kpi.registry import find
from sim.results.study import Estimate


@dataclass(frozen=True)
class Precision:
    """Half-widths of the 95 % intervals to reach in every variant; source: Law (2015), section 9.4.1.

    `share` is absolute and holds for rates, `relative` is a share of the mean and holds for all other measures.
    """

    share: float = 0.01
    relative: float = 0.05
    most: int = 200
    measures: Sequence[str] = LEADING

    def enough(self, samples: Samples) -> bool:
        """Whether every measure of every variant is precise enough, or the cap is reached."""
        if self.capped(samples):
            return True
        return all(self.reached(name, of) for of in samples.values() for name in self.measures)

    def capped(self, samples: Samples) -> bool:
        """Whether some variant has as many replications as there may be."""
        return any(len(of) >= self.most for of in samples.values())

    def reached(self, name: str, samples: Sequence[Sample]) -> bool:
        """Whether one measure is precise enough."""
        found = mean_interval(column(samples, name))
        return self.short(name, found, found.mean)

    def short(self, name: str, found: Estimate, scale: float) -> bool:
        """Whether an interval is short enough, `relative` to a scale; one of a measure that is never defined is."""
        if found.n == 0:
            return True
        return found.half_width <= (self.share if find(name).unit == "share" else self.relative * abs(scale))


@dataclass(frozen=True)
class PairedPrecision(Precision):
    """The same half-widths for the differences of each policy set against the `base`, scenario by scenario.

    `relative` is a share of what the base has. Source of the stopping rule as above, on paired differences.
    """

    base: str = ""

    def enough(self, samples: Samples) -> bool:
        """Whether every difference is precise enough, or the cap is reached."""
        if self.capped(samples):
            return True
        pairs = [
            (of, samples[replace(one, policy=self.base)]) for one, of in samples.items() if one.policy != self.base
        ]
        return all(self.separated(name, of, base) for of, base in pairs for name in self.measures)

    def separated(self, name: str, samples: Sequence[Sample], base: Sequence[Sample]) -> bool:
        """Whether one difference is precise enough."""
        mine, theirs = column(samples, name), column(base, name)
        return self.short(name, paired(mine, theirs), mean_interval(theirs).mean)
