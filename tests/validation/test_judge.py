"""A value passes within its margin or three standard errors; it must be known well enough for that."""

import numpy as np
import pytest

from validation.cases.case import Tolerance
from validation.judge import judge, reported, worst
from validation.statistics.estimators import PointEstimate

TOLERANCE = Tolerance(stochastic=True, relative=0.05, absolute=0.0)
EXACT = Tolerance(stochastic=False, relative=0.0, absolute=1e-9)


def test_the_rule_is_that_of_the_file():
    assert judge("L", 4.0, PointEstimate(4.19, 0.05), TOLERANCE) == ("pass", "")
    status, note = judge("L", 4.0, PointEstimate(4.25, 0.05), TOLERANCE)
    assert status == "fail"
    assert "off by" in note
    assert judge("L", 4.0, PointEstimate(4.25, 0.09), TOLERANCE) == ("pass", "")  # three standard errors
    status, note = judge("L", 4.0, PointEstimate(4.0, 0.2), TOLERANCE)
    assert status == "unsupported"
    assert "does not count above 0.1, which would take about 4 times as long" in note
    status, note = judge("L", 4.0, PointEstimate(4.7, 0.2), TOLERANCE)
    assert status == "fail", "far off is far off, however long it was played"
    assert judge("L", 4.0, PointEstimate(np.nan, 0.1), TOLERANCE) == ("fail", "L could not be measured")


def test_an_exact_value_has_no_standard_error():
    assert judge("wait", 2.7, PointEstimate(2.7 + 1e-12, np.nan), EXACT) == ("pass", "")
    assert "not 2.7" in judge("wait", 2.7, PointEstimate(2.71, np.nan), EXACT)[1]


def test_a_value_of_nine_digits_is_known_to_half_a_unit_of_the_last():
    # the file rounds 15400 / 1350 to nine digits: that much is not known of it, and no more
    assert judge("unit_cost", 11.4074074, PointEstimate(15400 / 1350, np.nan), EXACT) == ("pass", "")
    assert "not 11.4" in judge("unit_cost", 11.4074074, PointEstimate(11.4074075, np.nan), EXACT)[1]
    assert reported(15400 / 1350, 11.4074074, EXACT) == 11.4074074
    assert reported(15400 / 1350, 11.4, EXACT) == 15400 / 1350
    assert reported(15400 / 1350, 11.4074074, TOLERANCE) == 15400 / 1350


@pytest.mark.parametrize(
    ("verdicts", "of_case"),
    [(["pass", "pass"], "pass"), (["pass", "unsupported"], "unsupported"), (["unsupported", "fail", "pass"], "fail")],
)
def test_a_case_gets_the_worst_verdict_of_its_outputs(verdicts, of_case):
    assert worst(verdicts) == of_case
