"""One job of a worker: which runs it plays, in which order, with which seed, and how a failure is reported."""

import pytest

from sim.errors import ConfigError, Problem, ReplicationError
from sim.experiment.inputs.loading import load, load_scenarios
from sim.experiment.play import replicate
from sim.experiment.play.checkpoint import Checkpoint
from sim.experiment.play.replicate import Job, play
from sim.experiment.play.variants import Variant, blocks, with_baseline
from sim.results.folder import RunFolder
from tests.experiment.samples import sample
from tests.experiment.small import RUSH, write

BASE, BARE, PLANNED = Variant("baseline"), Variant("rush"), Variant("rush", "more_bread")


@pytest.fixture(scope="module")
def block(tmp_path_factory):
    config = write(tmp_path_factory.mktemp("shop"), rush=RUSH)
    world = load(config)
    (shared,) = blocks(world, with_baseline(world, load_scenarios(world, None, config)))
    return shared


@pytest.fixture
def asked(monkeypatch):
    """What is simulated (scenario title, plans, seed, replication), without simulating it, and what is measured."""
    calls: list[tuple] = []

    def simulate(world, scenario, plans, seed, replication, meta):
        calls.append((scenario and scenario.title.en, plans, seed, replication))
        return f"record {len(calls)}"

    def take(record, twin):
        calls.append((record, twin))
        return sample(plan_cost=float(len(calls)))

    monkeypatch.setattr(replicate, "simulate", simulate)
    monkeypatch.setattr(replicate, "take", take)
    return calls


def test_the_twin_is_played_once_and_every_variant_is_measured_against_it(block, asked):
    found = play(Job(block, (BASE, BARE, PLANNED), seed=7, replication=3))
    assert asked == [
        (None, (), 7, 3),
        ("record 1", None),  # the baseline is the twin itself, and has none
        ("Rush", (), 7, 3),
        ("record 3", "record 1"),
        ("Rush", ("more_bread",), 7, 3),
        ("record 5", "record 1"),
    ]
    assert [(variant, number) for variant, number, _ in found] == [(BASE, 3), (BARE, 3), (PLANNED, 3)]


def test_a_variant_alone_is_played_with_its_twin_which_is_not_handed_back(block, asked):
    ((variant, _, _),) = play(Job(block, (PLANNED,), seed=7, replication=0))
    assert variant == PLANNED
    assert [call[0] for call in asked] == [None, "Rush", "record 2"]


def test_the_baseline_alone_is_played_once(block, asked):
    play(Job(block, (BASE,), seed=7, replication=0))
    assert asked == [(None, (), 7, 0), ("record 1", None)]


def test_samples_are_kept_as_soon_as_they_are_there_and_records_only_on_request(block, asked, tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(RunFolder, "write", lambda self, *what: written.append(what))
    play(Job(block, (BASE, BARE), 7, 4, tmp_path / "few"))
    assert Checkpoint(tmp_path / "few").read(BARE, 4) is not None
    assert written == []
    play(Job(block, (BARE, PLANNED), 7, 4, tmp_path / "all", keep_records=True))
    assert [what[1:] for what in written] == [("rush", None, 4), ("rush", "more_bread", 4)]


def test_what_was_finished_before_a_failure_stays(block, asked, tmp_path, monkeypatch):
    plain = replicate.simulate

    def simulate(world, scenario, plans, *rest):
        if plans:
            raise RuntimeError("no bread")
        return plain(world, scenario, plans, *rest)

    monkeypatch.setattr(replicate, "simulate", simulate)
    with pytest.raises(ReplicationError):
        play(Job(block, (BASE, BARE, PLANNED), 7, 2, tmp_path))
    kept = Checkpoint(tmp_path)
    assert [kept.read(variant, 2) is not None for variant in (BASE, BARE, PLANNED)] == [True, True, False]


@pytest.mark.parametrize("broken", ["simulate", "take"])
def test_a_failure_names_scenario_plan_replication_seed_and_the_line(block, asked, monkeypatch, broken):
    def fail(*_):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(replicate, broken, fail)
    with pytest.raises(ReplicationError) as caught:
        play(Job(block, (BASE,), 7, 5))
    message = str(caught.value)
    assert message.startswith(
        "scenario 'baseline', no plan, replication 5 (seed 7) failed: ZeroDivisionError: by nothing ("
    )
    assert "(test_replicate.py:" in message


def test_the_line_is_that_of_the_first_cause(block, asked, monkeypatch):
    def deep():
        raise ValueError("deep")

    def fail(*_):
        try:
            deep()
        except ValueError as error:
            raise RuntimeError("shallow") from error

    monkeypatch.setattr(replicate, "simulate", fail)
    with pytest.raises(ReplicationError, match=r"RuntimeError: shallow \(test_replicate\.py:\d+\)") as caught:
        play(Job(block, (PLANNED,), 7, 0))
    line = int(str(caught.value).rpartition(":")[2].rstrip(")"))
    assert line == deep.__code__.co_firstlineno + 1


def test_wrong_input_stays_wrong_input(block, asked, monkeypatch):
    wrong = ConfigError([Problem("orders.csv", 3, 0, "", "no number")])

    def fail(*_):
        raise wrong

    monkeypatch.setattr(replicate, "simulate", fail)
    with pytest.raises(ConfigError) as caught:
        play(Job(block, (BASE,), 7, 0))
    assert caught.value is wrong
