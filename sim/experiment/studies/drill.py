"""A drill: every scenario without a plan and with each of its plans, monthly or on its own."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sim.experiment.assemble import assemble
from sim.experiment.play.design import Design, Progress, Records
from sim.experiment.play.kind import RunKey, StudyKind
from sim.experiment.play.precision import Precision
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import perform
from sim.experiment.play.sample import Samples
from sim.experiment.play.setup import Setup
from sim.results.index import RunIndex
from sim.results.studies import Drill

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
STUDY = "run"


def run_drill(
    setup: Setup, month: str | None = None, records: Records = "first", precision: Precision | None = None
) -> Drill:
    """A monthly drill.

    Writes the run folder `out/<run_id>/` and adds it to the index `out/runs.sqlite`; returns the result, which is
    also `result.json`. `month` is the drill's own, `2026-11`; None = the month in which the world starts, so that the
    result never depends on today. The history holds the brand's earlier months in that index.

    Raises `ConfigError` before anything is written, and otherwise as `carry_out`.
    """
    if month is not None and not MONTH.fullmatch(month):
        raise ValueError(f"month='{month}' must be a year and a month like 2026-11")
    return carry_out(DrillStudy(month, records, precision), setup)


def run_study(setup: Setup, records: Records = "first", precision: Precision | None = None) -> Drill:
    """A drill outside the monthly rhythm: no month, no history. Everything else as `run_drill`."""
    return carry_out(DrillStudy("", records, precision), setup)


@dataclass(frozen=True, kw_only=True)
class DrillDesign(Design):
    """What a drill plays, its month (`""` = none), and the folder whose index has the earlier ones."""

    month: str
    out: Path


@dataclass(frozen=True)
class DrillStudy(StudyKind[DrillDesign, Samples, Drill]):
    """A drill of a month; `""` = outside the monthly rhythm, None = the month in which the world starts."""

    month: str | None = None
    records: Records = "first"
    precision: Precision | None = None
    name: ClassVar[str] = "drill"

    def design(self, setup: Setup) -> DrillDesign:
        """The scenarios of the setup with all their plans."""
        world = setup.load_world()
        month = f"{world.start:%Y-%m}" if self.month is None else self.month
        scenarios = setup.load_scenarios(world)
        design = setup.design(world, scenarios, precision=self.precision, records=self.records, label=month or STUDY)
        return DrillDesign(**vars(design), month=month, out=setup.out)

    def play(self, design: DrillDesign, jobs: int, progress: Progress | None, resume: bool) -> Samples:
        """Play everything."""
        return perform(design, jobs, progress, resume)

    def result(self, design: DrillDesign, outcome: Samples, run: RunKey) -> Drill:
        """The runs, judged, after the earlier months of the brand."""
        if not design.month:
            return assemble(design, outcome, run)
        known = RunIndex(design.out).history(design.world.brand.zh)
        earlier = [(name, score) for name, score in known if name < design.month]
        return assemble(design, outcome, run, design.month, earlier)
