"""Looking at a figure: what is written on it and what is drawn, in the units of the sheet."""

from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from sim.reporting.charts.canvas import ink


def drawn(chart: Callable[..., Figure], *arguments: Any) -> Figure:
    """The figure that a chart makes of these arguments, laid out."""
    with ink():
        figure = chart(*arguments)
        figure.draw_without_rendering()
    return figure


def texts(figure: Figure) -> list[str]:
    """Everything that is written, in drawing order; ticks of axes are left out."""
    ticks = {id(label) for ax in figure.axes for label in (*ax.get_xticklabels(), *ax.get_yticklabels())}
    found = [text for text in figure.findobj(Text) if text.get_visible() and id(text) not in ticks]
    return [text.get_text() for text in found if text.get_text().strip()]


def where(figure: Figure, words: str) -> tuple[float, float]:
    """Where a text stands, in its own coordinates."""
    (found,) = (text for text in figure.findobj(Text) if text.get_text() == words)
    x, y = found.get_position()
    return float(x), float(y)


def patches(figure: Figure) -> list[tuple[float, float, float, str]]:
    """Every filled box as (left, top, width, colour), in drawing order."""
    boxes = [box for ax in figure.axes for box in ax.patches if isinstance(box, Rectangle) and box.get_fill()]
    return [(box.get_x(), box.get_y(), box.get_width(), _hex(box.get_facecolor())) for box in boxes]


def frames(figure: Figure) -> list[tuple[float, float]]:
    """Every box that is only a frame, as (left, top)."""
    boxes = [box for ax in figure.axes for box in ax.patches if isinstance(box, Rectangle) and not box.get_fill()]
    return [(box.get_x(), box.get_y()) for box in boxes]


def lines(ax: Axes) -> list[tuple[list[float], list[float], str]]:
    """Every line and mark as (xs, ys, colour), in drawing order."""
    return [
        (
            [float(x) for x in line.get_xdata()],
            [float(y) for y in line.get_ydata()],
            _hex(line.get_markeredgecolor() if line.get_marker() != "None" else line.get_color()),
        )
        for line in ax.lines
    ]


def ticks(ax: Axes) -> list[str]:
    """The words at the ticks of the upright axis."""
    return [label.get_text() for label in ax.get_yticklabels()]


def _hex(colour: Any) -> str:
    from matplotlib.colors import to_hex

    return str(to_hex(colour))
