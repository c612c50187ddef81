"""The search: a known optimum under a constraint, going on after an interruption, and what cannot be met."""

import math
import sys

import numpy as np
import pytest

from sim.experiment.play.search import Goal, NoFeasibleError, best, search
from sim.experiment.stats.constraints import constraint
from sim.experiment.stats.extras import MissingExtraError
from sim.experiment.stats.points import knob
from sim.results.studies import TrialRecord

KNOBS = [knob("x=0.0..10"), knob("y=-5.0..5")]
GOAL = Goal("cost_per_order", (constraint("fulfilment_rate>=0.9"),))


pytest.importorskip("optuna")


def once(**measures):
    """The outcome of the ordinary month alone."""
    return {"baseline": measures}


def cost(trial):
    return trial.outcome["baseline"]["cost_per_order"]


def bowl(at):
    """Cost (x - 3)^2 + (y - 1)^2, service x / 5: at least 0.9 from x = 4.5 on, where the best is (4.5, 1)."""
    x, y = float(at["x"]), float(at["y"])
    return once(cost_per_order=(x - 3) ** 2 + (y - 1) ** 2, fulfilment_rate=x / 5)


def test_the_best_under_a_constraint_is_found_near_where_it_is(tmp_path):
    found = best(search(KNOBS, GOAL, bowl, 80, 7, tmp_path / "s.json"), GOAL)
    assert found.feasible
    assert float(found.at["x"]) == pytest.approx(4.5, abs=0.6)
    assert float(found.at["y"]) == pytest.approx(1.0, abs=1.0)
    assert cost(found) < 2.25 + 2


def test_a_measure_that_is_better_high_is_sought_high(tmp_path):
    goal = Goal("fulfilment_rate", (constraint("cost_per_order<=4"),))
    found = best(search(KNOBS, goal, bowl, 60, 7, tmp_path / "s.json"), goal)
    assert cost(found) <= 4
    assert float(found.at["x"]) > 4.0


def test_lists_and_whole_numbers_are_searched_as_they_are(tmp_path):
    knobs = [knob("x=1..9"), knob("y=a,b")]
    tried = search(
        knobs,
        Goal("cost_per_order"),
        lambda at: once(cost_per_order=(int(at["x"]) - 7) ** 2 + (at["y"] == "a")),
        25,
        7,
        tmp_path / "s.json",
    )
    assert best(tried, Goal("cost_per_order")).at == {"x": "7", "y": "b"}


def test_a_search_that_was_interrupted_goes_on_to_the_same_end(tmp_path):
    whole = search(KNOBS, GOAL, bowl, 25, 7, tmp_path / "whole.json")
    for stop in (3, 14):
        played = []

        def play(at, played=played, stop=stop):
            played.append(at)
            if len(played) > stop:
                raise KeyboardInterrupt
            return bowl(at)

        parts = tmp_path / f"parts-{stop}.json"
        with pytest.raises(KeyboardInterrupt):
            search(KNOBS, GOAL, play, 25, 7, parts)
        assert search(KNOBS, GOAL, bowl, 25, 7, parts) == whole


def test_finished_trials_are_not_played_again_and_more_may_follow(tmp_path):
    storage = tmp_path / "s.json"
    few = search(KNOBS, GOAL, bowl, 12, 7, storage)
    played, counts = [], []

    def play(at):
        played.append(at)
        return bowl(at)

    assert search(KNOBS, GOAL, play, 12, 7, storage) == few
    assert played == []
    more = search(KNOBS, GOAL, play, 15, 7, storage, counts.append)
    assert (len(played), counts) == (3, [13, 14, 15])
    assert more[:12] == few
    assert search(KNOBS, GOAL, bowl, 12, 7, storage) == few


def test_a_seed_is_a_search(tmp_path):
    one, same, other = (
        [trial.at for trial in search(KNOBS, GOAL, bowl, 4, seed, tmp_path / f"{number}.json")]
        for number, seed in enumerate((1, 1, 2))
    )
    assert one == same != other


def test_a_point_where_the_measure_is_undefined_is_tried_and_never_best(tmp_path):
    def play(at):
        return once(cost_per_order=math.nan if float(at["x"]) < 5 else float(at["x"]))

    goal = Goal("cost_per_order")
    tried = search(KNOBS[:1], goal, play, 15, 7, tmp_path / "s.json")
    assert len(tried) == 15
    assert {one.feasible for one in tried if math.isnan(cost(one))} == {False}
    assert cost(best(tried, goal)) >= 5


def trial(number, cost, service, shocked=1.0):
    outcome = once(cost_per_order=cost, fulfilment_rate=service)
    outcome["a_rush"] = {"cost_per_order": cost + 2, "fulfilment_rate": shocked}
    return TrialRecord(number=number, at={"x": str(number)}, outcome=outcome, feasible=GOAL.feasible(outcome))


def test_of_equals_the_first_is_best():
    assert best([trial(0, 3, 0.95), trial(1, 2, 0.95), trial(2, 2, 0.99)], GOAL).number == 1


def test_what_breaks_a_constraint_is_never_best_however_cheap():
    assert best([trial(0, 1, 0.89), trial(1, 9, 0.9)], GOAL).number == 1


def test_a_bound_must_hold_in_every_scenario_and_not_on_average():
    assert best([trial(0, 1, 1.0, shocked=0.85), trial(1, 9, 0.91, shocked=0.9)], GOAL).number == 1


def test_what_is_sought_is_averaged_over_the_scenarios():
    assert GOAL.value(trial(0, 1, 1.0).outcome) == 2.0
    assert math.isnan(GOAL.value(once(cost_per_order=math.nan) | {"a_rush": {"cost_per_order": 1.0}}))


def test_when_nothing_is_feasible_the_nearest_is_told_with_the_scenario_that_is_worst():
    with pytest.raises(
        NoFeasibleError,
        match=r"none of 2 points meets .* >= 0.9; the nearest has fulfilment_rate 0.85 \(a_rush\) at x=1",
    ):
        best([trial(0, 1, 0.5), trial(1, 9, 0.86, shocked=0.85)], GOAL)


def test_how_near_is_measured_in_shares_of_the_bounds():
    goal = Goal("cost_per_order", (constraint("fulfilment_rate>=0.9"), constraint("lead_time_p95<=600")))

    def tried(number, rate, minutes):
        outcome = once(cost_per_order=1, fulfilment_rate=rate, lead_time_p95=minutes)
        return TrialRecord(number=number, at={"x": str(number)}, outcome=outcome, feasible=False)

    with pytest.raises(NoFeasibleError, match="at x=1: "):  # one minute too late is nearer than 40 points short
        best([tried(0, 0.5, 600), tried(1, 0.9, 601)], goal)


def test_when_nothing_is_known_that_is_told():
    with pytest.raises(NoFeasibleError, match="'cost_per_order' is undefined at all of 1 points"):
        best([trial(0, math.nan, 0.95)], Goal("cost_per_order"))


def test_the_best_of_pure_noise_flatters_itself(tmp_path):
    rng = np.random.default_rng(5)

    def play(at):
        return once(cost_per_order=float(rng.normal(20, 1)))

    found = best(search(KNOBS[:1], Goal("cost_per_order"), play, 20, 7, tmp_path / "s.json"), Goal("cost_per_order"))
    assert cost(found) < 19


def test_without_its_library_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(MissingExtraError, match=r"needs optuna.*pip install 'surgetwin\[optimise\]'"):
        search(KNOBS, GOAL, bowl, 1, 7, tmp_path / "s.json")
