"""Playing a design in parallel: the same bytes with one worker or many, and whatever was interrupted before."""

from collections.abc import Iterator, Mapping, Sequence

from joblib import Parallel, delayed, effective_n_jobs

from sim.experiment.play.checkpoint import Checkpoint
from sim.experiment.play.design import Design, Progress
from sim.experiment.play.replicate import Job, Played, ignore_interrupts, play
from sim.experiment.play.sample import Sample, Samples
from sim.experiment.play.variants import Block, Variant


def perform(design: Design, jobs: int = 1, progress: Progress | None = None, resume: bool = False) -> Samples:
    """Play everything; samples by variant in the order of the study, each in order of replications.

    jobs       worker processes; 1 = in this process, -1 = one for each core
    progress   called with (done, total) replications, over all variants, as they come
    resume     take the samples that the folder holds already (the caller makes sure that they are of the same study)

    Raises `ReplicationError`; finished replications stay in the folder then, and after a KeyboardInterrupt.
    """
    checkpoint = Checkpoint(design.folder) if design.folder else None
    if checkpoint is not None:
        checkpoint.sweep() if resume else checkpoint.clear()
    blocks = design.blocks()
    found: dict[tuple[Variant, int], Sample] = {}
    upto = 0
    while True:
        batch = range(upto, upto + design.replications)
        upto = batch.stop
        total = upto * len(design.variants)
        if checkpoint is not None and resume:
            found |= _read(checkpoint, design.variants, batch)
        if progress is not None:
            progress(len(found), total)
        for played in _play(list(_jobs(design, blocks, batch, found, jobs)), jobs):
            found |= {(variant, replication): sample for variant, replication, sample in played}
            if progress is not None:
                progress(len(found), total)
        samples = {variant: [found[variant, number] for number in range(upto)] for variant in design.variants}
        if design.precision is None or design.precision.enough(samples):
            return samples


def extend(design: Design, policy: str, numbers: range, jobs: int = 1) -> Samples:
    """The replications `numbers` of every variant of one policy set: from the folder, or else played."""
    blocks = [block for block in design.blocks() if block.policy == policy]
    wanted = [variant for block in blocks for variant in block.variants]
    found = _read(Checkpoint(design.folder), wanted, numbers) if design.folder else {}
    for played in _play(list(_jobs(design, blocks, numbers, found, jobs)), jobs):
        found |= {(variant, replication): sample for variant, replication, sample in played}
    return {variant: [found[variant, number] for number in numbers] for variant in wanted}


def _read(checkpoint: Checkpoint, wanted: Sequence[Variant], batch: range) -> dict[tuple[Variant, int], Sample]:
    pairs = ((variant, number) for variant in wanted for number in batch)
    read = {pair: checkpoint.read(*pair) for pair in pairs}
    return {pair: sample for pair, sample in read.items() if sample is not None}


def _jobs(
    design: Design, blocks: Sequence[Block], batch: range, found: Mapping[tuple[Variant, int], Sample], workers: int
) -> Iterator[Job]:
    """What is left to do: one job a replication and block, so that the twin is played once for all its variants.

    With fewer replications than workers each scenario is a job of its own: idle workers can afford its twin.
    """
    if len(batch) < effective_n_jobs(workers):
        blocks = [part for block in blocks for part in block.split()]
    for number in batch:
        for block in blocks:
            left = [variant for variant in block.variants if (variant, number) not in found]
            records = design.records == "all" or (design.records == "first" and number == 0)
            if left:
                yield Job(block, left, design.seed, number, design.folder, records)


def _play(work: list[Job], workers: int) -> Iterator[Played]:
    """The results as they come, in any order."""
    parallel = Parallel(
        n_jobs=workers, backend="loky", batch_size=1, return_as="generator_unordered", initializer=ignore_interrupts
    )
    yield from parallel(delayed(play)(job) for job in work)
