"""Who gets scarce goods: the oldest claim first, or everybody the same share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.allocation.first_come import FirstCome
from sim.policies.allocation.proportional import Proportional
from tests.policies.views import queue_view

CLAIMS = st.lists(st.integers(1, 300).map(float), min_size=1, max_size=10)


@given(CLAIMS, st.integers(0, 2000).map(float))
def test_first_come_serves_the_oldest_claim_before_the_next_gets_anything(wanted, available):
    units, left = FirstCome().decide(queue_view(wanted, available), 0.0), available
    for want, got in zip(wanted, units, strict=True):
        assert got == pytest.approx(min(want, left))
        left -= got


@given(CLAIMS, st.integers(0, 2000).map(float))
def test_proportional_gives_everybody_his_share_to_less_than_one_unit(wanted, available):
    units = Proportional().decide(queue_view(wanted, available), 0.0)
    exact = np.array(wanted) * min(1.0, available / sum(wanted))
    assert (np.abs(units - exact) < 1 + 1e-9).all()
    assert (units == np.round(units)).all()
    split = Proportional(whole=False).decide(queue_view(wanted, available), 0.0)
    np.testing.assert_allclose(split, exact)


def test_the_largest_remainders_get_the_spare_units():
    assert Proportional().decide(queue_view([50, 30, 21], 50), 0.0).tolist() == [25, 15, 10]
    assert Proportional().decide(queue_view([1, 1, 1], 2), 0.0).tolist() == [1, 1, 0]
