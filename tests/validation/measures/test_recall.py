"""Goods of a recall are counted where they are when it is issued, and when they are back."""

import numpy as np

from tests.kpi.records import NAN
from tests.kpi.test_recall import H, run
from validation.measures import recall
from validation.measures.queueing import Sojourns


def test_returned_units_count_from_the_instant_of_their_return():
    counted = [recall.units_returned_by(run(), hour * H) for hour in (119, 120, 130, 499)]
    assert counted == [0, 1, 2, 2]  # the second order never reached its customer


def test_frozen_units_are_those_at_a_station_when_the_recall_was_issued():
    arrived, finished = [90 * H, 95 * H, 99 * H, 90 * H], [99 * H, NAN, NAN, 101 * H]
    visits = Sojourns(np.array(arrived), np.array(arrived), np.array(finished), np.array([0, 1, 3, 1]), 0.0, 500 * H)
    assert recall.units_frozen_at(run(), visits) == 2  # the first has left, the third was not recalled
    assert recall.units_frozen_at(run(), visits.only(np.array([True, False, True, False]))) == 0
