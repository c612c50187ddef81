"""Plain bars of shares with their numbers: how far each step of a recall got."""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.reporting.charts.canvas import BODY, WIDTH, blank, fitted, sheet
from sim.reporting.charts.palette import light

ROW, HEAD, NAME, END = 24, 26, 84, 96


def bars(heading: str, rows: Sequence[tuple[str, float, str, str]]) -> Figure:
    """Draw rows (name, share 0-1 of the full width, words at the end, role of the colour)."""
    figure = sheet(HEAD + ROW * len(rows) + 2)
    ax = blank(figure)
    ax.text(0, HEAD / 2 - 2, fitted(heading, WIDTH, 11.5), fontsize=11.5, va="center")
    room = WIDTH - NAME - END
    for k, (name, share, words, role) in enumerate(rows):
        y = HEAD + k * ROW
        ax.text(0, y + ROW / 2, fitted(name, NAME - 8), fontsize=BODY, va="center")
        ax.add_patch(Rectangle((NAME, y + 4), room, ROW - 8, color=light("faint"), linewidth=0))
        ax.add_patch(
            Rectangle((NAME, y + 4), room * min(max(share, 0.0), 1.0), ROW - 8, color=light(role), linewidth=0)
        )
        ax.text(WIDTH, y + ROW / 2, words, fontsize=BODY, ha="right", va="center")
    return figure
