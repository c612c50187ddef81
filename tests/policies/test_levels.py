"""Two levels of a policy stand in their order, and whoever turns them round is told both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.policies.levels import check_levels
from sim.policies.replenishment.days_of_supply import DaysOfSupply
from sim.policies.replenishment.min_max import MinMax
from sim.policies.replenishment.review_and_alarm import ReviewAndAlarm
from sim.policies.replenishment.review_min_max import ReviewMinMax
from sim.policies.replenishment.vmi import Vmi
from sim.policies.transfer.hybrid import Hybrid
from sim.policies.transfer.reactive import Reactive

PAIRS = [
    (MinMax, "reorder_point", "order_up_to"),
    (ReviewMinMax, "reorder_point", "order_up_to"),
    (ReviewAndAlarm, "alarm", "order_up_to"),
    (Vmi, "minimum", "maximum"),
    (Reactive, "trigger", "up_to"),
    (Hybrid, "trigger", "up_to"),
]
UNITS = st.integers(0, 9) | st.dictionaries(st.sampled_from("abc"), st.integers(0, 9))


@pytest.mark.parametrize(("policy", "low", "high"), PAIRS)
def test_levels_that_are_turned_round_are_refused_with_both(policy, low, high):
    with pytest.raises(ValidationError, match=rf"`{high}` \(40\) is below `{low}` \(120\)"):
        policy(**{low: 120, high: 40})


def test_days_of_supply_tell_both_durations():
    with pytest.raises(ValidationError, match=r"`high` \(2d\) must cover at least as long as `low` \(5d\)"):
        DaysOfSupply(low="5d", high="2d")


@pytest.mark.parametrize(("policy", "low", "high"), PAIRS)
def test_levels_may_be_equal(policy, low, high):
    policy(**{low: 40, high: 40})


@pytest.mark.parametrize(("policy", "low", "high"), PAIRS)
def test_levels_per_item_are_compared_item_by_item(policy, low, high):
    policy(**{low: {"tea": 20, "milk": 90}, high: {"tea": 40, "milk": 90}})
    with pytest.raises(ValidationError, match=rf"`{high}` \(80 for 'milk'\) is below `{low}` \(90 for 'milk'\)"):
        policy(**{low: {"tea": 20, "milk": 90}, high: {"tea": 40, "milk": 80}})
    with pytest.raises(ValidationError, match=rf"`{high}` \(12\) is below `{low}` \(20 for 'tea'\)"):
        policy(**{low: {"milk": 12, "tea": 20}, high: 12})


@given(UNITS, UNITS)
def test_only_an_item_that_both_levels_name_can_be_the_wrong_way_round(low, high):
    def of(value, item):
        return value.get(item) if isinstance(value, dict) else value

    pairs = [(of(low, item), of(high, item)) for item in "abc"]
    wrong = any(None not in pair and pair[1] < pair[0] for pair in pairs)
    try:
        check_levels(("low", low), ("high", high))
    except ValueError:
        assert wrong
    else:
        assert not wrong
