"""Playing a study: the same with any number of workers, everything kept, going on after a stop."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import ConfigError, Problem, ReplicationError
from sim.experiment.inputs.loading import load, load_scenarios
from sim.experiment.play import replicate
from sim.experiment.play.checkpoint import Checkpoint
from sim.experiment.play.design import Design
from sim.experiment.play.precision import Precision
from sim.experiment.play.runner import perform
from sim.experiment.play.variants import Variant
from sim.results.folder import RunFolder
from tests.experiment.small import FEWER, RUSH, write


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    config = write(tmp_path_factory.mktemp("shop"), rush=RUSH, fewer=FEWER)
    world = load(config, ["horizon=2d"])
    return Design(world, load_scenarios(world, None, config), replications=3)


@pytest.fixture(scope="module")
def alone(design):
    return perform(design)


def texts(samples):
    return [one.model_dump_json() for of in samples.values() for one in of]


def test_every_variant_has_every_replication_in_order(design, alone):
    assert list(alone) == design.variants
    assert {len(samples) for samples in alone.values()} == {3}
    first = [samples[0].kpis["lead_time_mean"] for samples in alone.values()]
    assert first != [samples[1].kpis["lead_time_mean"] for samples in alone.values()]


def test_more_workers_than_replications_play_the_same(design, alone):
    # four workers for three replications: every scenario becomes a job of its own, with a twin of its own
    assert texts(perform(design, jobs=4)) == texts(alone)


def test_progress_is_told_up_to_the_last_replication(design):
    told = []
    perform(replace(design, replications=2), progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 10)
    assert told[-1] == (10, 10)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_the_folder_keeps_samples_and_the_first_records(design, tmp_path):
    perform(replace(design, replications=2, folder=tmp_path))
    assert len(list(tmp_path.glob("replications/*/*.json"))) == 10
    assert {number for _, _, number in RunFolder(tmp_path).records()} == {0}
    assert len(RunFolder(tmp_path).records()) == 5


@pytest.mark.parametrize(("records", "kept"), [("none", 0), ("all", 10)])
def test_records_are_kept_as_asked(design, tmp_path, records, kept):
    perform(replace(design, replications=2, folder=tmp_path, records=records))
    assert len(RunFolder(tmp_path).records()) == kept


def fail_in(monkeypatch, scenario, replication):
    """Let the engine fail in one replication of one scenario's plans."""

    def simulate(world, scenario_, plans, seed, number, meta):
        if meta["scenario"] == scenario and plans and number == replication:
            raise ZeroDivisionError("no bread")
        return real(world, scenario_, plans, seed, number, meta)

    real = replicate.simulate
    monkeypatch.setattr(replicate, "simulate", simulate)


def test_a_failed_replication_is_named_and_the_finished_ones_are_kept(design, tmp_path, monkeypatch):
    fail_in(monkeypatch, "rush", 1)
    with pytest.raises(ReplicationError) as failure:
        perform(replace(design, folder=tmp_path))
    assert failure.value.exit_code == 4
    words = str(failure.value)
    assert "'rush'" in words and "'more_hands'" in words and "replication 1" in words
    assert "ZeroDivisionError: no bread (test_runner.py:" in words
    kept = Checkpoint(tmp_path)
    assert kept.read(Variant("baseline"), 0) is not None
    assert kept.read(Variant("rush"), 1) is not None
    assert kept.read(Variant("rush", "more_hands"), 1) is None


def test_wrong_input_that_a_replication_comes_upon_stays_wrong_input(design, monkeypatch):
    def refuse(*_: object) -> None:
        raise ConfigError([Problem("orders.csv", 2, 1, "", "is not a number")])

    monkeypatch.setattr(replicate, "run", refuse)
    with pytest.raises(ConfigError, match=r"orders.csv:2:1"):
        replicate.play(replicate.Job(design.blocks()[0], design.variants, 1, 0))


def test_a_study_goes_on_where_it_stopped(design, alone, tmp_path, monkeypatch):
    placed = replace(design, folder=tmp_path)
    with monkeypatch.context() as patch:
        fail_in(patch, "rush", 1)
        with pytest.raises(ReplicationError):
            perform(placed)
    finished = {path: path.stat().st_mtime_ns for path in tmp_path.glob("replications/*/*.json")}
    half_done = next(iter(finished)).parent / ".0007.json.1.ab"
    half_done.write_text("{")
    told = []
    resumed = perform(placed, progress=lambda done, total: told.append(done), resume=True)
    assert told[0] == len(finished) > 0
    assert resumed == alone
    assert {path: path.stat().st_mtime_ns for path in finished} == finished
    assert not half_done.exists()


def test_without_resume_nothing_old_is_taken(design, tmp_path):
    old = Checkpoint(tmp_path).path(Variant("gone"), 0)
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    perform(replace(design, replications=1, folder=tmp_path, scenarios={}))
    assert not old.exists()


def test_an_interrupt_stops_the_study_and_keeps_what_was_finished(design, alone, tmp_path):
    def interrupt(done, total):
        if done:
            raise KeyboardInterrupt

    placed = replace(design, folder=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        perform(placed, progress=interrupt)
    assert list(tmp_path.glob("replications/*/*.json"))
    assert perform(placed, resume=True) == alone


def test_more_replications_are_played_until_they_are_enough(design):
    small = replace(design, scenarios={}, replications=2)
    assert len(perform(replace(small, precision=Precision(share=1.0, relative=100.0)))[Variant("baseline")]) == 2
    strict = Precision(share=0.0, relative=0.0, most=5, measures=("lead_time_p95",))
    assert len(perform(replace(small, precision=strict))[Variant("baseline")]) == 6


def test_a_design_that_cannot_be_played_is_refused(design):
    with pytest.raises(ValueError, match="replications=0"):
        replace(design, replications=0)
    with pytest.raises(ValueError, match="seed=-1"):
        replace(design, seed=-1)


def test_a_sample_is_whole_or_not_there(tmp_path: Path, alone):
    kept, variant = Checkpoint(tmp_path), Variant("rush", "more_hands")
    assert kept.read(variant, 3) is None
    kept.write(alone[variant][0], variant, 3)
    assert kept.read(variant, 3) == alone[variant][0]
    assert kept.path(variant, 3).relative_to(tmp_path).as_posix() == "replications/rush+more_hands/0003.json"
