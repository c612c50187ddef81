"""Differences left and right of zero, one bar per name, each with its number."""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.reporting.charts.canvas import BODY, WIDTH, blank, fitted, sheet
from sim.reporting.charts.palette import light

ROW, HEAD, NAME, END = 24, 28, 102, 46


def diverging(heading: str, rows: Sequence[tuple[str, float]], decimals: int) -> Figure:
    """Draw amounts: more to the right of zero, less to the left; what rounds to zero is left out."""
    rows = [(name, amount) for name, amount in rows if round(amount, decimals) != 0] or list(rows)[:1]
    figure = sheet(HEAD + ROW * len(rows) + 4)
    ax = blank(figure)
    ax.text(0, HEAD / 2 - 3, fitted(heading, WIDTH, 11.5), fontsize=11.5, va="center")
    more, less = max([0.0, *(x for _, x in rows)]), max([0.0, *(-x for _, x in rows)])
    room = WIDTH - NAME - END - (END if less > 0 else 0)
    unit = room / (more + less) if more + less > 0 else 0.0
    zero = NAME + (END if less > 0 else 0) + less * unit
    for k, (name, amount) in enumerate(rows):
        y = HEAD + k * ROW
        ax.text(0, y + ROW / 2, fitted(name, NAME - 8), fontsize=BODY, va="center")
        wide, role = abs(amount) * unit, "bare" if amount > 0 else "plan"
        left = zero if amount > 0 else zero - wide
        ax.add_patch(Rectangle((left, y + 4), wide, ROW - 8, color=light(role), linewidth=0))
        words = f"{amount:+,.{decimals}f}".replace("-", "−")
        side = 5 if amount >= 0 else -5
        ax.text(
            zero + amount * unit + side,
            y + ROW / 2,
            words,
            fontsize=BODY,
            va="center",
            ha="left" if amount >= 0 else "right",
        )
    ax.plot([zero, zero], [HEAD, HEAD + ROW * len(rows)], color=light("muted"), linewidth=0.8)
    return figure
