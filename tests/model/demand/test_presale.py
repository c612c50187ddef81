"""Balances are paid, lapse and count towards thresholds as deposits pre-sale rules say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.model.demand.presale import PayCurve, PayTiming, judge_thresholds, settle

WEEK = 7 * 1440.0
CURVE = PayCurve((0.0, WEEK, 2 * WEEK), (0.95, 0.85, 0.5))


def test_five_thousand_deposits_pay_as_case_g12_says() -> None:
    reps, rng = 2000, np.random.default_rng(1)
    decides, when = rng.random((2, reps, 5000))
    paid = np.sum(~np.isnan(settle(0.88, 0.0, 1440.0, decides, when).paid), axis=1)
    error = paid.std() / np.sqrt(reps)
    assert abs(paid.mean() - 4400.0) <= 3 * error
    assert paid.std() == pytest.approx(22.9782506, rel=3 / np.sqrt(2 * reps))
    assert np.quantile(paid, 0.99) == pytest.approx(4453, abs=5)
    short, left = np.maximum(paid - 4420, 0), np.maximum(4420 - paid, 0)
    assert abs(short.mean() - 2.40441951) <= 3 * short.std() / np.sqrt(reps)
    assert abs(left.mean() - 22.4044195) <= 3 * left.std() / np.sqrt(reps)


def test_a_longer_promised_wait_loses_payers_and_never_wins_one() -> None:
    decides, when = np.random.default_rng(2).random((2, 20_000))
    soon = settle(CURVE.at(1440.0), 0.0, 1440.0, decides, when)
    late = settle(CURVE.at(10 * 1440.0), 0.0, 1440.0, decides, when)
    assert np.mean(~np.isnan(soon.paid)) == pytest.approx(float(CURVE.at(1440.0)), abs=0.01)
    both = ~np.isnan(late.paid)
    np.testing.assert_array_equal(late.paid[both], soon.paid[both])
    assert np.sum(~np.isnan(soon.paid)) > np.sum(both) * 1.1


def test_every_deposit_is_paid_inside_the_window_or_lapses_at_its_end() -> None:
    decides, when = np.random.default_rng(3).random((2, 1000))
    opens = np.linspace(0.0, 500.0, 1000)
    out = settle(CURVE.at(np.full(1000, 3000.0)), opens, opens + 1440.0, decides, when)
    paid = ~np.isnan(out.paid)
    np.testing.assert_array_equal(paid, np.isnan(out.lapsed))
    assert np.all((out.paid[paid] > opens[paid]) & (out.paid[paid] < opens[paid] + 1440.0))
    np.testing.assert_array_equal(out.lapsed[~paid], opens[~paid] + 1440.0)


@pytest.mark.parametrize("pace", [0.0, 3.0, 8.0])
def test_payments_are_timed_by_the_declared_curve(pace: float) -> None:
    share = PayTiming(pace).at(np.random.default_rng(4).random(5000))
    law = stats.truncexpon(pace, scale=1 / pace) if pace else stats.uniform()
    assert stats.kstest(share, law.cdf).pvalue > 0.001


orders = st.lists(
    st.tuples(st.integers(0, 2), st.one_of(st.just(np.nan), st.floats(0.0, 10.0)), st.integers(1, 3)), max_size=30
)


@given(orders, st.lists(st.integers(0, 6), min_size=3, max_size=3), st.floats(0.0, 12.0))
def test_thresholds_equal_adding_up_one_order_at_a_time(
    given_orders: list[tuple[int, float, int]], need: list[int], deadline: float
) -> None:
    product = np.array([p for p, _, _ in given_orders], dtype=np.int64)
    time = np.array([t for _, t, _ in given_orders], dtype=float)
    amount = np.array([q for _, _, q in given_orders], dtype=float)
    out = judge_thresholds(product, time, amount, need, deadline)
    units, met = [0.0] * 3, [-np.inf if one <= 0 else np.nan for one in need]
    for p, t, q in sorted((one for one in given_orders if one[1] <= deadline), key=lambda one: one[1]):
        units[p] += q
        if np.isnan(met[p]) and units[p] >= need[p]:
            met[p] = t
    np.testing.assert_allclose(out.units, units)
    np.testing.assert_array_equal(out.met, met)
    for k, (p, t, _) in enumerate(given_orders):
        assert out.counts[k] == (t <= deadline)
        slow = max(t, met[p]) if t <= deadline and not np.isnan(met[p]) else np.nan
        assert out.released[k] == slow or (np.isnan(out.released[k]) and np.isnan(slow))


def test_a_threshold_in_tenths_of_a_kilogram_is_met_by_ten_tenths() -> None:
    out = judge_thresholds(np.ones(11, dtype=np.int64), np.arange(11.0), 0.1, [5.0, 1.0])
    np.testing.assert_array_equal(out.met, [np.nan, 9.0])


@pytest.mark.parametrize(
    ("waits", "shares", "words"),
    [((1.0, 0.0), (0.5, 0.5), "rising"), ((0.0, 1.0), (0.5, 1.5), "0..1"), ((), (), "as many")],
)
def test_an_impossible_pay_curve_is_refused(waits: tuple[float, ...], shares: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        PayCurve(waits, shares)


def test_a_balance_due_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        settle(0.5, 10.0, 5.0, np.array([0.5]), np.array([0.5]))
