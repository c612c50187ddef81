"""The recursion of Clark and Scarf agrees with the newsvendor for a single stage."""

import pytest

from validation.formulas.clark_scarf import echelon_base_stock_levels


def test_one_stage_is_a_newsvendor():
    levels, cost = echelon_base_stock_levels([1.0], 9.0, [1.0], 50.0, 8.0)
    assert levels == pytest.approx([50 + 8 * 1.2815516], abs=0.01)
    assert cost == pytest.approx(10 * 0.1754983 * 8, rel=1e-3)
