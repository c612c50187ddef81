"""One replication as a worker plays it: the unshocked twin once, then every variant on the same random streams."""

import signal
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import ConfigError, ReplicationError
from sim.experiment.play.checkpoint import Checkpoint
from sim.experiment.play.sample import Sample, take
from sim.experiment.play.variants import Block, Variant, meta
from sim.model.simulate import simulate
from sim.results.folder import RunFolder
from sim.results.record import Record
from sim.results.study import BASELINE

Played = list[tuple[Variant, int, Sample]]


@dataclass(frozen=True)
class Job:
    """One replication of some variants of one block.

    The samples are written into `folder` as soon as they are there (None = only handed back), with `keep_records` the
    records too.
    """

    block: Block
    variants: Sequence[Variant]
    seed: int
    replication: int
    folder: Path | None = None
    keep_records: bool = False


def ignore_interrupts() -> None:
    """A worker ignores Ctrl-C: its parent reports it once and stops its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def play(job: Job) -> Played:
    """Play a job. `ReplicationError` names the variant that failed; what was finished before stays in the folder."""
    twin = None
    if any(variant.scenario != BASELINE for variant in job.variants):
        twin = _record(job, Variant(BASELINE))
    return [(variant, job.replication, _measured(job, variant, twin)) for variant in job.variants]


def run(block: Block, variant: Variant, seed: int, replication: int) -> Record:
    """The record of one replication of one variant; the same arguments give the same record."""
    scenario = None if variant.scenario == BASELINE else block.scenarios[variant.scenario]
    plans = (variant.plan,) if variant.plan else ()
    return simulate(block.world, scenario, plans, seed, replication, meta(block.world, scenario, variant))


def _record(job: Job, variant: Variant) -> Record:
    try:
        return run(job.block, variant, job.seed, job.replication)
    except ConfigError:
        raise  # the input is wrong, whichever replication comes upon it
    except Exception as error:
        raise _failure(job, variant, error) from error


def _measured(job: Job, variant: Variant, twin: Record | None) -> Sample:
    baseline = variant.scenario == BASELINE
    record = twin if baseline and twin is not None else _record(job, variant)
    try:
        sample = take(record, None if baseline else twin)
    except Exception as error:
        raise _failure(job, variant, error) from error
    if job.folder is not None:
        if job.keep_records:
            RunFolder(job.folder).write(record, variant.scenario, variant.plan, job.replication)
        Checkpoint(job.folder).write(sample, variant, job.replication)
    return sample


def _failure(job: Job, variant: Variant, error: Exception) -> ReplicationError:
    root: BaseException = error
    while root.__cause__ is not None:  # SimPy raises again what a process raised
        root = root.__cause__
    where = (traceback.extract_tb(root.__traceback__) or traceback.extract_tb(error.__traceback__))[-1]
    plan = f"plan '{variant.plan}'" if variant.plan else "no plan"
    return ReplicationError(
        f"scenario '{variant.scenario}', {plan}, replication {job.replication} (seed {job.seed}) failed: "
        f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
    )
