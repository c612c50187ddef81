"""What a study plays: a world, scenarios and their plans, replications, and what is kept of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sim.experiment.play.precision import Precision
from sim.experiment.play.variants import Block, Variant, blocks, variants, with_baseline
from sim.schema.policy_set import PolicySet, under
from sim.schema.scenario import Scenario
from sim.schema.world import World

Progress = Callable[[int, int], None]
"""Called with (done, total) replications, over all variants, as they come."""
Records = Literal["first", "all", "none"]


@dataclass(frozen=True)
class Design:
    """What is to be played, and what is kept of it; a kind of study adds what else it needs.

    `scenarios`     by id, in the order of the report, without the baseline
    `replications`  how many of each variant; with a `precision`, how many at a time until it is reached
    `folder`        run folder that keeps a sample of each replication as soon as it is there; None = memory only
    `records`       whose records are kept in the folder as Parquet: the `first` replication's of each variant, so
                    that orders can be followed and run folders stay small; those of `all`; or `none`. Any record can
                    be made again from its seed and number.
    `policies`      policy sets by name, each played in all scenarios on the same random numbers (none = the world's
                    own rules); of such a study no records are kept
    `label`         beginning of the run's id
    `also`          what else distinguishes the study from others of the same configuration
    """

    world: World
    scenarios: Mapping[str, Scenario]
    replications: int = 10
    seed: int = 7
    folder: Path | None = None
    records: Records = "first"
    precision: Precision | None = None
    policies: Mapping[str, PolicySet] = field(default_factory=dict)
    label: str = "run"
    also: str = ""

    def __post_init__(self) -> None:
        if self.replications < 1:
            raise ValueError(f"replications={self.replications} must be at least 1")
        if self.seed < 0:
            raise ValueError(f"seed={self.seed} must not be negative")
        if self.policies and self.records != "none":
            raise ValueError("of a study with policy sets no records are kept: records must be 'none'")

    @property
    def variants(self) -> list[Variant]:
        """For each policy set: the baseline, then every scenario without a plan and with each of its plans."""
        scenarios = with_baseline(self.world, self.scenarios)
        return [one for policy in self.policies or (None,) for one in variants(scenarios, policy)]

    def blocks(self) -> list[Block]:
        """The worlds in which they are played; `ConfigError` when a patch does not fit."""
        scenarios = with_baseline(self.world, self.scenarios)
        if not self.policies:
            return blocks(self.world, scenarios)
        worlds = {name: under(self.world, policies) for name, policies in self.policies.items()}
        return [one for name, world in worlds.items() for one in blocks(world, scenarios, name)]
