"""What the contract of demand shapes finds out: rates, integrals, inverses and instants that do not fit together."""

from typing import Literal

import numpy as np
import pytest
from pydantic import Field

from sim.rates.intensity import ConstantRate, Intensity
from sim.shapes import Shape, Timetable
from sim.shapes.contract import check
from sim.shapes.piecewise import Piecewise


def test_a_curve_of_one_s_own_is_tried_as_it_is():
    check(Piecewise(times=["0", "30min", "2h", "4d"], rates=["50/h", "900/h", "0/h", "20/h"]))


class Curve(Intensity):
    """A rate of 2 orders a minute, of which each part can be made wrong."""

    def __init__(self, rate=2.0, slope=2.0, back=0.5):
        self._rate, self._slope, self._back = rate, slope, back

    def rate(self, t):
        return np.full(np.shape(t), self._rate)

    def cumulative(self, t):
        return self._slope * np.asarray(t, dtype=np.float64)

    def inverse(self, total):
        return self._back * np.asarray(total, dtype=np.float64)


def shape_of(curve):
    class Drawn(Shape):
        """A curve made by hand."""

        kind: Literal["drawn"] = "drawn"

        def intensity(self, calendar, horizon):
            return curve

    return Drawn


@pytest.mark.parametrize(
    ("curve", "complaint"),
    [
        (Curve(rate=-2.0), "below 0"),
        (Curve(rate=np.nan), "no number"),
        (Curve(slope=-2.0), "falls"),
        (Curve(slope=0.0), "never rises"),
        (Curve(back=0.4), "does not lead back"),
        (Curve(rate=3.0), "integral of 14400 orders where its rate adds up to 21600"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_curve_that_breaks_the_contract_is_named_with_what_it_does(curve, complaint):
    check(shape_of(Curve()))
    with pytest.raises(AssertionError, match=f"drawn .*{complaint}"):
        check(shape_of(curve))


@pytest.mark.parametrize("times", [[5.0, 3.0], [-1.0, 3.0], [3.0, 9e9]], ids=str)
def test_instants_out_of_order_or_outside_the_run_are_found(times):
    class Clock(Timetable):
        """Instants made by hand."""

        kind: Literal["clock"] = "clock"

        def intensity(self, calendar, horizon):
            return ConstantRate(1.0)

        def times(self, horizon):
            return np.array(times)

    with pytest.raises(AssertionError, match="clock gives instants that are not sorted, or not within the run"):
        check(Clock)


def test_a_field_without_a_description_is_found():
    class Mute(shape_of(Curve())):
        """A curve with a silent field."""

        silent: float = 1.0

    class Bare(shape_of(Curve())):
        """A curve with a required field and no example."""

        needed: float = Field(description="needed")

    with pytest.raises(AssertionError, match="drawn does not describe its field silent"):
        check(Mute)
    with pytest.raises(AssertionError, match="drawn has no example for its required fields needed"):
        check(Bare)
    check(Bare(needed=1.0))
