"""A study on disk: begun in its run folder, played, judged, written, remembered in the index."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.experiment.inputs.loading import Written, write_out
from sim.experiment.play.checkpoint import Kept
from sim.experiment.play.runner import Design, Progress, Samples, perform
from sim.experiment.play.setup import Setup
from sim.results.documents import write_text
from sim.results.folder import Manifest, RunFolder, identity, make_run_id
from sim.results.index import Run, RunIndex

TRIED = "tried"
"""The room of a run folder that keeps what a search has played on its way."""
Finish = Callable[[Samples, str, str], dict[str, Any]]
"""From the samples, the run's id and the hash of its configuration to the result."""
Play = Callable[[Design, int, Progress | None, bool], Samples]
"""How a design is played; as `perform`, unless a study goes on from there."""


def carry_out(
    design: Design, label: str, setup: Setup, finish: Finish, play: Play = perform, also: str = ""
) -> dict[str, Any]:
    """Play a study in the run folder `out/<run id>/` and add it to the index `out/runs.sqlite`; returns the result.

    `label` begins the run's id, and `also` is what else tells this study from others of the same configuration. Raises
    `ReplicationError` with the finished replications kept: the same setup with `resume` goes on from there, and so it
    does after a KeyboardInterrupt.
    """
    written = write_out(design.world, design.scenarios, design.policies)
    config = " ".join([written.hash, *([str(design.precision)] if design.precision else []), *([also] if also else [])])
    whole = identity(config, design.seed, design.replications)
    run_id = make_run_id(label, config, design.seed, design.replications, setup.out)
    folder = RunFolder(setup.out / run_id)
    names = [str(variant) for variant in design.variants]
    manifest = Manifest(run_id, design.seed, design.replications, written.hash, names, identity=whole)
    going_on = setup.resume and _is_same(folder, manifest)
    if not going_on:
        _begin(folder, written, manifest)
    samples = play(replace(design, folder=folder.path), setup.jobs, setup.progress, going_on)
    result = finish(samples, run_id, written.hash)
    folder.write_result(result)
    RunIndex(setup.out).add(_entry(result, folder.path))
    return result


def _entry(result: Mapping[str, Any], folder: Path) -> Run:
    """The line of the index, which alone knows when it was played."""
    return Run(
        run_id=result["run_id"],
        folder=folder,
        created=datetime.now(UTC).isoformat(timespec="milliseconds"),
        brand=result["brand"]["zh"],
        month=result["month"],
        seed=result["seed"],
        replications=result["replications"],
        config_hash=result["config_hash"],
        version=result["version"],
        score=result["score"],
        summary=_summary(result),
    )


def _begin(folder: RunFolder, written: Written, manifest: Manifest) -> None:
    """An empty run folder that says what is going to be run."""
    Kept(folder.path).clear()
    for room in ("records", "scenarios", "policies", TRIED):
        shutil.rmtree(folder.path / room, ignore_errors=True)
    (folder.path / "result.json").unlink(missing_ok=True)
    folder.write_config(written.world)
    for room, texts in (("scenarios", written.scenarios), ("policies", written.policies)):
        for name, text in texts.items():
            write_text(folder.path / room / f"{name}.yaml", text)
    folder.write_manifest(manifest)


def _is_same(folder: RunFolder, manifest: Manifest) -> bool:
    """Whether the folder was begun by this very study: the same configuration, seed, number and versions."""
    try:
        return folder.manifest() == manifest
    except (FileNotFoundError, ValueError, TypeError):
        return False


def _summary(result: Mapping[str, Any]) -> dict[str, Any]:
    """What is worth listing of a run: light and fulfilment of each variant."""
    return {
        run["id"] if run["plan"] is None else f"{run['id']}+{run['plan']}": {
            "light": run["light"],
            "fulfilment_rate": (run["kpis"].get("fulfilment_rate") or {}).get("mean"),
        }
        for run in result["scenarios"]
    }
