"""A study on disk: its folder, its line in the index, what makes it another, and going on where it stopped."""

from dataclasses import replace

import pytest

from sim.experiment.play.kind import StudyKind
from sim.experiment.play.precision import PairedPrecision
from sim.experiment.play.race import Rules
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.search import Goal
from sim.experiment.play.setup import Setup
from sim.experiment.stats.constraints import constraint
from sim.experiment.stats.points import knob
from sim.results.folder import RunFolder
from sim.results.index import RunIndex
from tests.experiment.small import write
from tests.results.runs import result
from tests.results.runs import run as baseline


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"))


class Study(StudyKind):
    """A study whose play is a list of numbers: nothing is simulated."""

    name = "try"

    def __init__(self, also="", resumed=None):
        self.also, self.resumed = also, [] if resumed is None else resumed

    def design(self, setup):
        return setup.design(setup.load_world(), {}, label="try", also=self.also)

    def play(self, design, jobs, progress, resume):
        self.resumed.append(resume)
        (design.folder / "replications").mkdir(exist_ok=True)
        return {}

    def result(self, design, outcome, run):
        return result(run.run_id, baseline("baseline", 0.9), config_hash=run.config_hash, score=80.0)


@pytest.fixture
def setup(config, tmp_path):
    return Setup(config, tmp_path, replications=2)


def test_a_study_leaves_its_folder_its_result_and_a_line_in_the_index(setup, tmp_path):
    found = carry_out(Study(), setup)
    folder = RunFolder(tmp_path / found.run_id)
    assert found.run_id.startswith("try-")
    assert folder.result() == found
    assert "brand" in folder.config()
    (line,) = RunIndex(tmp_path).runs()
    assert (line.run_id, line.brand, line.score) == (found.run_id, "店", 80.0)
    assert line.summary == {"baseline": {"light": "green", "fulfilment_rate": 0.9}}


def test_what_distinguishes_a_study_from_others_makes_it_another_run(setup):
    assert len({carry_out(Study(also), setup).run_id for also in ("", "grid", "lhs", "grid")}) == 3


def test_it_goes_on_only_when_asked_and_when_it_is_the_same(setup):
    resumed = []
    carry_out(Study(resumed=resumed), setup)
    carry_out(Study(resumed=resumed), replace(setup, resume=True))
    carry_out(Study("something else", resumed), replace(setup, resume=True))
    assert resumed == [False, True, False]


def test_a_study_that_begins_anew_forgets_what_was_there(setup, tmp_path):
    folder = tmp_path / carry_out(Study(), setup).run_id
    for room in ("replications", "records", "tried"):
        (folder / room).mkdir(exist_ok=True)
        (folder / room / "old").write_text("old")
    carry_out(Study(), setup)
    assert [path.name for path in folder.rglob("old")] == []


class Interrupted(Study):
    """A study that is stopped while it plays."""

    def play(self, design, jobs, progress, resume):
        raise KeyboardInterrupt


def test_without_a_result_there_is_no_line_in_the_index(setup, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        carry_out(Interrupted(), setup)
    assert RunIndex(tmp_path).runs() == []
    assert not list(tmp_path.glob("*/result.json"))
    assert list(tmp_path.glob("*/manifest.json"))


def test_texts_that_run_ids_depend_on_stay_as_they_are():
    # a run id is a hash of these: another name of a class or field would be another run, and nothing could be resumed
    assert str(knob("x=1h..9h")) == "Knob(key='x', values=(), low=1.0, high=9.0, unit='h', whole=False)"
    assert str(Goal("cost_per_order", (constraint("fulfilment_rate>=90%"),))) == (
        "Goal(kpi='cost_per_order', constraints=(Constraint(kpi='fulfilment_rate', at_least=True, bound=0.9),))"
    )
    precise = "share=0.01, relative=0.05, most=200, measures=('fulfilment_rate', 'lead_time_p95', 'cost_per_order')"
    assert (
        str(Rules())
        == f"Rules(method='kn', by='fulfilment_rate', most=200, budget=None, precision=Precision({precise}))"
    )
    assert str(PairedPrecision(base="a")) == f"PairedPrecision({precise}, base='a')"
