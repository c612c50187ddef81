"""Community pools form as the textbook says, and as a pool simulated one join at a time would."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.demand.arrivals import gamma_factors, poisson_times
from sim.model.demand.pools import BassFactor, ProgressFactor, fill, join_times, ranks, steady
from sim.rates.intensity import ConstantRate, piecewise_constant


def generator(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def near(samples: np.ndarray, expected: float) -> bool:
    """Within three standard errors of the mean."""
    samples = np.asarray(samples, dtype=float)
    return bool(abs(samples.mean() - expected) <= 3 * samples.std(ddof=1) / np.sqrt(samples.size))


@pytest.mark.parametrize(
    ("rate", "size", "forms", "open_time", "time_formed", "orders"),
    [
        (0.5, 10, 0.757607838, 18.8728235, 17.2324136, 9.43641176),
        (0.06187543058579367, 1, 0.7735, 12.5009231, 9.13370796, 0.7735),
    ],
    ids=["G01", "G03"],
)
def test_a_group_within_a_day_forms_as_the_erlang_law_says(
    rate: float, size: int, forms: float, open_time: float, time_formed: float, orders: float
) -> None:
    pools = 20_000
    joins = join_times(ConstantRate(rate), np.zeros(pools), 24.0, generator(), most=size)
    joined, formed = fill(joins.pool, joins.time, np.full(pools, 24.0), size)
    success = ~np.isnan(formed)
    assert near(success, forms)
    assert near(np.where(success, formed, 24.0), open_time)
    assert near(formed[success], time_formed)
    assert near(joined, orders)


def test_two_hundred_communities_ship_and_refund_as_case_g04_says() -> None:
    reps, n = 500, 200
    joins = join_times(ConstantRate(0.75), np.zeros(reps * n), 24.0, generator(2))
    joined, instants = fill(joins.pool, joins.time, np.full(reps * n, 24.0), 20)
    success = ~np.isnan(instants)
    formed = success.reshape(reps, n).sum(axis=1)
    units = np.where(success, joined, 0).reshape(reps, n).sum(axis=1)
    refunded = np.where(success, 0, joined).reshape(reps, n).sum(axis=1)
    assert near(formed, 69.8167744)
    assert formed.std() == pytest.approx(6.74128062, rel=3 / np.sqrt(2 * reps))
    assert near(units, 1575.91805)
    assert units.std() == pytest.approx(153.590236, rel=3 / np.sqrt(2 * reps))
    assert near(refunded, 2024.08195)


def test_unequal_communities_give_the_negative_binomial_of_case_g06() -> None:
    pools, rng = 20_000, generator(3)
    weight = gamma_factors(pools, 0.25, rng)
    joins = join_times(ConstantRate(0.75), np.zeros(pools), 24.0, rng, weight=weight)
    joined, formed = fill(joins.pool, joins.time, np.full(pools, 24.0), 20)
    assert near(~np.isnan(formed), 0.376516455)
    assert near((joined - 18.0) ** 2, 99.0)


def test_agent_bass_adoption_follows_the_curve_of_case_g15() -> None:
    joins = join_times(ConstantRate(1.0), np.zeros(50), 12.0, generator(5), factor=BassFactor(0.03, 0.38, 10_000))
    for t, adopters in [(2.0, 850.562814), (5.0, 3311.98642), (10.0, 8128.03221)]:
        counts = np.bincount(joins.pool[joins.time <= t], minlength=50)
        assert counts.mean() == pytest.approx(adopters, rel=0.02)
    rate = np.histogram(joins.time, np.arange(0.0, 12.1, 0.5))[0] / 25
    assert rate.max() == pytest.approx(1105.92105, rel=0.03)
    assert rate.argmax() * 0.5 + 0.25 == pytest.approx(6.1926192, abs=1.0)


def test_the_fiftieth_of_a_hundred_adopters_comes_when_case_g17_says() -> None:
    reps = 4000
    joins = join_times(ConstantRate(1.0), np.zeros(reps), 60.0, generator(6), factor=BassFactor(0.03, 0.38, 100))
    times = joins.time[ranks(joins.pool, joins.time) == 49]
    assert times.size == reps
    assert near(times, 6.67465698)
    assert times.std() == pytest.approx(1.02955241, rel=3 / np.sqrt(2 * reps))


def test_nobody_joins_when_every_member_has() -> None:
    joins = join_times(ConstantRate(1.0), np.zeros(3), 1e6, generator(), factor=BassFactor(0.03, 0.38, 40))
    np.testing.assert_array_equal(np.bincount(joins.pool), [40, 40, 40])


def test_progress_speeds_up_joining_and_fills_more_pools() -> None:
    opens = np.zeros(4000)
    plain = join_times(ConstantRate(0.5), opens, 24.0, generator(7), most=15)
    eager = join_times(ConstantRate(0.5), opens, 24.0, generator(7), factor=ProgressFactor(15, lift=1.0), most=15)
    assert eager.pool.size > plain.pool.size * 1.05
    # With common random numbers the k-th joiner of a pool never comes later when progress helps.
    first = {one: np.full((4000, 15), np.inf) for one in (0, 1)}
    for one, joins in enumerate((plain, eager)):
        first[one][joins.pool, ranks(joins.pool, joins.time)] = joins.time
    assert np.all(first[1] <= first[0] + 1e-9)


def test_a_pool_keeps_its_joiners_whatever_happens_in_the_others() -> None:
    weight = np.ones(6)
    calm = join_times(ConstantRate(2.0), np.zeros(6), 24.0, generator(8), weight=weight)
    weight[3] = 500.0
    surged = join_times(ConstantRate(2.0), np.zeros(6), 24.0, generator(8), weight=weight)
    for pool in (0, 1, 2, 4, 5):
        np.testing.assert_array_equal(calm.time[calm.pool == pool], surged.time[surged.pool == pool])


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 5),
    st.one_of(st.just(0.0), st.floats(1e-9, 3.0)),
    st.one_of(st.none(), st.integers(1, 6)),
    st.floats(0.0, 2.0),
)
def test_joining_equals_a_pool_played_one_join_at_a_time(
    seed: int, pools: int, weight: float, most: int | None, lift: float
) -> None:
    of = piecewise_constant([0.0, 5.0, 10.0, 30.0], [1.0, 0.0, 2.0])
    opens = np.arange(pools) * 1.5
    closes = opens + 12.0
    factor = ProgressFactor(8.0, lift) if lift else steady
    limit = np.inf if most is None else most
    joins = join_times(of, opens, closes, generator(seed), weight=weight, factor=factor, most=limit)
    rng, draws = generator(seed), [np.zeros((pools, 0))]
    for block in (32, 64, 128):
        draws.append(rng.standard_exponential((pools, block)))
    exponentials = np.concatenate(draws, axis=1)
    for pool in range(pools):
        slow, clock, k = [], float(of.cumulative(opens[pool])), 0
        while weight > 0 and k < limit:
            clock += exponentials[pool, k] / (1 + lift * min(k / 8.0, 1.0)) / weight
            at = float(of.inverse(clock))
            if at > closes[pool]:
                break
            slow.append(at)
            k += 1
        np.testing.assert_allclose(joins.time[joins.pool == pool], slow, atol=1e-7)


orders = st.lists(st.tuples(st.integers(0, 3), st.floats(0.0, 10.0)), max_size=40)


@given(orders, st.integers(1, 5))
def test_filling_pools_equals_counting_one_order_at_a_time(given_orders: list[tuple[int, float]], size: int) -> None:
    pool = np.array([p for p, _ in given_orders], dtype=np.int64)
    time = np.array([t for _, t in given_orders])
    closes = np.array([8.0, 6.0, 4.0, 12.0])
    joined, formed = [0] * 4, [np.nan] * 4
    for p, t in sorted(given_orders, key=lambda one: one[1]):
        if t <= closes[p]:
            joined[p] += 1
            formed[p] = t if joined[p] == size else formed[p]
    found = fill(pool, time, closes, size)
    np.testing.assert_array_equal(found[0], joined)
    np.testing.assert_array_equal(found[1], formed)


@given(st.integers(0, 1000), st.integers(0, 12), st.integers(1, 12))
def test_a_pool_that_goes_on_with_some_members_is_the_rest_of_one_that_began_empty(
    seed: int, already: int, members: int
) -> None:
    """A Bass pool that all members have joined is full; otherwise its rate follows from how many have."""
    pull = BassFactor(0.3, 2.0, members)
    joins = join_times(ConstantRate(1.0), 3.0, np.full(4, 200.0), generator(seed), factor=pull, already=already)
    counts = np.bincount(joins.pool, minlength=4)
    assert (counts <= max(members - already, 0)).all()
    draws = generator(seed).standard_exponential((4, 32))
    for row in range(4):
        slow, clock = [], 3.0
        for k in range(max(members - already, 0)):
            clock += draws[row, k] / float(pull(np.array(already + k)))
            slow += [clock] if clock <= 200.0 else []
        np.testing.assert_allclose(joins.time[joins.pool == row], slow)


def test_each_pool_goes_on_with_its_own_members_up_to_its_size() -> None:
    already = np.array([0, 3, 5])
    joins = join_times(ConstantRate(1.0), 0.0, np.full(3, 500.0), generator(3), most=5, already=already)
    assert np.bincount(joins.pool, minlength=3).tolist() == [5, 2, 0]


def test_open_pools_without_a_closing_time_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        join_times(ConstantRate(1.0), [0.0], np.inf, generator())


def test_a_rate_that_is_already_drawn_may_feed_a_pool() -> None:
    times = poisson_times(ConstantRate(0.5), 0.0, 24.0, generator(9))
    _, formed = fill(np.zeros(times.size, dtype=np.int64), times, [24.0], 5)
    assert formed[0] == times[4]
