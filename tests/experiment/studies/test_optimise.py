"""Optimising from files: the best on fresh random numbers, going on after a stop, and the optimism of the search."""

from statistics import mean

import pytest

from sim.errors import ConfigError
from sim.experiment.play.search import NoFeasibleError
from sim.experiment.play.setup import Setup
from sim.experiment.play.variants import Variant
from sim.experiment.stats.constraints import BoundError, constraint
from sim.experiment.stats.points import KnobError
from sim.experiment.studies import optimise as module
from sim.experiment.studies.optimise import BEST, OptimiseStudy, checks_of, run_optimise
from sim.results.folder import RunFolder
from sim.results.index import RunIndex
from tests.experiment.samples import of_kpis
from tests.experiment.small import NOTHING, write

pytest.importorskip("optuna")
COURIERS = "couriers.riders.full_time"


def example(folder):
    """A small study of this kind, for the contract."""
    study = OptimiseStudy((f"{COURIERS}=1..6",), subject_to=("lead_time_mean<=1000",), trials=3, fresh=2)
    return study, Setup(write(folder), folder / "out", replications=1, overrides=["horizon=2d"])


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"), nothing=NOTHING)


def optimise(config, out, *vary, replications=1, jobs=1, seed=7, resume=False, progress=None, scenarios=(), **more):
    wage = "couriers.riders.wage=30"
    setup = Setup(config, out, scenarios, replications, seed, jobs, ["horizon=2d", wage], progress, resume)
    return run_optimise(setup, vary or [f"{COURIERS}=1..6"], **{"trials": 6, "fresh": 2, **more})


def test_the_cheapest_staff_that_delivers_in_time_is_found_and_played_on_fresh_random_numbers(config, tmp_path):
    result = optimise(config, tmp_path, trials=10, subject_to=["lead_time_mean<=2.45"])
    found = result.optimum
    tried = {int(one.at[COURIERS]): one for one in found.trials}
    feasible = [count for count, one in tried.items() if one.feasible]
    assert int(found.at[COURIERS]) == min(feasible)
    assert any(not one.feasible for one in tried.values())
    (bound,) = found.constraints
    assert (bound.bound, bound.scenario, bound.n) == ("lead_time_mean <= 2.45", "baseline", 2)
    assert bound.search <= 2.45
    assert (found.search_replications, found.fresh_replications, len(found.trials)) == (1, 2, 10)
    assert [one.id for one in result.comparison.policies] == ["current", "best"]
    mine = [row for row in result.comparison.rows if (row.policy, row.kpi) == ("best", "cost_per_order")]
    assert found.fresh == mine[0].mean
    assert found.optimism == pytest.approx(found.fresh - found.search)
    assert found.fresh != found.search
    assert result.comparison.kpis[:2] == ("cost_per_order", "lead_time_mean")


def test_the_seed_of_the_result_is_the_one_that_was_asked_for(config, tmp_path):
    results = [optimise(config, tmp_path, trials=1, seed=seed) for seed in (7, 8)]
    assert [result.seed for result in results] == [7, 8]
    assert [run.seed for run in sorted(RunIndex(tmp_path).runs(), key=lambda run: run.seed)] == [7, 8]
    for result in results:
        played = RunFolder(tmp_path / result.run_id).manifest().seed
        assert result.optimum.fresh_seed == played != result.seed
    assert results[0].run_id != results[1].run_id


def test_levels_that_are_turned_round_are_tried_and_not_feasible(config, tmp_path):
    low, high = (f"replenishment.0.policy.{name}" for name in ("reorder_point", "order_up_to"))
    found = optimise(config, tmp_path, f"{low}=10..90", f"{high}=20..100", scenarios=["nothing"]).optimum
    wrong = [one for one in found.trials if float(one.at[high]) < float(one.at[low])]
    assert 0 < len(wrong) < len(found.trials)
    assert [one.feasible for one in wrong] == [False] * len(wrong)
    assert float(found.at[low]) <= float(found.at[high])


def test_where_more_is_better_optimism_is_what_is_lost_too(config, tmp_path):
    found = optimise(config, tmp_path, f"{COURIERS}=1..2", trials=2, by="fulfilment_rate").optimum
    assert found.optimism == pytest.approx(found.search - found.fresh)


@pytest.mark.parametrize(
    ("bound", "holds"),
    [("fulfilment_rate>=0.8", True), ("fulfilment_rate>=0.9", None), ("fulfilment_rate<=0.7", False)],
)
def test_a_bound_is_read_from_its_interval_on_fresh_random_numbers(bound, holds):
    fresh = {Variant("baseline", None, BEST): [of_kpis(fulfilment_rate=rate) for rate in (0.88, 0.9, 0.93)]}
    (row,) = checks_of(constraint(bound), {"baseline": {"fulfilment_rate": 0.95}}, fresh)
    assert (row.search, row.mean, row.n) == (0.95, pytest.approx(2.71 / 3), 3)
    assert row.holds is holds


def test_one_fresh_replication_decides_no_bound():
    fresh = {Variant("baseline", None, BEST): [of_kpis(fulfilment_rate=0.5)]}
    (row,) = checks_of(constraint("fulfilment_rate>=0.9"), {"baseline": {"fulfilment_rate": 0.95}}, fresh)
    assert row.holds is None


def test_a_bound_is_tried_in_each_scenario(config, tmp_path):
    found = optimise(config, tmp_path, f"{COURIERS}=4,5", trials=2, subject_to=["lead_time_mean<=1000"],
                     scenarios=["nothing"]).optimum  # fmt: skip
    assert [(one.scenario, one.holds) for one in found.constraints] == [("baseline", True), ("nothing", True)]


def test_a_search_that_was_interrupted_goes_on_to_the_same_bytes(config, tmp_path, monkeypatch):
    whole = optimise(config, tmp_path / "whole")

    def stopping(design, *rest):
        if len(played) == 3:
            raise KeyboardInterrupt
        played.append(design)
        return real(design, *rest)

    played, real = [], module.perform
    with monkeypatch.context() as patch:
        patch.setattr(module, "perform", stopping)
        with pytest.raises(KeyboardInterrupt):
            optimise(config, tmp_path / "parts")
    told = []
    assert optimise(config, tmp_path / "parts", resume=True, progress=lambda done, total: told.append(done)) == whole
    assert told[:3] == [4, 5, 6]
    texts = [(tmp_path / name / whole.run_id / "result.json").read_bytes() for name in ("whole", "parts")]
    assert texts[0] == texts[1]


def test_one_worker_and_two_write_the_same_bytes(config, tmp_path):
    one, two = (optimise(config, tmp_path / str(jobs), trials=3, jobs=jobs) for jobs in (1, 2))
    assert one == two


def test_without_resume_a_search_begins_anew(config, tmp_path):
    told = []
    for _ in range(2):
        optimise(config, tmp_path, trials=2, progress=lambda done, total: told.append((done, total)))
    assert told.count((1, 2)) == 2


def test_where_only_random_numbers_differ_the_best_loses_on_fresh_ones(config, tmp_path, monkeypatch):
    # each trial has a seed of its own here, so that the search picks the luckiest of points that are all alike
    numbers = iter(range(100, 1000))

    def other_seed(design, *rest):
        return real(module.replace(design, seed=next(numbers)), *rest)

    real = module.perform
    monkeypatch.setattr(module, "perform", other_seed)
    flattered = [
        optimise(config, tmp_path, "suppliers.mill.capacity=2000/d..2001/d", seed=seed, trials=5, fresh=3,
                 by="lead_time_mean").optimum.optimism
        for seed in (1, 2, 3)
    ]  # fmt: skip
    assert mean(flattered) > 0  # hours later than the search had said


@pytest.mark.parametrize(
    ("vary", "more", "error"),
    [
        (["couriers.rider.full_time=1..3"], {}, ConfigError),
        ([f"{COURIERS}=3..1"], {}, KnobError),
        ([f"{COURIERS}=1..3"], {"subject_to": ["lead_time_p95<3"]}, BoundError),
    ],
)
def test_what_cannot_be_sought_is_refused_and_nothing_is_written(config, tmp_path, vary, more, error):
    with pytest.raises(error):
        optimise(config, tmp_path / "out", *vary, **more)
    assert not (tmp_path / "out").exists()


def test_bounds_that_nothing_meets_are_told_with_how_near_the_search_came(config, tmp_path):
    with pytest.raises(NoFeasibleError, match=r"none of 2 points meets lead_time_p95 <= 0.001; the nearest has"):
        optimise(config, tmp_path, trials=2, subject_to=["lead_time_p95<=0.001"])
