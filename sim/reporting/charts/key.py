"""A key of colours laid out in rows like words on a line, so that its entries can never collide."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.reporting.charts.canvas import SMALL, WIDTH, fitted, width_of
from sim.reporting.charts.palette import light

ROW, MARK, GAP = 16, 9, 12


def arranged(words: Sequence[str], width: float = WIDTH) -> list[tuple[float, float]]:
    """Left edge and row top of every entry, in units."""
    spots: list[tuple[float, float]] = []
    x = y = 0.0
    for text in words:
        wide = MARK + 4 + width_of(fitted(text, width - MARK - 4, SMALL), SMALL) + GAP
        if x > 0 and x + wide - GAP > width:
            x, y = 0.0, y + ROW
        spots.append((x, y))
        x += wide
    return spots


def height(words: Sequence[str], width: float = WIDTH) -> float:
    """How much room the key takes."""
    return arranged(words, width)[-1][1] + ROW if words else 0.0


def draw(ax: Axes, words: Sequence[str], roles: Sequence[str], width: float = WIDTH) -> None:
    """Draw the key at the top of blank axes."""
    for text, role, (x, y) in zip(words, roles, arranged(words, width), strict=True):
        ax.add_patch(Rectangle((x, y + 3), MARK, MARK, color=light(role), linewidth=0))
        shown = fitted(text, width - MARK - 4, SMALL)
        ax.text(x + MARK + 4, y + 3 + MARK / 2, shown, fontsize=SMALL, va="center_baseline", color=light("muted"))
