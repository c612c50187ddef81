"""A fluid is so many small orders, and a share of a capacity is a whole number of servers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.cases.inputs import UnfitError
from validation.families.fluid_queue import (
    FINEST,
    MOST,
    fluid_queue,
    orders_per_unit,
    servers_with_share,
    steady_stream,
)


@given(st.integers(1, FINEST), st.data())
def test_a_share_of_the_servers_is_a_whole_number(parts, data):
    share = data.draw(st.integers(0, parts)) / parts
    for many in (False, True):
        servers = servers_with_share(share, many)
        assert servers <= FINEST
        assert servers * share == pytest.approx(round(servers * share), abs=1e-9)
    assert servers_with_share(share, many=True) > FINEST // 2


def test_a_run_has_enough_orders_in_all_and_at_the_peak_but_not_too_many():
    assert orders_per_unit(1_000.0, 0.0) == 200
    assert orders_per_unit(1_000.0, 50.0) == 400
    assert orders_per_unit(1_000.0, 1.0) == MOST / 1_000


def test_a_station_without_capacity_is_refused():
    with pytest.raises(UnfitError, match="capacity must be above 0"):
        fluid_queue(float("inf"), 1, {"orders": steady_stream(1.0)}, 10.0, 1.0, (), lambda episode, record: {})
