"""Random numbers have names: nothing depends on the order of asking, and those of an order are its own."""

import numpy as np
import pytest
from scipy import stats

from sim.randoms import Streams


def test_a_stream_is_the_same_whoever_asks_first():
    one, other = Streams(7, 3), Streams(7, 3)
    other.rng("something else").random(1000)
    assert np.array_equal(one.rng("show", "summer").random(50), other.rng("show", "summer").random(50))


@pytest.mark.parametrize(
    ("other", "name", "entity"),
    [
        (Streams(8, 3), "show", "a"),
        (Streams(7, 4), "show", "a"),
        (Streams(7, 3), "lane", "a"),
        (Streams(7, 3), "show", "b"),
    ],
    ids=["seed", "replication", "name", "entity"],
)
def test_another_seed_replication_name_or_entity_is_another_stream(other, name, entity):
    assert not np.array_equal(Streams(7, 3).rng("show", "a").random(5), other.rng(name, entity).random(5))


def test_names_do_not_run_into_each_other():
    assert not np.array_equal(Streams(1).rng("ab", "c").random(5), Streams(1).rng("a", "bc").random(5))
    assert not np.array_equal(Streams(1, 12).rng("a").random(5), Streams(11, 2).rng("a").random(5))


def test_keys_of_a_source_do_not_depend_on_how_they_are_asked_for_and_never_repeat():
    streams = Streams(1)
    whole = streams.keys("everyday", 0, 10_000)
    assert np.array_equal(whole, np.concatenate((streams.keys("everyday", 0, 17), streams.keys("everyday", 17, 9_983))))
    both = np.concatenate((whole, streams.keys("show", 0, 10_000), Streams(2).keys("everyday", 0, 10_000)))
    assert len(np.unique(both)) == len(both)


def test_the_random_numbers_of_an_order_do_not_depend_on_the_orders_beside_it():
    streams = Streams(5)
    keys = streams.keys("everyday", 0, 100)
    u = streams.uniforms("pack", keys)
    assert np.array_equal(u[::7], streams.uniforms("pack", keys[::7]))
    assert not np.array_equal(u, streams.uniforms("pick", keys))


def test_random_numbers_are_even_independent_between_names_and_never_0_or_1():
    streams = Streams(2026)
    keys = streams.keys("everyday", 0, 20_000)
    pick, pack = streams.uniforms("pick", keys), streams.uniforms("pack", keys)
    assert 0 < pick.min() < pick.max() < 1
    assert stats.kstest(pick, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(pick, pack)[0, 1]) < 3 / np.sqrt(len(keys))
    assert abs(np.corrcoef(pick[1:], pick[:-1])[0, 1]) < 3 / np.sqrt(len(keys))
    extremes = streams.uniforms("pick", np.array([0, 2**64 - 1], dtype=np.uint64))
    assert ((extremes > 0) & (extremes < 1)).all()
