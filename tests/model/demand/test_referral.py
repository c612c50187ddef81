"""Referral cascades spread by the Borel-Tanner law, and each seed's followers are its own."""

import numpy as np
import pytest

from sim.arrays import Floats
from sim.model.demand.referral import ReferralTree, cascade
from sim.randoms import Streams

STREAMS = Streams(7)


def later(u: Floats) -> Floats:
    return -30.0 * np.log1p(-u)


def spread(seeds: int, reach: float, until: float = np.inf, first: int = 0) -> ReferralTree:
    keys = STREAMS.keys("koc", first, seeds)
    return cascade(np.full(seeds, 100.0), keys, reach, later, STREAMS.uniforms, until)


def test_the_cascade_of_case_g19_has_the_borel_size() -> None:
    reps = 50_000
    sizes = np.bincount(spread(reps, 0.6).root, minlength=reps)
    for samples, expected in [(sizes, 2.5), (sizes == 1, 0.548811636), (sizes <= 5, 0.904649375)]:
        assert abs(samples.mean() - expected) <= 3 * samples.std() / np.sqrt(reps)
    assert sizes.std() == pytest.approx(3.06186218, rel=0.05)


def test_a_follower_comes_after_the_one_who_brought_it_and_one_generation_deeper() -> None:
    all_ = spread(500, 0.8)
    child = all_.parent >= 0
    assert np.all(all_.time[child] >= all_.time[all_.parent[child]])
    np.testing.assert_array_equal(all_.generation[child], all_.generation[all_.parent[child]] + 1)
    np.testing.assert_array_equal(all_.root[child], all_.root[all_.parent[child]])
    assert np.unique(all_.key).size == all_.key.size


def test_vectorised_generations_equal_a_cascade_played_buyer_by_buyer() -> None:
    fast = spread(30, 0.7, until=180.0)
    slow: list[tuple[float, int]] = []
    for seed in range(30):
        queue = [seed]
        while queue:
            row = queue.pop()
            slow.append((float(fast.time[row]), seed))
            queue += np.flatnonzero(fast.parent == row).tolist()
    assert sorted(slow) == sorted(zip(fast.time.tolist(), fast.root.tolist(), strict=True))
    delays = fast.time[30:] - fast.time[fast.parent[30:]]
    np.testing.assert_allclose(delays, later(STREAMS.uniforms("referral delay", fast.key[30:])))


def test_another_seed_never_changes_the_followers_of_the_first_ones() -> None:
    few, many = spread(20, 0.7), spread(40, 0.7)
    np.testing.assert_array_equal(np.sort(few.key), np.sort(many.key[many.root < 20]))


def test_nobody_buys_after_the_end_and_a_growing_cascade_needs_one() -> None:
    grown = spread(10, 2.0, until=160.0)
    assert grown.time.max() <= 160.0
    assert grown.time.size > 40
    with pytest.raises(ValueError, match="below 1"):
        spread(10, 1.0)


def test_a_cascade_without_reach_is_its_seeds() -> None:
    assert spread(10, 0.0).time.size == 10
    assert spread(0, 0.5).time.size == 0
