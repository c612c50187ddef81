"""Cost against fulfilment: an arrow per plan from where the scenario stands without it to where it stands with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.arrays import Floats
from sim.reporting.charts.canvas import BODY, SMALL, axes, sheet
from sim.reporting.charts.palette import light
from sim.reporting.charts.place import Labels

Point = tuple[float, float]
HEIGHT = 250


@dataclass(frozen=True)
class Move:
    """One plan: the short names without and with it, and (cost, share) of both."""

    name: str
    plan_name: str
    before: Point
    after: Point


def trade(
    heading: str,
    moves: Sequence[Move],
    base: tuple[str, Point] | None,
    goal: float | None,
    goal_word: str,
    axis_word: str,
) -> Figure:
    """Draw cost in yuan to the right, shares 0-1 upwards; up is better, right is dearer."""
    figure = sheet(HEIGHT)
    ax = axes(figure, left=32, bottom=34, right=8, top=30)
    figure.text(0, 1 - 11 / HEIGHT, heading, fontsize=11.5, va="center")
    points = np.array([p for move in moves for p in (move.before, move.after)] + ([base[1]] if base else []))
    _set_limits(ax, points, goal)
    ax.grid(color=light("line"), linewidth=0.6)
    ax.yaxis.set_major_formatter(lambda share, _: f"{share * 100:.0f}")
    ax.set_xlabel(axis_word, fontsize=SMALL, color=light("muted"), labelpad=3)
    drawn = [np.array((move.before, move.after)) for move in moves]
    if goal is not None:
        drawn.append(np.array([(x, goal) for x in ax.get_xlim()]))
    labels = Labels(ax, [(line[:, 0], line[:, 1]) for line in drawn])
    if goal is not None:
        ax.axhline(goal, color=light("target"), linewidth=0.9, dashes=(4, 3))
        labels.put_along(goal, goal_word, light("target"), SMALL)
    for move in moves:
        _draw_move(ax, move)
    for spot in points:
        labels.keep_off(float(spot[0]), float(spot[1]), 4)
    for move in moves:
        labels.put(*move.before, move.name, light("ink"), BODY)
        labels.put(*move.after, move.plan_name, light("ink"), BODY)
    if base:
        ax.plot(*base[1], "D", markersize=5.5, color=light("base"))
        labels.put(*base[1], base[0], light("muted"), BODY)
    return figure


def _set_limits(ax: Axes, points: Floats, goal: float | None) -> None:
    """Room around all points, shape (points, 2), and the goal."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.maximum((high - low) * 0.12, (0.05, 0.01))
    ax.set_xlim(low[0] - room[0], high[0] + room[0])
    ax.set_ylim(low[1] - room[1], max(high[1], goal or 0.0) + room[1])


def _draw_move(ax: Axes, move: Move) -> None:
    """An arrow from an open point without the plan to a full one with it."""
    style = {
        "arrowstyle": "-|>,head_width=0.18,head_length=0.4",
        "color": light("muted"),
        "linewidth": 1.1,
        "shrinkA": 4,
        "shrinkB": 4,
    }
    ax.annotate("", move.after, move.before, arrowprops=style)
    ax.plot(*move.before, "o", markersize=6.5, markeredgecolor=light("bare"), markerfacecolor=light("paper"),
            markeredgewidth=1.7)  # fmt: skip
    ax.plot(*move.after, "o", markersize=6.5, color=light("plan"))
