"""Durations that belong to orders: the same order has the same one, whatever other orders there are."""

import math

import numpy as np
import pytest
from pydantic import TypeAdapter

from sim.distributions import Distribution
from sim.model.outbound.order_draws import order_draws
from tests.model.small import engine

READ = TypeAdapter(Distribution)


def bench(sources=(0,) * 6):
    """An engine that knows some orders, by source."""
    here = engine()
    keys = here.streams.keys("people", 0, len(sources))
    here.ledger.orders.append(len(sources), key=keys, source=list(sources))
    return here


def draw(here, written, orders, name="pack", visit=0):
    return order_draws(here, READ.validate_python(written), name)(np.array(orders), visit).tolist()


def test_a_constant_is_the_same_for_all():
    assert draw(bench(), "7min", [0, 3, 5]) == [7.0, 7.0, 7.0]


def test_an_order_keeps_its_duration_whatever_is_drawn_beside_it():
    here, written = bench(), {"exponential": {"mean": "10min"}}
    together = draw(here, written, [0, 1, 2, 3, 4, 5])
    assert [draw(here, written, [order])[0] for order in (5, 2, 0)] == [together[5], together[2], together[0]]


def test_the_duration_is_the_quantile_of_the_draw_of_that_name_and_visit():
    here = bench()
    u = here.streams.uniforms("pack#2", here.ledger.orders.key[[4]])[0]
    assert draw(here, {"exponential": {"mean": "10min"}}, [4], visit=2) == [pytest.approx(-10 * math.log1p(-u))]


def test_two_matters_and_two_visits_are_two_draws():
    here, written = bench(), {"uniform": {"low": "0min", "high": "1h"}}
    seen = [draw(here, written, [0], name, visit)[0] for name in ("pick", "pack") for visit in (0, 1, 2)]
    assert len(set(seen)) == 6


def test_the_kth_order_of_a_source_takes_the_kth_of_the_recorded_values_and_the_record_begins_again():
    here = bench(sources=(0, 1, 0, 0, 1, 0))
    written = {"recorded": ["1min", "2min", "3min"]}
    assert draw(here, written, range(6)) == [1.0, 1.0, 2.0, 3.0, 2.0, 1.0]
    # an order drawn alone has the same number
    assert draw(here, written, [5]) == [1.0]
    assert draw(here, written, [4, 3]) == [2.0, 3.0]


def test_a_column_is_the_orders_own_row_of_the_recorded_file():
    here = bench()
    here.columns["pick_minutes"] = np.array([5.0, 6.0, 7.0, 8.0, 9.0, 10.0])
    assert draw(here, {"column": "pick_minutes"}, [4, 1]) == [9.0, 6.0]
