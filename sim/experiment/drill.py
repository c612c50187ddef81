"""A drill or a study from a configuration file to its run folder: load, play, judge, write, remember."""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.experiment.keeping import Kept
from sim.experiment.loading import Written, load, load_scenarios, write_out
from sim.experiment.precision import Precision
from sim.experiment.result import assemble
from sim.experiment.study import Design, Progress, Records, perform
from sim.results.documents import write_text
from sim.results.folder import Manifest, RunFolder, identity, make_run_id
from sim.results.index import Run, RunIndex

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
STUDY = "run"


def run_drill(
    config: Path,
    scenarios: Sequence[str] | None,
    month: str | None,
    replications: int,
    jobs: int,
    seed: int,
    out: Path,
    overrides: Sequence[str] = (),
    progress: Progress | None = None,
    resume: bool = False,
    records: Records = "first",
    precision: Precision | None = None,
) -> dict[str, Any]:
    """A monthly drill: all scenarios (None) or those named, each without a plan and with each of its plans.

    Writes the run folder `out/<run_id>/` and adds it to the index `out/runs.sqlite`; returns the result, which is
    also `result.json`. `month` is the drill's own, `2026-11`; None = the month in which the world starts, so that the
    result never depends on today. The history holds the brand's earlier months in that index.

    Raises `ConfigError` before anything is written; `ReplicationError` with the finished replications kept: the same
    call with `resume` goes on from there, and so it does after a KeyboardInterrupt.
    """
    if month is not None and not MONTH.fullmatch(month):
        raise ValueError(f"month='{month}' must be a year and a month like 2026-11")
    world = load(config, overrides)
    chosen = load_scenarios(world, scenarios, config)
    label = month or f"{world.start:%Y-%m}"
    design = Design(world, chosen, replications, seed, None, records, precision)
    return _carry_out(design, label, label, jobs, out, progress, resume)


def run_study(
    config: Path,
    scenarios: Sequence[str] | None,
    replications: int,
    jobs: int,
    seed: int,
    out: Path,
    overrides: Sequence[str] = (),
    progress: Progress | None = None,
    resume: bool = False,
    records: Records = "first",
    precision: Precision | None = None,
) -> dict[str, Any]:
    """A study outside the monthly rhythm: the baseline (None) or also the scenarios named; no month, no history.

    Everything else as `run_drill`.
    """
    world = load(config, overrides)
    chosen = load_scenarios(world, scenarios or (), config)
    design = Design(world, chosen, replications, seed, None, records, precision)
    return _carry_out(design, STUDY, "", jobs, out, progress, resume)


def _carry_out(
    design: Design, label: str, month: str, jobs: int, out: Path, progress: Progress | None, resume: bool
) -> dict[str, Any]:
    written = write_out(design.world, design.scenarios)
    config = written.hash if design.precision is None else f"{written.hash} {design.precision}"
    whole = identity(config, design.seed, design.replications)
    run_id = make_run_id(label, config, design.seed, design.replications, out)
    folder = RunFolder(out / run_id)
    names = [str(variant) for variant in design.variants]
    manifest = Manifest(run_id, design.seed, design.replications, written.hash, names, identity=whole)
    going_on = resume and _is_same(folder, manifest)
    if not going_on:
        _begin(folder, written, manifest)
    placed = replace(design, folder=folder.path)
    samples = perform(placed, jobs, progress, going_on)
    index = RunIndex(out)
    earlier = [(name, score) for name, score in index.history(design.world.brand.zh) if name < month]
    result = assemble(placed, samples, run_id, written.hash, month, earlier)
    folder.write_result(result)
    index.add(_entry(result, folder.path))
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
    for room in ("records", "scenarios"):
        shutil.rmtree(folder.path / room, ignore_errors=True)
    (folder.path / "result.json").unlink(missing_ok=True)
    folder.write_config(written.world)
    for name, text in written.scenarios.items():
        write_text(folder.path / "scenarios" / f"{name}.yaml", text)
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
