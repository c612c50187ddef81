"""Sensitivity against functions whose answers are known, and against sums done by hand."""

import math
import sys

import numpy as np
import pytest

from sim.experiment.stats import sensitivity
from sim.experiment.stats.extras import MissingExtraError
from sim.experiment.stats.points import knob

X, Y, Z = KNOBS = [knob("x=0.0..1"), knob("y=0.0..1"), knob("z=0.0..1")]


def by_key(rows):
    return {row.key: row for row in rows}


def test_a_tornado_moves_one_knob_at_a_time_around_the_middle():
    assert sensitivity.tornado_shares(2).tolist() == [[0.5, 0.5], [0, 0.5], [1, 0.5], [0.5, 0], [0.5, 1]]


def test_a_tornado_by_hand():
    # middle 10; x: 9 and 12; y: 16 and 5, in two replications that differ by 2 throughout
    means = np.array([10.0, 9.0, 12.0, 16.0, 5.0])
    values = means[:, None] + np.array([-1.0, 1.0])
    first, second = sensitivity.tornado([knob("x=1..3"), knob("y=2d..6d")], values)
    assert (first.key, first.start, first.end) == ("y", "2d", "6d")
    assert (first.low.mean, first.high.mean, first.swing) == (6.0, -5.0, 11.0)
    assert (second.key, second.low.mean, second.high.mean, second.swing) == ("x", -1.0, 2.0, 3.0)
    # what all replications share cancels: the differences are exact
    assert second.high.ci_low == second.high.ci_high == 2.0


def test_a_bar_that_goes_one_way_at_both_ends_is_as_wide_as_its_longer_end():
    (row,) = sensitivity.tornado([X], np.array([[10.0], [13.0], [13.0]]))
    assert (row.low.mean, row.high.mean, row.swing) == (3.0, 3.0, 3.0)


def test_a_measure_that_a_knob_leaves_undefined_comes_last():
    rows = sensitivity.tornado([X, Y], np.array([[1.0], [math.nan], [math.nan], [0.0], [2.0]]))
    assert [row.key for row in rows] == ["y", "x"]


def test_morris_on_a_linear_function_finds_its_slopes_and_no_interaction():
    pytest.importorskip("SALib")
    shares = sensitivity.morris_shares(KNOBS, 6, 1)
    rows = sensitivity.morris(KNOBS, shares, shares @ np.array([3.0, -5.0, 0.0]), 1)
    assert [row.key for row in rows] == ["y", "x", "z"]
    assert [row.mu_star for row in rows] == pytest.approx([5.0, 3.0, 0.0], abs=1e-9)
    assert [row.mu for row in rows] == pytest.approx([-5.0, 3.0, 0.0], abs=1e-9)
    assert [row.sigma for row in rows] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_morris_tells_an_effect_that_depends_on_another_knob():
    pytest.importorskip("SALib")
    shares = sensitivity.morris_shares(KNOBS, 30, 1)
    found = by_key(sensitivity.morris(KNOBS, shares, shares[:, 0] * shares[:, 1] + shares[:, 2], 1))
    assert found["z"].sigma == pytest.approx(0.0, abs=1e-9)
    assert min(found["x"].sigma, found["y"].sigma) > 0.1


def ishigami(shares, a=7.0, b=0.1):
    """sin x + a sin^2 y + b z^4 sin x on [-pi, pi]^3. Source: Ishigami & Homma (1990)."""
    x, y, z = (np.pi * (2 * shares - 1)).T
    return np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x)


def ishigami_indices(a=7.0, b=0.1):
    """First and total indices of x, y and z in closed form. Source: Sobol & Levitan (1999)."""
    of_x, of_y = (1 + b * np.pi**4 / 5) ** 2 / 2, a**2 / 8
    with_z = b**2 * np.pi**8 * 8 / 225
    whole = of_x + of_y + with_z
    return np.array([of_x, of_y, 0.0]) / whole, np.array([of_x + with_z, of_y, with_z]) / whole


def test_sobol_on_the_ishigami_function_finds_its_known_indices():
    pytest.importorskip("SALib")
    shares = sensitivity.sobol_shares(KNOBS, 1024, 7)
    assert shares.shape == (1024 * 5, 3)
    found = by_key(sensitivity.sobol(KNOBS, ishigami(shares), 7))
    first, total = ishigami_indices()
    assert [found[key].first for key in "xyz"] == pytest.approx(first, abs=0.03)
    assert [found[key].total for key in "xyz"] == pytest.approx(total, abs=0.03)
    for key, of_one, of_all in zip("xyz", first, total, strict=True):
        assert abs(found[key].first - of_one) < 2 * found[key].first_ci + 1e-3
        assert abs(found[key].total - of_all) < 2 * found[key].total_ci + 1e-3


def test_a_measure_that_never_varies_is_explained_by_nobody():
    rows = sensitivity.sobol(KNOBS, np.full(5 * 8, 3.0), 7)
    assert {row.key: (row.first, row.total) for row in rows} == dict.fromkeys("xyz", (0.0, 0.0))


def test_a_measure_that_is_undefined_somewhere_has_no_indices():
    shares = np.zeros((5 * 8, 3))
    means = np.append(np.arange(39.0), math.nan)
    assert sensitivity.sobol(KNOBS, means, 7) is None
    assert sensitivity.morris(KNOBS, shares, means, 7) is None


def test_the_points_are_those_of_their_seed():
    pytest.importorskip("SALib")
    for make in (sensitivity.morris_shares, sensitivity.sobol_shares):
        one, same, other = (make(KNOBS, 8, seed) for seed in (1, 1, 2))
        assert np.array_equal(one, same)
        assert not np.array_equal(one, other)


def test_without_its_library_it_says_how_to_get_it(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "SALib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(MissingExtraError, match=r"needs SALib.*pip install 'surgetwin\[study\]'"):
        sensitivity.morris_shares(KNOBS, 4, 1)


def test_inputs_and_random_numbers_by_hand():
    # rows 1, 3; columns -1, 0, 1; and a rest that sums to nothing along both: e = [[1, -2, 1], [-1, 2, -1]] / 10
    values = np.array([[1.0], [3.0]]) + np.array([-1.0, 0.0, 1.0]) + np.array([[1, -2, 1], [-1, 2, -1]]) / 10
    found = sensitivity.spread_by_source(values)
    rest = 0.12 / 2  # 12 squares of tenths over (2 - 1)(3 - 1)
    assert found.mean == pytest.approx(2.0)
    assert found.inputs**2 == pytest.approx((3 * 2.0 - rest) / 3)
    assert found.luck**2 == pytest.approx((2 * 1.0 - rest) / 2 + rest)
    # the rows stand 1 to both sides of the mean; without the luck left in them, sqrt((2 - rest / 3) / 2) as far
    assert found.range == pytest.approx((2 - 0.95 * math.sqrt(0.99), 2 + 0.95 * math.sqrt(0.99)))


def test_known_spreads_of_inputs_and_of_random_numbers_are_found():
    rng = np.random.default_rng(1)
    values = rng.normal(0, 3, (400, 1)) + rng.normal(0, 2, (1, 400)) + rng.normal(0, 1, (400, 400))
    found = sensitivity.spread_by_source(values)
    assert found.inputs == pytest.approx(3, rel=0.1)
    assert found.luck == pytest.approx(math.sqrt(2**2 + 1), rel=0.1)


def test_where_only_random_numbers_differ_inputs_have_no_part():
    rng = np.random.default_rng(2)
    found = sensitivity.spread_by_source(np.tile(rng.normal(0, 1, 50), (6, 1)))
    assert found.inputs == pytest.approx(0, abs=1e-9)
    assert found.luck == pytest.approx(1, rel=0.25)


def test_more_replications_shorten_the_interval_and_not_the_range():
    rng = np.random.default_rng(3)
    inputs, luck, noise = rng.normal(0, 3, (30, 1)), rng.normal(0, 2, 400), rng.normal(0, 0.1, (30, 400))
    few, many = (sensitivity.spread_by_source(inputs + luck[:n] + noise[:, :n]) for n in (20, 400))
    assert many.interval[1] - many.interval[0] < (few.interval[1] - few.interval[0]) / 3
    assert many.range[1] - many.range[0] == pytest.approx(few.range[1] - few.range[0], rel=0.05)


def test_the_range_over_inputs_leaves_the_random_numbers_out():
    rng = np.random.default_rng(4)
    inputs, noise = rng.normal(0, 1, (400, 1)), rng.normal(0, 2, (400, 4))  # luck of 1 in the mean of four
    low, high = sensitivity.spread_by_source(inputs + noise).range
    assert high - low == pytest.approx(2 * 1.96, rel=0.15)
    same = sensitivity.spread_by_source(np.tile(rng.normal(0, 1, 5), (6, 1)))
    assert same.range == pytest.approx((same.mean, same.mean))


def test_replications_in_which_something_is_undefined_are_left_out():
    values = np.array([[1.0, 2.0, math.nan], [3.0, 4.0, 9.0]])
    assert sensitivity.spread_by_source(values).mean == 2.5
    with pytest.raises(ValueError, match="two points and two replications"):
        sensitivity.spread_by_source(values[:, 1:])
