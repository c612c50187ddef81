"""A series with its warm-up: what is shaded, where the long-run mean lies, and over which days."""

import numpy as np
import pytest

from sim.reporting.charts.warm_up import warm_up

from .looking import drawn, texts

VALUES = np.concatenate((np.linspace(0, 20, 24), np.full(72, 20.0)))


@pytest.mark.parametrize("bounds", [(19.0, 21.0), None])
def test_the_mean_and_its_interval_begin_where_the_warm_up_ends(bounds):
    figure = drawn(warm_up, "Open orders", VALUES, 1.0, 24.0, 20.0, bounds, "days")
    assert {"Open orders", "days"} <= set(texts(figure))
    (ax,) = figure.axes
    series, mean = ax.lines
    assert series.get_xydata()[24].tolist() == [1.0, 20.0]  # a day has 24 steps
    assert mean.get_xydata().tolist() == [[1.0, 20.0], [95 / 24, 20.0]]
    (shaded,) = ax.patches
    assert shaded.get_extents().transformed(ax.transData.inverted()).x1 == pytest.approx(1.0)
    bands = [band.get_datalim(ax.transData).intervaly.tolist() for band in ax.collections]
    assert bands == ([list(bounds)] if bounds else [])
