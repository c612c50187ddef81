"""The samples of a case are divided into pools side by side and runs."""

import pytest

from validation.cases.inputs import UnfitError
from validation.cases.run_length import RunLength
from validation.worlds.group_buys import ORDERS, pools_and_runs


@pytest.mark.parametrize(
    ("length", "orders_each", "pools", "runs"),
    [
        (RunLength(size=20_000), 5.0, 2_000, 10),
        (RunLength(size=20_000), 200.0, 1_000, 20),
        (RunLength(), 5.0, 50, 10),
        (RunLength(replications=3), ORDERS, 1, 3),
    ],
)
def test_a_run_holds_so_many_orders_and_there_are_ten_at_least(length, orders_each, pools, runs):
    assert pools_and_runs(length, 500, orders_each) == (pools, runs)


def test_a_sample_of_too_many_orders_is_refused():
    with pytest.raises(UnfitError, match=r"one sample would take 6e\+06 orders"):
        pools_and_runs(RunLength(), 500, 6e6)
