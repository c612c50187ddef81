"""From without to with a plan: two points per scenario with their intervals, and the difference in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, blended_transform_factory

from sim.reporting.charts.canvas import BODY, SMALL, WIDTH, axes, fitted, sheet
from sim.reporting.charts.palette import light
from sim.reporting.values import ReportQuantity

ROW, NAME, END = 34, 34, 74


@dataclass(frozen=True)
class EffectRow:
    """One line: short name, the share without and with the plan, and the difference as words."""

    name: str
    before: ReportQuantity
    after: ReportQuantity
    words: str


def effect(heading: str, rows: Sequence[EffectRow], goal: float | None, goal_word: str, axis_word: str) -> Figure:
    """Draw shares 0-1; an open point is without the plan, a full one with it."""
    height = 60 + ROW * len(rows) + 34
    figure = sheet(height)
    ax = axes(figure, left=NAME, bottom=34, right=END, top=44)
    figure.text(0, 1 - 11 / height, heading, fontsize=11.5, va="center")
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(*_limits(rows, goal))
    ax.xaxis.set_major_formatter(lambda share, _: f"{share * 100:.0f}")
    ax.set_yticks([])
    ax.grid(axis="x", color=light("line"), linewidth=0.6)
    ax.set_xlabel(axis_word, fontsize=SMALL, color=light("muted"), labelpad=3)
    if goal is not None:
        _draw_goal(ax, goal, goal_word)
    beside = blended_transform_factory(Affine2D().scale(1 / 72) + figure.dpi_scale_trans, ax.transData)
    for k, row in enumerate(rows):
        ax.text(0, k, fitted(row.name, NAME, BODY), transform=beside, va="center", fontsize=BODY)
        ax.text(WIDTH, k, row.words, transform=beside, va="center", ha="right", fontsize=BODY)
        _draw_row(ax, k, row)
    return figure


def _limits(rows: Sequence[EffectRow], goal: float | None) -> tuple[float, float]:
    """Ends of the axis: around all points, intervals and the goal."""
    shown = [v for row in rows for v in (row.before, row.after)]
    known = [x for v in shown for x in (v.number, v.low, v.high) if x is not None]
    low, high = min([0.9, *known]), max([1.0 if goal is None else goal, *known])
    return low - 0.03, min(high + 0.03, max(high, 1.0) + 0.01)


def _draw_goal(ax: Axes, goal: float, word: str) -> None:
    ax.axvline(goal, color=light("target"), linewidth=0.9, dashes=(4, 3))
    side = "right" if goal > 0.8 else "left"
    ax.text(goal, -0.72, word, fontsize=SMALL, ha=side, va="bottom", color=light("target"))


def _draw_row(ax: Axes, k: int, row: EffectRow) -> None:
    """The line between both points, their intervals, and the points."""
    before, after = row.before.number, row.after.number
    if before is not None and after is not None:
        style = {"arrowstyle": "-", "color": light("muted"), "linewidth": 1.0}
        ax.annotate("", (after, k), (before, k), arrowprops=style)
    for shown, role, fill in ((row.before, "bare", "paper"), (row.after, "plan", "plan")):
        if shown.number is None:
            continue
        if shown.low is not None and shown.high is not None:
            ends = [shown.low, shown.high]
            ax.plot(ends, [k, k], color=light(role), linewidth=3.2, alpha=0.45, solid_capstyle="butt")
        ax.plot(shown.number, k, "o", markersize=7, markeredgecolor=light(role), markerfacecolor=light(fill),
                markeredgewidth=1.8)  # fmt: skip
