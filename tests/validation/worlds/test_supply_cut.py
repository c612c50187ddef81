"""Reviews are frequent against the shortest stretch of time that matters, within the length of the run."""

import pytest

from validation.cases.inputs import UnfitError
from validation.worlds.supply_cut import COARSEST, FINE, REVIEWS, SupplyCutShop, nominal_survival, review_interval


def test_reviews_are_short_against_every_stretch_that_matters():
    assert review_interval(100.0, 50.0, 20.0) == 20 / FINE
    assert review_interval(100.0, 50.0, 0.0) == 50 / FINE
    assert review_interval(100.0, 50.0, fine=40) == 50 / 40


def test_the_rounding_error_of_a_subtraction_is_no_stretch():
    assert review_interval(100.0, 50.0, 20.1 - 20 - 0.1) == 50 / FINE


def test_a_long_run_has_coarser_reviews_until_they_are_too_coarse():
    assert review_interval(1000.0, 10.0) == 1000 / REVIEWS
    with pytest.raises(UnfitError, match="too short to be seen"):
        review_interval(1000.0, 1000 / REVIEWS * COARSEST * 0.9)


def test_a_stock_lasts_as_long_as_the_gap_lets_it():
    assert nominal_survival(100.0, 40.0, 20.0) == 5
    assert nominal_survival(100.0, 40.0, 40.0) == 0


def test_a_shop_opens_with_what_is_sold_until_the_first_goods_after_the_cut():
    shop = SupplyCutShop("shop", 100.0, 40.0, 0.0, 80.0, 5.0, end=10.0, review=0.1)
    one = 1 / shop.scale
    assert shop.between_reviews == pytest.approx(4 + one)
    assert shop.opening == pytest.approx(100 + (4 + one) / 2 + one)
    assert SupplyCutShop("shop", 0.0, 40.0, 0.0, 80.0, 5.0, end=10.0, review=0.1).opening == 0
