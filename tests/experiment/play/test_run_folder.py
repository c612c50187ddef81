"""A study on disk: its folder, its line in the index, what makes it another, and going on where it stopped."""

import pytest

from sim.experiment.inputs.loading import load
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.setup import Setup
from sim.results.folder import RunFolder
from sim.results.index import RunIndex
from tests.experiment.small import write


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"))


class Study:
    """A study whose play is a list of numbers: nothing is simulated."""

    def __init__(self, config, out, **more):
        self.setup = Setup(config, out, replications=2, **more)
        self.design = self.setup.design(load(config), {})
        self.resumed = []

    def play(self, design, jobs, progress, resume):
        self.resumed.append(resume)
        (design.folder / "replications").mkdir(exist_ok=True)
        return {}

    def finish(self, samples, run_id, config_hash):
        kpis = {"fulfilment_rate": {"mean": 0.9}}
        return {
            "run_id": run_id, "config_hash": config_hash, "brand": {"zh": "店", "en": "Shop"}, "month": "", "seed": 7,
            "replications": 2, "version": "1", "score": 80.0,
            "scenarios": [{"id": "baseline", "plan": None, "light": "green", "kpis": kpis}],
        }  # fmt: skip

    def __call__(self, also="", label="try"):
        return carry_out(self.design, label, self.setup, self.finish, self.play, also)


def test_a_study_leaves_its_folder_its_result_and_a_line_in_the_index(config, tmp_path):
    result = Study(config, tmp_path)()
    folder = RunFolder(tmp_path / result["run_id"])
    assert result["run_id"].startswith("try-")
    assert folder.result() == result
    assert "brand" in folder.config()
    (line,) = RunIndex(tmp_path).runs()
    assert (line.run_id, line.brand, line.score) == (result["run_id"], "店", 80.0)
    assert line.summary == {"baseline": {"light": "green", "fulfilment_rate": 0.9}}


def test_what_tells_a_study_from_others_makes_it_another_run(config, tmp_path):
    study = Study(config, tmp_path)
    ids = {study(also)["run_id"] for also in ("", "grid", "lhs", "grid")}
    assert len(ids) == 3


def test_it_goes_on_only_when_asked_and_when_it_is_the_same(config, tmp_path):
    first, again = Study(config, tmp_path), Study(config, tmp_path, resume=True)
    first()
    again()
    again("something else")
    assert (first.resumed, again.resumed) == ([False], [True, False])


def test_a_study_that_begins_anew_forgets_what_was_there(config, tmp_path):
    study = Study(config, tmp_path)
    folder = tmp_path / study()["run_id"]
    for room in ("replications", "records", "tried"):
        (folder / room).mkdir(exist_ok=True)
        (folder / room / "old").write_text("old")
    study()
    assert [path.name for path in folder.rglob("old")] == []


def test_without_a_result_there_is_no_line_in_the_index(config, tmp_path):
    study = Study(config, tmp_path)
    study.play = lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        study()
    assert RunIndex(tmp_path).runs() == []
    assert not list(tmp_path.glob("*/result.json"))
    assert list(tmp_path.glob("*/manifest.json"))
