"""A sweep: the same month at many points of its settings, all on the same luck, and what each measure becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.errors import ConfigError, Problem
from sim.experiment.play.runner import Samples
from sim.experiment.play.summary import column, estimates
from sim.experiment.play.variants import Variant
from sim.experiment.stats.estimates import mean_interval
from sim.experiment.stats.points import Point
from sim.kpi.registry import find
from sim.schema.patch import override
from sim.schema.policy_set import PolicySet
from sim.schema.reader import read_text
from sim.schema.world import World


def policy_sets(world: World, points: Sequence[Point], places: Sequence[str] = ()) -> dict[str, PolicySet]:
    """Each point as a policy set of its own, `p001` and so on; `ConfigError` with all points that the world refuses.

    `places` say where each point was written, for the messages; left out, its settings were typed after `-x`.
    """
    sets = {}
    problems: list[Problem] = []
    digits = max(3, len(str(len(points))))
    for number, point in enumerate(points, 1):
        try:
            written = [places[number - 1]] * len(point) if places else [f"-x {key}" for key in point]
            override(world, [f"{key}={value}" for key, value in point.items()], written)
            over = {key: read_text(value, f"{key}={value}").tree for key, value in point.items()}
            title = ", ".join(f"{key.rpartition('.')[2]}={value}" for key, value in point.items()) or "base"
            sets[f"p{number:0{digits}d}"] = PolicySet.model_validate({"title": title, "over": over})
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(dict.fromkeys(problems))
    return sets


@dataclass(frozen=True)
class Swept:
    """What was played at each point: the samples of one scenario, points by name, in their order."""

    points: Mapping[str, Point]
    samples: Samples

    def values(self, scenario: str, kpi: str) -> Floats:
        """A measure at every point in every replication, NaN where undefined; shape (points, replications)."""
        return np.array([column(self.samples[Variant(scenario, None, name)], find(kpi).name) for name in self.points])

    def means(self, scenario: str, kpi: str) -> Floats:
        """The same, averaged over the replications that know it; shape (points,)."""
        return np.array([mean_interval(row).mean for row in self.values(scenario, kpi)])

    @property
    def scenarios(self) -> list[str]:
        """The scenarios that were played, the baseline first."""
        return list(dict.fromkeys(variant.scenario for variant in self.samples))

    def rows(self, kpis: Sequence[str]) -> list[dict[str, Any]]:
        """One row a point and scenario: its settings, and each measure with its interval."""
        rows = []
        for name, point in self.points.items():
            for scenario in self.scenarios:
                found = estimates(self.samples[Variant(scenario, None, name)])
                measures = {kpi: found[kpi].about() for kpi in kpis}
                rows.append({"id": name, "at": dict(point), "scenario": scenario, "kpis": measures})
        return rows
