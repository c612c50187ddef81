"""What every demand shape promises: a rate that is never negative, whose integral never falls and can be inverted."""

from datetime import datetime

import numpy as np
import pytest
from pydantic import ValidationError

from sim.clock import Calendar
from sim.plug import discover
from sim.shapes import Timetable

SHAPES = discover("sim.shapes")
CALENDAR = Calendar(datetime.fromisoformat("2026-06-15T10:00:00+08:00"))
HORIZON = 5 * 1440.0
EXAMPLES = {
    "piecewise": {"times": ["0", "30min", "2h", "4d"], "rates": ["50/h", "900/h", "0/h", "20/h"]},
    "wave": {"mean": "100/h", "swing": "60/h"},
    "daily": {
        "per_day": 240,
        "hours": [0.0] * 6 + [1.0] * 18,
        "weekdays": [1, 1, 1, 0.5, 1, 2, 2],
        "holidays": ["2026-06-16"],
        "holiday": 1.3,
    },
}


def shape(kind):
    plugin = SHAPES[kind]
    needed = {name: info.examples[0] for name, info in plugin.model_fields.items() if info.is_required()}
    return plugin.model_validate({"kind": kind, **needed, **EXAMPLES.get(kind, {})})


@pytest.mark.parametrize("kind", SHAPES)
def test_a_shape_is_frozen_says_its_kind_and_explains_its_knobs(kind):
    one = shape(kind)
    assert one.kind == kind
    for name, info in type(one).model_fields.items():
        assert name == "kind" or info.description, f"{kind}.{name} says nothing"
        with pytest.raises(ValidationError):
            setattr(one, name, 1)


@pytest.mark.parametrize("kind", SHAPES)
def test_the_rate_is_finite_its_integral_never_falls_and_its_inverse_leads_back(kind):
    intensity = shape(kind).intensity(CALENDAR, HORIZON)
    times = np.linspace(0.0, HORIZON, 4001)
    rate, total = intensity.rate(times), intensity.cumulative(times)
    assert np.isfinite(rate).all()
    assert (rate >= 0).all()
    assert np.isfinite(total).all()
    assert (np.diff(total) >= -1e-9).all()
    assert total[-1] > total[0]
    some = np.linspace(total[0], total[-1], 51)[1:-1]
    np.testing.assert_allclose(intensity.cumulative(intensity.inverse(some)), some, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("kind", SHAPES)
def test_the_integral_is_that_of_the_rate(kind):
    intensity = shape(kind).intensity(CALENDAR, HORIZON)
    middle = (np.arange(200_000) + 0.5) * HORIZON / 200_000
    area = intensity.rate(middle).sum() * HORIZON / 200_000
    assert area == pytest.approx(float(intensity.cumulative(HORIZON) - intensity.cumulative(0.0)), rel=2e-3)


@pytest.mark.parametrize("kind", [kind for kind, plugin in SHAPES.items() if issubclass(plugin, Timetable)])
def test_a_timetable_gives_its_instants_sorted_and_within_the_run(kind):
    times = shape(kind).times(HORIZON)
    assert (np.diff(times) >= 0).all()
    assert ((times >= 0) & (times < HORIZON)).all()
    assert np.array_equal(times, shape(kind).times(HORIZON))


def test_a_day_follows_its_hours_weekdays_and_holidays():
    daily = shape("daily").intensity(CALENDAR, HORIZON)

    def orders(day, hour):
        """Orders in an hour of a calendar day, the first being the Monday on which the run begins at ten."""
        begin = day * 1440.0 + hour * 60.0 - CALENDAR.offset
        return float(daily.cumulative(begin + 60.0) - daily.cumulative(begin))

    assert orders(1, 3) == 0
    assert orders(1, 12) == pytest.approx(1.3 * orders(0, 12))
    assert orders(3, 12) == pytest.approx(0.5 * orders(2, 12))
    assert orders(2, 12) == pytest.approx(orders(2, 20))
