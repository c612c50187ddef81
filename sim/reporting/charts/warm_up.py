"""A series step by step: the warm-up shaded, the long-run mean with its interval."""

import numpy as np
from matplotlib.figure import Figure

from sim.arrays import Floats
from sim.reporting.charts.canvas import SMALL, axes, sheet
from sim.reporting.charts.palette import light

HEIGHT = 190


def warm_up(
    heading: str,
    values: Floats,
    step_hours: float,
    warm_up_hours: float,
    mean: float,
    interval: tuple[float, float] | None,
    axis_word: str,
) -> Figure:
    """Draw the series over days; shape (steps,)."""
    figure = sheet(HEIGHT)
    ax = axes(figure, left=40, bottom=34, right=8, top=30)
    figure.text(0, 1 - 11 / HEIGHT, heading, fontsize=11.5, va="center")
    days = np.arange(len(values)) * step_hours / 24
    ax.axvspan(0, warm_up_hours / 24, color=light("shock"), linewidth=0)
    ax.plot(days, values, color=light("base"), linewidth=0.8)
    end = days[-1]
    if interval is not None:
        ax.fill_between([warm_up_hours / 24, end], *interval, color=light("plan"), alpha=0.25, linewidth=0)
    ax.plot([warm_up_hours / 24, end], [mean, mean], color=light("plan"), linewidth=1.6)
    ax.set_xlim(0, end)
    ax.grid(axis="y", color=light("line"), linewidth=0.6)
    ax.set_xlabel(axis_word, fontsize=SMALL, color=light("muted"), labelpad=3)
    return figure
