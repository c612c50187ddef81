"""From without to with a plan: two points per scenario with their intervals, and the difference in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, blended_transform_factory

from sim.report.charts.canvas import BODY, SMALL, WIDTH, axes, fitted, sheet
from sim.report.charts.palette import light
from sim.report.values import Quantity

ROW, NAME, END = 34, 34, 74


@dataclass(frozen=True)
class EffectRow:
    """One line: short name, the share without and with the plan, and the difference as words."""

    name: str
    before: Quantity
    after: Quantity
    words: str


def effect(heading: str, steps: Sequence[EffectRow], goal: float | None, goal_word: str, axis_word: str) -> Figure:
    """Draw shares 0-1; an open point is without the plan, a full one with it."""
    height = 60 + ROW * len(steps) + 34
    figure = sheet(height)
    ax = axes(figure, left=NAME, bottom=34, right=END, top=44)
    figure.text(0, 1 - 11 / height, heading, fontsize=11.5, va="center")
    ax.set_ylim(len(steps) - 0.4, -0.6)
    known = [x for step in steps for v in (step.before, step.after) for x in (v.number, v.low, v.high) if x is not None]
    low, high = min([0.9, *known]), max([1.0 if goal is None else goal, *known])
    ax.set_xlim(low - 0.03, min(high + 0.03, max(high, 1.0) + 0.01))
    ax.xaxis.set_major_formatter(lambda share, _: f"{share * 100:.0f}")
    ax.set_yticks([])
    ax.grid(axis="x", color=light("line"), linewidth=0.6)
    ax.set_xlabel(axis_word, fontsize=SMALL, color=light("muted"), labelpad=3)
    if goal is not None:
        ax.axvline(goal, color=light("target"), linewidth=0.9, dashes=(4, 3))
        ax.text(
            goal,
            -0.72,
            goal_word,
            fontsize=SMALL,
            ha="right" if goal > 0.8 else "left",
            va="bottom",
            color=light("target"),
        )
    beside = blended_transform_factory(Affine2D().scale(1 / 72) + figure.dpi_scale_trans, ax.transData)
    for k, step in enumerate(steps):
        ax.text(0, k, fitted(step.name, NAME, BODY), transform=beside, va="center", fontsize=BODY)
        ax.text(WIDTH, k, step.words, transform=beside, va="center", ha="right", fontsize=BODY)
        before, after = step.before.number, step.after.number
        if before is not None and after is not None:
            ax.annotate(
                "", (after, k), (before, k), arrowprops={"arrowstyle": "-", "color": light("muted"), "linewidth": 1.0}
            )
        for v, role, fill in ((step.before, "bare", "paper"), (step.after, "plan", "plan")):
            if v.number is None:
                continue
            if v.low is not None and v.high is not None:
                ax.plot([v.low, v.high], [k, k], color=light(role), linewidth=3.2, alpha=0.45, solid_capstyle="butt")
            ax.plot(
                v.number,
                k,
                "o",
                markersize=7,
                markeredgecolor=light(role),
                markerfacecolor=light(fill),
                markeredgewidth=1.8,
            )
    return figure
