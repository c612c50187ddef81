"""A study: a world, scenarios, plans and replications, played in parallel; the same bytes with one or many workers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from joblib import Parallel, delayed, effective_n_jobs

from sim.experiment.play.checkpoint import Kept
from sim.experiment.play.precision import Precision
from sim.experiment.play.replicate import Job, Played, leave_interrupts, play
from sim.experiment.play.sample import Sample
from sim.experiment.play.variants import Setting, Variant, settings, variants, with_baseline
from sim.schema.policy_set import PolicySet, under
from sim.schema.scenario import Scenario
from sim.schema.world import World

Progress = Callable[[int, int], None]
Samples = Mapping[Variant, Sequence[Sample]]
Records = Literal["first", "all", "none"]


@dataclass(frozen=True)
class Design:
    """What is to be played, and what is kept of it.

    `scenarios`     by id, in the order of the report, without the baseline
    `replications`  how many of each variant; with a `precision`, how many at a time until it is reached
    `folder`        run folder that keeps a sample of each replication as soon as it is there; None = memory only
    `records`       whose records are kept in the folder as Parquet: the `first` replication's of each variant, so
                    that orders can be followed and run folders stay small; those of `all`; or `none`. Any record can
                    be made again from its seed and number.
    `policies`      policy sets by name, each played in all scenarios on the same random numbers (none = the world's
                    own rules); of such a study no records are kept
    """

    world: World
    scenarios: Mapping[str, Scenario]
    replications: int = 10
    seed: int = 7
    folder: Path | None = None
    records: Records = "first"
    precision: Precision | None = None
    policies: Mapping[str, PolicySet] = field(default_factory=dict)

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

    def settings(self) -> list[Setting]:
        """The worlds in which they are played; `ConfigError` when a patch does not fit."""
        scenarios = with_baseline(self.world, self.scenarios)
        if not self.policies:
            return settings(self.world, scenarios)
        worlds = {name: under(self.world, policies) for name, policies in self.policies.items()}
        return [one for name, world in worlds.items() for one in settings(world, scenarios, name)]


def perform(design: Design, jobs: int = 1, progress: Progress | None = None, resume: bool = False) -> Samples:
    """Play everything; samples by variant in the order of the study, each in order of replications.

    jobs       worker processes; 1 = in this process, -1 = one for each core
    progress   told (done, total) replications, over all variants, as they come
    resume     take the samples that the folder holds already (the caller vouches that they are of the same study)

    Raises `ReplicationError`; finished replications stay in the folder then, and after a KeyboardInterrupt.
    """
    kept = Kept(design.folder) if design.folder else None
    if kept is not None:
        kept.sweep() if resume else kept.clear()
    worlds = design.settings()
    found: dict[tuple[Variant, int], Sample] = {}
    upto = 0
    while True:
        batch = range(upto, upto + design.replications)
        upto = batch.stop
        total = upto * len(design.variants)
        if kept is not None and resume:
            found |= _known(kept, design.variants, batch)
        if progress is not None:
            progress(len(found), total)
        for played in _play(list(_jobs(design, worlds, batch, found, jobs)), jobs):
            found |= {(variant, replication): sample for variant, replication, sample in played}
            if progress is not None:
                progress(len(found), total)
        samples = {variant: [found[variant, number] for number in range(upto)] for variant in design.variants}
        if design.precision is None or design.precision.enough(samples):
            return samples


def play_more(design: Design, policy: str, numbers: range, jobs: int = 1) -> Samples:
    """The replications `numbers` of every variant of one policy set: kept ones from the folder, the others played."""
    worlds = [world for world in design.settings() if world.policy == policy]
    wanted = [variant for world in worlds for variant in world.variants]
    found = _known(Kept(design.folder), wanted, numbers) if design.folder else {}
    for played in _play(list(_jobs(design, worlds, numbers, found, jobs)), jobs):
        found |= {(variant, replication): sample for variant, replication, sample in played}
    return {variant: [found[variant, number] for number in numbers] for variant in wanted}


def _known(kept: Kept, wanted: Sequence[Variant], batch: range) -> dict[tuple[Variant, int], Sample]:
    pairs = ((variant, number) for variant in wanted for number in batch)
    read = {pair: kept.read(*pair) for pair in pairs}
    return {pair: sample for pair, sample in read.items() if sample is not None}


def _jobs(
    design: Design, worlds: Sequence[Setting], batch: range, found: Mapping[tuple[Variant, int], Sample], workers: int
) -> Iterator[Job]:
    """What is left to do: one job a replication and world, so that the twin is played once for all its variants.

    With fewer replications than workers each scenario is a job of its own: idle workers can afford its twin.
    """
    if len(batch) < effective_n_jobs(workers):
        worlds = [part for world in worlds for part in world.split()]
    for number in batch:
        for world in worlds:
            left = [variant for variant in world.variants if (variant, number) not in found]
            records = design.records == "all" or (design.records == "first" and number == 0)
            if left:
                yield Job(world, left, design.seed, number, design.folder, records)


def _play(work: list[Job], workers: int) -> Iterator[Played]:
    """The results as they come, in any order."""
    parallel = Parallel(
        n_jobs=workers, backend="loky", batch_size=1, return_as="generator_unordered", initializer=leave_interrupts
    )
    yield from parallel(delayed(play)(job) for job in work)
