"""Orders from the first step to the customer's hands, and where the others went."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.reporting.charts.canvas import BODY, SMALL, WIDTH, blank, fitted, sheet
from sim.reporting.charts.palette import light

ROW, HEAD, NAME, END = 21, 26, 112, 82


def funnel(
    heading: str, steps: Sequence[tuple[str, float]], exits: Sequence[tuple[str, float]], exit_word: str, role: str
) -> Figure:
    """Draw steps (name, orders) above exits (name, orders), all on one scale; `role` colours the steps."""
    gap = 26 if exits else 0
    figure = sheet(HEAD + ROW * (len(steps) + len(exits)) + gap + 2)
    ax = blank(figure)
    ax.text(0, HEAD / 2 - 2, fitted(heading, WIDTH, 11.5), fontsize=11.5, va="center")
    most = max([1.0, *(orders for _, orders in steps), *(orders for _, orders in exits)])
    first = steps[0][1] if steps else 0.0
    for k, (name, orders) in enumerate(steps):
        share = f"{orders / first * 100:.0f} %" if first else ""
        _bar(ax, HEAD + k * ROW, name, orders, most, role, share)
    if exits:
        y = HEAD + len(steps) * ROW + gap / 2
        ax.plot([0, WIDTH], [y - 6, y - 6], color=light("line"), linewidth=0.6)
        ax.text(0, y + 3, exit_word, fontsize=SMALL, va="center", color=light("muted"))
    for k, (name, orders) in enumerate(exits):
        share = f"{orders / first * 100:.1f} %" if first else ""
        _bar(ax, HEAD + gap + (len(steps) + k) * ROW, name, orders, most, "base", share)
    return figure


def _bar(ax: Axes, y: float, name: str, orders: float, most: float, role: str, share: str) -> None:
    room = WIDTH - NAME - END
    ax.text(0, y + ROW / 2, fitted(name, NAME - 8), fontsize=BODY, va="center")
    ax.add_patch(Rectangle((NAME, y + 3), max(room * orders / most, 1.0), ROW - 6, color=light(role), linewidth=0))
    ax.text(WIDTH - 40, y + ROW / 2, f"{orders:,.0f}", fontsize=BODY, ha="right", va="center")
    ax.text(WIDTH, y + ROW / 2, share, fontsize=SMALL, ha="right", va="center", color=light("muted"))
