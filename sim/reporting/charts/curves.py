"""Fulfilment over time for one scenario: medians, 10-90 % bands, target, shock window, lowest points."""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from sim.arrays import Floats
from sim.reporting.charts.canvas import BODY, SMALL, WIDTH, axes, fitted, sheet
from sim.reporting.charts.palette import light
from sim.reporting.charts.place import Labels
from sim.reporting.numbers import EXACT

BEFORE = 2.0  # days shown before the shock


@dataclass(frozen=True)
class BandCurve:
    """One line: hours since the start of the run, shares 0-1 (NaN = nothing owed then), and its name."""

    name: str
    role: str
    hours: Floats
    median: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class CurveAnnotations:
    """The words and marks around the lines; hours since the start of the run, shares 0-1."""

    heading: str
    target: float | None
    target_word: str
    shock: tuple[float, float | None] | None
    shock_word: str
    axis_word: str


def curves(lines: list[BandCurve], marks: CurveAnnotations) -> Figure:
    """Draw the lines of one scenario; time counts in days from the beginning of the shock."""
    figure = sheet(218)
    ax = axes(figure, left=32, bottom=34, right=6, top=30)
    figure.text(0, 1 - 11 / 218, fitted(marks.heading, WIDTH, 11.5), fontsize=11.5, va="center", color=light("ink"))
    zero = marks.shock[0] if marks.shock else 0.0
    floor = min([0.9, *(float(np.nanmin(c.low)) for c in lines if np.isfinite(c.low).any())])
    ax.set_ylim(max(0.0, np.floor((floor - 0.06) * 10) / 10), 1.02)
    ax.grid(axis="y", color=light("line"), linewidth=0.6)
    if marks.shock:
        ax.axvline(0, color=light("shock"), linewidth=2)
        if marks.shock[1] is not None:
            ax.axvspan(0, (marks.shock[1] - zero) / 24, color=light("shock"), linewidth=0)
    for curve in lines:
        days = (curve.hours - zero) / 24
        back = curve.role == "base"
        if not back:
            ax.fill_between(days, curve.low, curve.high, color=light(curve.role), alpha=0.17, linewidth=0)
        ax.plot(days, curve.median, color=light(curve.role), linewidth=1.1 if back else 1.9, solid_capstyle="round")
    if lines:
        first = min((c.hours[0] - zero) / 24 for c in lines)
        ax.set_xlim(max(first, -BEFORE) if marks.shock else first, max((c.hours[-1] - zero) / 24 for c in lines))
    ax.xaxis.set_major_locator(_whole_days(*ax.get_xlim()))
    ax.yaxis.set_major_formatter(lambda share, _: f"{share * 100:.0f}")
    ax.set_xlabel(marks.axis_word, fontsize=SMALL, color=light("muted"), labelpad=3)
    _words(ax, lines, marks, zero)
    return figure


def _whole_days(low: float, high: float) -> MultipleLocator:
    return MultipleLocator(next((step for step in (1, 2, 5, 7, 14, 30) if (high - low) / step <= 8), 60))


def _words(ax: Axes, lines: list[BandCurve], marks: CurveAnnotations, zero: float) -> None:
    """Target, shock and lowest points, each written beside what it names."""
    left, right = ax.get_xlim()
    drawn = [((c.hours - zero) / 24, c.median) for c in lines]
    if marks.target is not None:
        drawn.append((np.array([left, right]), np.full(2, marks.target)))
    labels = Labels(ax, drawn)
    if marks.target is not None:
        ax.axhline(marks.target, color=light("target"), linewidth=0.9, dashes=(4, 3))
        labels.put_along(marks.target, marks.target_word, light("target"), SMALL)
    if marks.shock:
        labels.put(0, ax.get_ylim()[0], marks.shock_word, light("muted"), SMALL)
    for curve in lines:
        if curve.role == "base" or not np.isfinite(curve.median).any():
            continue
        lowest = int(np.nanargmin(curve.median))
        x, y = (curve.hours[lowest] - zero) / 24, curve.median[lowest]
        ax.plot(x, y, "o", color=light(curve.role), markersize=4.5, markeredgewidth=0)
        labels.put(x, y, f"{curve.name} {math.floor(y * 100 + EXACT)} %", light(curve.role), BODY)
