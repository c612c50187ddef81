"""A study on disk: begun in its run folder, played, its result written and entered in the index of runs."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.experiment.inputs.resolved import ResolvedInputs, resolve
from sim.experiment.play.checkpoint import Checkpoint
from sim.experiment.play.design import Design
from sim.experiment.play.kind import D, P, R, RunKey, StudyKind
from sim.experiment.play.setup import Setup
from sim.results.documents import write_text
from sim.results.folder import Manifest, RunFolder, identity, make_run_id
from sim.results.index import IndexEntry, RunIndex
from sim.results.study import StudyResult

TRIED = "tried"
"""The room of a run folder that keeps what a search has played on its way."""


def carry_out(study: StudyKind[D, P, R], setup: Setup) -> R:
    """Play a study in the run folder `out/<run id>/` and add it to the index `out/runs.sqlite`; returns the result.

    Raises `ReplicationError` with the finished replications kept: the same study with `resume` goes on from there, and
    so it does after a KeyboardInterrupt.
    """
    design = study.design(setup)
    inputs = resolve(design.world, design.scenarios, design.policies)
    manifest = _manifest(design, inputs, setup.out)
    folder = RunFolder(setup.out / manifest.run_id)
    resume = setup.resume and _is_same(folder, manifest)
    if not resume:
        _begin(folder, inputs, manifest)
    outcome = study.play(replace(design, folder=folder.path), setup.jobs, setup.progress, resume)
    result = study.result(design, outcome, RunKey(manifest.run_id, inputs.hash))
    folder.write_result(result)
    RunIndex(setup.out).add(_entry(result, folder.path))
    return result


def _manifest(design: Design, inputs: ResolvedInputs, out: Path) -> Manifest:
    """What the run folder says of the run; its id depends on everything that is played, and on nothing else."""
    parts = [inputs.hash, str(design.precision) if design.precision else "", design.also]
    config = " ".join(part for part in parts if part)
    run_id = make_run_id(design.label, config, design.seed, design.replications, out)
    whole = identity(config, design.seed, design.replications)
    names = [str(variant) for variant in design.variants]
    return Manifest(run_id, design.seed, design.replications, inputs.hash, names, identity=whole)


def _entry(result: StudyResult, folder: Path) -> IndexEntry:
    """The line of the index, which alone has the time at which it was played."""
    return IndexEntry(
        run_id=result.run_id,
        folder=folder,
        created=datetime.now(UTC).isoformat(timespec="milliseconds"),
        brand=result.brand.zh,
        month=result.month,
        seed=result.seed,
        replications=result.replications,
        config_hash=result.config_hash,
        version=result.version,
        score=result.score,
        summary=_summary(result),
    )


def _begin(folder: RunFolder, inputs: ResolvedInputs, manifest: Manifest) -> None:
    """An empty run folder with what is going to be run."""
    Checkpoint(folder.path).clear()
    for room in ("records", "scenarios", "policies", TRIED):
        shutil.rmtree(folder.path / room, ignore_errors=True)
    (folder.path / "result.json").unlink(missing_ok=True)
    folder.write_config(inputs.world)
    for room, texts in (("scenarios", inputs.scenarios), ("policies", inputs.policies)):
        for name, text in texts.items():
            write_text(folder.path / room / f"{name}.yaml", text)
    folder.write_manifest(manifest)


def _is_same(folder: RunFolder, manifest: Manifest) -> bool:
    """Whether the folder was begun by this very study: the same configuration, seed, number and versions."""
    try:
        return folder.manifest() == manifest
    except (FileNotFoundError, ValueError, TypeError):
        return False


def _summary(result: StudyResult) -> dict[str, Any]:
    """What is worth listing of a run: light and fulfilment of each variant."""
    return {run.name: {"light": run.light, "fulfilment_rate": run.mean("fulfilment_rate")} for run in result.runs}
