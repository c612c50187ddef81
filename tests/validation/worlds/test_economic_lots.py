"""The cycle of a lot is that of the formula, to the last digits, with backorders and with production too."""

import pytest

from validation.cases.inputs import UnfitError
from validation.search import pilot_record
from validation.worlds.economic_lots import EconomicLots, LotSize


def cycles(lots, demand, production=None):
    world = EconomicLots(lots, demand, production)
    return world.cycles(pilot_record(world.world))


def test_lots_side_by_side_have_cycles_of_their_own():
    small, large = cycles([LotSize(3.0), LotSize(70.0)], demand=7.0)
    assert (small.quantity, large.quantity) == pytest.approx((3.0, 70.0), rel=1e-9)
    assert (small.rate, large.rate) == pytest.approx((7 / 3, 0.1), rel=1e-9)
    assert (small.on_hand, large.on_hand) == pytest.approx((1.5, 35.0), rel=1e-9)
    assert small.backorders == large.lowest == 0


def test_planned_backorders_are_filled_when_the_lot_comes():
    (cycle,) = cycles([LotSize(10.0, 4.0)], demand=2.0)
    assert (cycle.highest, cycle.lowest) == pytest.approx((6.0, -4.0), rel=1e-8)
    assert cycle.on_hand == pytest.approx(6**2 / 20, rel=1e-8)
    assert cycle.backorders == pytest.approx(4**2 / 20, rel=1e-8)


def test_a_lot_is_sold_while_it_is_made():
    (cycle,) = cycles([LotSize(12.0)], demand=2.0, production=6.0)
    assert cycle.run_time == pytest.approx(2.0, rel=1e-8)
    assert cycle.highest == pytest.approx(12 * (1 - 2 / 6), rel=1e-8)


@pytest.mark.parametrize("lots", [[LotSize(0.0)], [LotSize(1e-9), LotSize(1e9)], [LotSize(float("inf"))]])
def test_lots_that_cannot_be_compared_are_refused(lots):
    with pytest.raises(UnfitError, match="too unlike, or too large"):
        EconomicLots(lots, demand=1.0)
