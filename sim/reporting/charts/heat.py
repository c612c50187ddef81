"""Resources by scenarios as a grid of coloured cells, each with its number; the binding one has a frame."""

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.reporting.charts.canvas import SMALL, WIDTH, blank, fitted, sheet
from sim.reporting.charts.palette import heat_role, light

ROW, HEAD, NAME = 22, 22, 112


def heat(
    rows: Sequence[str], columns: Sequence[str], shares: Sequence[Sequence[float | None]], binding: Sequence[str | None]
) -> Figure:
    """Draw shares 0-1 as per cent; `binding[j]` names the row that binds first in column j."""
    figure = sheet(HEAD + ROW * len(rows) + 2)
    ax = blank(figure)
    cell = (WIDTH - NAME) / max(len(columns), 1)
    for j, heading in enumerate(columns):
        ax.text(
            NAME + (j + 0.5) * cell,
            HEAD / 2,
            fitted(heading, cell - 2, SMALL),
            fontsize=SMALL,
            ha="center",
            va="center",
            color=light("muted"),
        )
    for i, (name, line) in enumerate(zip(rows, shares, strict=True)):
        y = HEAD + i * ROW
        ax.text(0, y + ROW / 2, fitted(name, NAME - 8), va="center")
        for j, share in enumerate(line):
            x = NAME + j * cell
            if share is None:
                ax.text(x + cell / 2, y + ROW / 2, "—", ha="center", va="center", fontsize=SMALL, color=light("muted"))
                continue
            step = heat_role(share)
            ax.add_patch(Rectangle((x + 1, y + 1), cell - 2, ROW - 2, color=light(f"heat{step}"), linewidth=0))
            ax.text(
                x + cell / 2,
                y + ROW / 2,
                f"{share * 100:.0f}",
                ha="center",
                va="center",
                fontsize=SMALL,
                color=light(f"onheat{step}"),
            )
            if binding[j] == name:
                ax.add_patch(
                    Rectangle((x + 1, y + 1), cell - 2, ROW - 2, fill=False, edgecolor=light("ink"), linewidth=1.6)
                )
    return figure
