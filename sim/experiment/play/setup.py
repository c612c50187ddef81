"""What every study from files begins with: which world and scenarios, how many replications, and where to write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.experiment.inputs.loading import load, load_scenarios
from sim.experiment.play.design import Design, Progress, Records
from sim.experiment.play.precision import Precision
from sim.schema.policy_set import PolicySet
from sim.schema.scenario import Scenario
from sim.schema.world import World


@dataclass(frozen=True)
class Setup:
    """A study of the configuration file `config`, to be written into a folder of its own under `out`.

    `scenarios`     names or files; None = all that `playable` finds for the configuration
    `replications`  of each variant
    `jobs`          worker processes; 1 = in this process, -1 = one for each core
    `overrides`     settings `key=value` of the world
    `progress`      called with (done, total) replications as they come
    `resume`        go on from what an interrupted study of the same setup has kept
    """

    config: Path
    out: Path
    scenarios: Sequence[str | Path] | None = ()
    replications: int = 10
    seed: int = 7
    jobs: int = 1
    overrides: Sequence[str] = ()
    progress: Progress | None = None
    resume: bool = False

    def load_world(self) -> World:
        """The world of the configuration with its settings; `ConfigError` with everything that is wrong."""
        return load(self.config, self.overrides)

    def load_scenarios(self, world: World) -> dict[str, Scenario]:
        """The scenarios by id; `ConfigError` with the problems of all of them at once."""
        return load_scenarios(world, self.scenarios, self.config)

    def design(
        self,
        world: World,
        scenarios: Mapping[str, Scenario],
        policies: Mapping[str, PolicySet] | None = None,
        precision: Precision | None = None,
        records: Records = "none",
        label: str = "run",
        also: str = "",
    ) -> Design:
        """What is played in a world: as often and with the seed of the setup."""
        return Design(
            world, scenarios, self.replications, self.seed, None, records, precision, policies or {}, label, also
        )
