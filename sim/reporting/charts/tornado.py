"""A tornado: how far each setting alone moves a measure from the middle, the widest swing on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from sim.reporting.charts.canvas import BODY, SMALL, axes, fitted, sheet
from sim.reporting.charts.palette import light

ROW = 26


@dataclass(frozen=True)
class TornadoBar:
    """One setting: its name, and what its low and its high end change, in the shown unit."""

    name: str
    low: float
    high: float


def tornado(heading: str, swings: Sequence[TornadoBar], axis_word: str) -> Figure:
    """Draw one bar a setting around zero, ends in two colours; at most ten settings."""
    shown = list(swings)[:10]
    height = 70 + ROW * len(shown)
    figure = sheet(height)
    ax = axes(figure, left=124, bottom=34, right=10, top=28)
    figure.text(0, 1 - 11 / height, heading, fontsize=11.5, va="center")
    for row, swing in enumerate(shown):
        ends = (swing.low, "kind4"), (swing.high, "kind0")
        for end, role in sorted(ends, key=lambda one: -abs(one[0])):  # the shorter lies on top when both point one way
            ax.barh(row, end, height=0.55, color=light(role))
    ax.axvline(0, color=light("ink"), linewidth=0.9)
    ax.set_yticks(range(len(shown)), [fitted(swing.name, 118) for swing in shown], fontsize=BODY)
    ax.invert_yaxis()
    ax.grid(axis="x", color=light("line"), linewidth=0.6)
    ax.set_xlabel(axis_word, fontsize=SMALL, color=light("muted"), labelpad=3)
    return figure
