"""A show gathers, spikes when the link opens, ebbs away, and sells what it is said to sell."""

import numpy as np
import pytest

from sim.model.demand.arrivals import poisson_times
from sim.rates.show import show_burst


def test_a_show_is_expected_to_bring_its_orders_within_its_hours() -> None:
    of = show_burst(2100.0, 1200.0, 1230.0, 1320.0, fade=8.0)
    assert of.total == pytest.approx(2100.0)
    assert float(of.cumulative(1200.0)) == 0.0
    assert float(of.cumulative(1320.0)) == pytest.approx(2100.0)
    counts = [poisson_times(of, 0.0, 2880.0, np.random.default_rng(seed)).size for seed in range(300)]
    assert np.mean(counts) == pytest.approx(2100.0, abs=3 * np.sqrt(2100 / 300))


def test_the_rate_ramps_up_jumps_at_link_open_and_falls_to_its_floor() -> None:
    of = show_burst(1000.0, 0.0, 30.0, 150.0, fade=8.0, floor=0.1, warm=0.02)
    before, spike, after, late = of.rate([29.999, 30.0, 38.0, 149.0])
    assert before == pytest.approx(0.02 * spike, rel=1e-3)
    assert after == pytest.approx((0.1 + 0.9 * np.exp(-1.0)) * spike)
    assert late == pytest.approx(0.1 * spike, rel=1e-3)
    assert np.all(np.diff(of.rate(np.linspace(0.0, 29.0, 20))) > 0)
    assert np.all(of.rate([-1.0, 151.0]) == 0.0)


def test_a_show_whose_link_is_open_from_the_start_has_no_ramp() -> None:
    of = show_burst(1000.0, 5.0, 5.0, 65.0, fade=8.0, floor=0.0)
    assert float(of.rate(5.0)) == pytest.approx(1000.0 / (8.0 * (1 - np.exp(-7.5))))


@pytest.mark.parametrize(
    ("start", "link", "end", "floor"), [(0.0, 130.0, 120.0, 0.1), (10.0, 5.0, 120.0, 0.1), (0.0, 5.0, 120.0, 1.5)]
)
def test_an_impossible_show_is_refused(start: float, link: float, end: float, floor: float) -> None:
    with pytest.raises(ValueError, match="found"):
        show_burst(100.0, start, link, end, 8.0, floor)
