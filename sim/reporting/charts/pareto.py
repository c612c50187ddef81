"""Cost against fulfilment of policy sets in one scenario: who is efficient, and who is beaten by another."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from sim.reporting.charts.canvas import BODY, SMALL, axes, fitted, sheet
from sim.reporting.charts.palette import light
from sim.reporting.charts.place import Labels
from sim.reporting.numbers import EXACT

HEIGHT = 230


def pareto(heading: str, spots: Mapping[str, tuple[float, float]], efficient: frozenset[str], axis_word: str) -> Figure:
    """Draw cost in yuan to the right and shares 0-1 upwards; efficient ones are full and joined, the others open."""
    figure = sheet(HEIGHT)
    ax = axes(figure, left=36, bottom=34, right=8, top=30)
    figure.text(0, 1 - 11 / HEIGHT, heading, fontsize=11.5, va="center")
    points = np.array(list(spots.values()))
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.maximum((high - low) * 0.15, (0.05, 0.005))
    ax.set_xlim(low[0] - room[0], high[0] + room[0])
    ax.set_ylim(low[1] - room[1], high[1] + room[1])
    ax.grid(color=light("line"), linewidth=0.6)
    ax.yaxis.set_major_formatter(lambda share, _: f"{share * 100:.1f}" if share < 1 + EXACT else "")
    ax.set_xlabel(axis_word, fontsize=SMALL, color=light("muted"), labelpad=3)
    front = np.array(sorted(spot for name, spot in spots.items() if name in efficient))
    if len(front) > 1:
        ax.plot(front[:, 0], front[:, 1], color=light("plan"), linewidth=1.2)
    labels = Labels(ax, [(front[:, 0], front[:, 1])] if len(front) > 1 else [])
    for name, spot in spots.items():
        full = name in efficient
        ax.plot(*spot, "o", markersize=6.5, markeredgecolor=light("plan" if full else "bare"), markeredgewidth=1.6,
                markerfacecolor=light("plan" if full else "paper"))  # fmt: skip
        labels.keep_off(*spot, 4)
    for name, spot in spots.items():
        labels.put(*spot, fitted(name, 150), light("ink"), BODY)
        labels.lead(*spot, light("muted"))
    return figure
