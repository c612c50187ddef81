"""Groups of a fixed size: packed together, or rolling from the buyer who opened them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.demand.groups import pack_groups

Rows = list[tuple[int, float]]
rows = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30).map(float)), max_size=40)


def columns(given_rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p for p, _ in given_rows], dtype=np.int64), np.array([t for _, t in given_rows], dtype=float)


def test_buyers_packed_into_fives_match_case_g10() -> None:
    rng, reps = np.random.default_rng(1), 20_000
    counts = rng.poisson(37.0, reps)
    pool = np.repeat(np.arange(reps), counts)
    out = pack_groups(pool, rng.random(pool.size), np.ones(reps), 5)
    formed = np.bincount(out.pool[~np.isnan(out.formed)], minlength=reps)
    refunded = np.bincount(pool[out.refunded], minlength=reps)
    for samples, expected in [(formed, 7.0), (refunded, 2.0), (refunded == 0, 0.2)]:
        assert abs(samples.mean() - expected) <= 3 * samples.std() / np.sqrt(reps)


@given(rows, st.integers(1, 4))
def test_packing_equals_filling_one_group_at_a_time(given_rows: Rows, size: int) -> None:
    pool, time = columns(given_rows)
    out = pack_groups(pool, time, [40.0, 50.0, 60.0], size)
    groups = play(given_rows, size, np.inf)
    compare(out, groups, size)
    np.testing.assert_array_equal(out.closes, np.array([40.0, 50.0, 60.0])[out.pool])


def play(given_rows: Rows, size: int, window: float) -> list[list[int]]:
    """Row numbers of each group, by pool and then by time, one order at a time."""
    groups: list[list[int]] = []
    for pool in sorted({p for p, _ in given_rows}):
        mine: list[int] = []
        for k in sorted((k for k, (p, _) in enumerate(given_rows) if p == pool), key=lambda k: given_rows[k][1]):
            if not mine or len(mine) == size or given_rows[k][1] > given_rows[mine[0]][1] + window:
                mine = []
                groups.append(mine)
            mine.append(k)
    return groups


def compare(out: object, groups: list[list[int]], size: int) -> None:
    assert hasattr(out, "group")
    np.testing.assert_array_equal(out.joined, [len(group) for group in groups])
    for number, group in enumerate(groups):
        assert set(np.flatnonzero(out.group == number)) == set(group)
        assert np.all(out.refunded[group] == (len(group) < size))
        assert np.isnan(out.formed[number]) == (len(group) < size)


def test_groups_of_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        pack_groups(np.zeros(1, dtype=np.int64), np.zeros(1), [1.0], 0)


def test_a_pack_forms_when_its_last_member_joins_and_no_orders_make_none() -> None:
    out = pack_groups(np.zeros(5, dtype=np.int64), np.array([9.0, 1.0, 3.0, 20.0, 10.0]), 24.0, 2)
    np.testing.assert_array_equal(out.opened, [1.0, 9.0, 20.0])
    np.testing.assert_array_equal(out.formed, [3.0, 10.0, np.nan])
    np.testing.assert_array_equal(out.group, [1, 0, 0, 2, 1])
    assert pack_groups(np.zeros(0, dtype=np.int64), np.zeros(0), 24.0, 2).pool.size == 0
