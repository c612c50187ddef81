"""Contrasts: one measure of every variant against its base, under common random numbers, adjusted by Holm."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.arrays import Floats
from sim.experiment.play.sample import Samples
from sim.experiment.play.summary import column, keys
from sim.experiment.play.variants import Variant
from sim.experiment.stats.holm import holm
from sim.experiment.stats.paired import paired, paired_p
from sim.kpi.registry import Measure
from sim.results.study import Estimate


@dataclass(frozen=True)
class Contrast:
    """A variant against its base in one measure, or one key of it (`""` for a measure that is one number).

    `values` and `base` are paired by replication. `p` is that of the paired t-test, `p_holm` the same adjusted over all
    variants and keys of the measure.
    """

    variant: Variant
    key: str
    values: Floats
    base: Floats
    p: float
    p_holm: float

    @property
    def difference(self) -> Estimate:
        """The mean difference with its interval."""
        return paired(self.values, self.base)


def contrasts(samples: Samples, base_of: Callable[[Variant], Variant], measure: Measure[..., Any]) -> list[Contrast]:
    """One a variant that is not its own base, and key; of unequal numbers of replications the common ones count."""
    names = keys((sample for of in samples.values() for sample in of), measure.name)
    pairs: list[tuple[Variant, str, Floats, Floats]] = []
    for variant, mine in samples.items():
        if (base := base_of(variant)) != variant:
            both = min(len(mine), len(samples[base]))
            for key in names:
                values, theirs = (column(of[:both], measure.name, key) for of in (mine, samples[base]))
                pairs.append((variant, key, values, theirs))
    p_values = [paired_p(values, base) for _, _, values, base in pairs]
    return [Contrast(*pair, p, adjusted) for pair, p, adjusted in zip(pairs, p_values, holm(p_values), strict=True)]
