"""Ranking and selection: the best is found, the others play little, ties and missing libraries are told."""

import sys

import numpy as np
import pytest

from sim.experiment.stats.extras import MissingExtraError, extra
from sim.experiment.stats.selection import NoVarianceError, SmallBudgetError, TooFewDesignsError, select, selectable

pytest.importorskip("sim_tools")
MEANS = np.array([0.90, 0.93, 0.96, 0.91, 0.80, 0.94])


def noisy(seed=1, own=0.01, common=0.05):
    rng = np.random.default_rng(seed)
    shared, alone = rng.normal(0, common, 2000), rng.normal(0, own, (len(MEANS), 2000))
    return lambda design, number: float(MEANS[design] + shared[number] + alone[design, number])


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5], [2, 5, 1, 3, 0, 4], [4, 0, 3, 1, 5, 2]])
def test_kim_nelson_finds_the_best_in_whatever_order_the_designs_stand(order):
    value = noisy()
    found = select(lambda design, number: value(order[design], number), 6, "higher", 0.01, 10, 500)
    assert [order[design] for design in found.left] == [2]


def test_where_less_is_better_the_least_wins():
    value = noisy()
    assert select(value, 6, "lower", 0.01, 10, 500).left == (4,)


def test_noise_that_all_share_costs_no_replications():
    few = select(noisy(common=0.5), 6, "higher", 0.01, 10, 2000)
    assert few.left == (2,)
    assert max(few.replications) < 60


def test_who_is_clearly_worse_plays_only_the_first_replications():
    found = select(noisy(own=0.03), 6, "higher", 0.01, 10, 2000)
    assert found.replications[4] == 10
    assert found.replications[2] == max(found.replications) > 10


def test_at_the_cap_all_that_are_left_are_answered():
    rng = np.random.default_rng(3)
    values = rng.normal(0, 1, (3, 100))
    found = select(lambda design, number: float(values[design, number]), 3, "higher", 0.01, 5, 12)
    assert (found.left, found.decided) == ((0, 1, 2), False)
    assert found.replications == (12, 12, 12)


def test_designs_that_are_equal_end_the_race_and_are_all_answered():
    value = noisy(own=0.003)
    twins = lambda design, number: value(2 if design == 5 else design, number)  # noqa: E731 - the best, twice
    found = select(twins, 6, "higher", 0.01, 10, 500)
    assert (found.left, found.decided) == ((2, 5), True)
    assert max(found.replications) < 40


def test_a_race_without_any_noise_ends_at_once():
    found = select(lambda design, number: float(MEANS[design]), 6, "higher", 0.01, 5, 500)
    assert (found.left, found.decided) == ((2,), True)
    assert max(found.replications) <= 6


def test_the_best_is_selected_nineteen_times_in_twenty_even_when_it_is_just_delta_better():
    means, right = np.array([0.0, 0.0, 0.0, 1.0]), 0
    for seed in range(60):
        values = means[:, None] + np.random.default_rng(seed).normal(0, 1.0, (4, 3000))
        right += select(lambda d, n, values=values: float(values[d, n]), 4, "higher", 1.0, 8, 3000).left == (3,)
    assert right >= 54


def test_ocba_spends_its_budget_where_the_race_is_close():
    found = select(noisy(own=0.03, common=0.0), 6, "higher", 0.01, 10, 500, "ocba", budget=240)
    assert found.left == (2,)
    assert sum(found.replications) == 240
    assert found.replications[4] < found.replications[5]


def test_ocba_refuses_values_that_do_not_vary():
    with pytest.raises(NoVarianceError, match="use kn"):
        select(lambda design, number: float(design), 6, "higher", 0.01, 10, 500, "ocba", budget=100)


def test_ocba_needs_three_to_choose_from():
    with pytest.raises(TooFewDesignsError, match="at least 3; found 2: use kn"):
        selectable("ocba", 2, 10)
    selectable("ocba", 3, 10)


def test_ocba_must_be_able_to_pay_for_the_first_replications():
    with pytest.raises(SmallBudgetError, match=r"each of 4 policy sets 10 times.* at least 40; found 39"):
        selectable("ocba", 4, 10, 39)
    selectable("ocba", 4, 10, 40)
    with pytest.raises(SmallBudgetError, match="at least 20; found 19"):
        selectable("ocba", 4, 2, 19)


@pytest.mark.parametrize("goal", ["higher", "lower"])
def test_ocba_spends_alike_wherever_zero_lies(goal):
    value = noisy(own=0.03, common=0.0)
    here, there = (
        select(lambda design, number, by=by: value(design, number) - by, 6, goal, 0.01, 10, 500, "ocba", budget=240)
        for by in (0.0, 0.9)
    )
    assert here == there


def test_a_missing_library_is_told_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sim_tools", None)
    for name in [name for name in sys.modules if name.startswith("sim_tools.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingExtraError, match=r"needs sim-tools.*pip install 'surgetwin\[study\]'"):
        selectable("kn", 5, 10)


def test_a_library_that_is_there_but_broken_is_not_called_missing(tmp_path, monkeypatch):
    (tmp_path / "half_there.py").write_text("import surely_not_installed_anywhere\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="surely_not_installed_anywhere"):
        extra("half_there", "study", "testing")
