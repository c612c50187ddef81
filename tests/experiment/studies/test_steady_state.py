"""A steady-state study from a file: a queue with a known mean, the advice, and what is refused."""

import json

import pytest

from sim.experiment.play.setup import Setup
from sim.experiment.studies.steady_state import SteadyStateStudy, TooShortError, run_steady
from sim.kpi.series import UnknownSeriesError
from tests.experiment.small import write

QUEUE = """
brand: queue
start: 2026-06-15 00:00 +08:00
horizon: 60d
products: {thing: {price: 1}}
sites:
  hall: {kind: micro_warehouse, stock: unlimited, stations: {bench: {servers: 1, takes: {exponential: {mean: 10min}}}}}
communities: {town: {households: 1, delivered_from: hall}}
regular: {stream: {arrives: {kind: steady, rate: 4/h}, products: {thing: 1}, promise: 1d}}
"""


def study(config, tmp_path, names=(), step=60.0, replications=1, **more):
    return run_steady(Setup(config, tmp_path / "out", replications=replications, **more), names, step)


def example(folder):
    """A small study of this kind, for the contract."""
    path = folder / "queue.yaml"
    path.write_text(QUEUE, encoding="utf-8")
    return SteadyStateStudy(("open_orders",), 120.0), Setup(
        path, folder / "out", replications=2, overrides=["horizon=5d"]
    )


@pytest.fixture
def queue(tmp_path):
    path = tmp_path / "queue.yaml"
    path.write_text(QUEUE, encoding="utf-8")
    return path


def test_a_queue_comes_to_the_mean_that_theory_says(queue, tmp_path):
    found = study(queue, tmp_path, ["open_orders"], step=1440.0, overrides=["horizon=300d"]).steady["open_orders"]
    load = 4 * 10 / 60
    half = (found.ci_high - found.ci_low) / 2
    assert half < 0.3
    assert abs(found.mean - load / (1 - load)) < 2 * half  # four standard errors
    assert found.long_enough
    assert len(found.series) == 300
    assert found.n == 20


def test_several_runs_give_one_mean_each_and_the_result_is_kept(queue, tmp_path):
    result = study(queue, tmp_path, ["open_orders", "lead_time"], step=1440.0, replications=3)
    assert list(result.steady) == ["open_orders", "lead_time"]
    assert {one.n for one in result.steady.values()} == {3}
    kept = json.loads((tmp_path / "out" / result.run_id / "result.json").read_text("utf-8"))
    assert kept["steady"]["lead_time"]["warm_up_hours"] == result.steady["lead_time"].warm_up_hours
    assert kept["replications"] == 3


def test_the_mean_lead_time_and_the_open_orders_obey_little(queue, tmp_path):
    found = study(queue, tmp_path, ["open_orders", "lead_time"], step=1440.0).steady
    rate = 4.0
    assert sum(found["open_orders"].series) / 60 == pytest.approx(rate * sum(found["lead_time"].series) / 60, rel=0.06)


def test_a_run_of_too_few_steps_says_what_to_do(tmp_path):
    with pytest.raises(TooShortError, match=r"4 steps are too few .* takes 50: lengthen the run .* or shorten --step"):
        study(write(tmp_path), tmp_path, step=1440.0)
    assert not (tmp_path / "out").exists()


def test_steps_in_which_nothing_happens_say_what_to_do(queue, tmp_path):
    with pytest.raises(TooShortError, match=r"'lead_time' has steps of 0.5 h .* longer --step"):
        study(queue, tmp_path, ["lead_time"], step=30.0)


def test_of_all_series_those_that_cannot_be_measured_everywhere_are_left_out(queue, tmp_path):
    result = study(queue, tmp_path, step=30.0)
    assert list(result.steady) == ["open_orders", "on_hand"]
    assert [title.en for title in result.steady_left_out] == ["Lead time", "On-time share"]


def test_an_unknown_series_is_refused_with_the_nearest(queue, tmp_path):
    with pytest.raises(UnknownSeriesError, match=r"no series 'leadtime' \(did you mean 'lead_time'\?\)"):
        study(queue, tmp_path, ["leadtime"])
