"""Cumulative share of orders in hand against hours, one line per run, each named at its end."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from sim.arrays import Floats
from sim.reporting.charts.canvas import BODY, SMALL, axes, sheet
from sim.reporting.charts.palette import light
from sim.reporting.charts.place import spread
from sim.reporting.numbers import EXACT

Line = tuple[str, str, Floats, Floats]
HEIGHT, RIGHT = 236, 70


def rising(heading: str, lines: Sequence[Line], promise: float | None, promise_word: str, axis_word: str) -> Figure:
    """Draw lines (name, role, hours, shares 0-1); `promise` is the targeted hour of the 95th percentile."""
    figure = sheet(HEIGHT)
    ax = axes(figure, left=32, bottom=34, right=RIGHT, top=30)
    figure.text(0, 1 - 11 / HEIGHT, heading, fontsize=11.5, va="center")
    ax.grid(axis="y", color=light("line"), linewidth=0.6)
    ax.set_ylim(0, 1.02)
    last = max([1.0, (promise or 0.0) * 1.15, *(_settled(hours, shares) for _, _, hours, shares in lines)])
    ax.set_xlim(0, last)
    ax.yaxis.set_major_formatter(lambda share, _: f"{share * 100:.0f}")
    ax.set_xlabel(axis_word, fontsize=SMALL, color=light("muted"), labelpad=3)
    if promise is not None and promise <= last:
        ax.axvline(promise, color=light("target"), linewidth=0.9, dashes=(4, 3))
        near_end = promise > last * 0.6
        ax.annotate(
            promise_word,
            (promise, 0.03),
            xytext=(-4 if near_end else 4, 0),
            textcoords="offset points",
            ha="right" if near_end else "left",
            va="bottom",
            fontsize=SMALL,
            color=light("target"),
            gid="halo",
        )
    ends = [float(shares[np.isfinite(shares)][-1]) if np.isfinite(shares).any() else 0.0 for _, _, _, shares in lines]
    room = HEIGHT - 64
    heights = spread([end * room for end in ends], 14, 6, room + 4)
    for (name, role, hours, shares), end, height in zip(lines, ends, heights, strict=True):
        ax.plot(hours, shares, color=light(role), linewidth=1.2 if role == "base" else 1.8)
        level = height / room
        ax.plot([last, last * 1.03], [end, level * 1.02], color=light(role), linewidth=0.8, clip_on=False)
        ax.text(
            last * 1.04,
            level * 1.02,
            f"{name} {math.floor(end * 100 + EXACT)} %",
            fontsize=BODY,
            va="center",
            color=light("ink"),
        )
    return figure


def _settled(hours: Floats, shares: Floats) -> float:
    """A little after the hour from which a line hardly rises: 99.5 % of its last height."""
    known = np.isfinite(shares)
    if not known.any():
        return 0.0
    hours, shares = hours[known], shares[known]
    reached = hours[np.argmax(shares >= 0.995 * shares[-1])]
    return float(min(reached * 1.15 + 1.0, hours[-1]))
