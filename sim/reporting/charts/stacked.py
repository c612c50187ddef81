"""Parts of a whole, one bar per run, on a common scale with the total at the end."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.reporting.charts import key
from sim.reporting.charts.canvas import BODY, SMALL, WIDTH, blank, fitted, sheet
from sim.reporting.charts.palette import KINDS, light

ROW, END, PAIR = 24, 52, 8


def stacked(
    kinds: Sequence[str], bars: Sequence[tuple[str, Mapping[str, float], bool]], decimals: int, name_room: float = 40
) -> Figure:
    """Draw bars (name, amount by kind, whether a gap comes before it); `kinds` fixes order and colours."""
    roles = [f"kind{min(k, KINDS - 1)}" for k in range(len(kinds))]
    top = key.height(kinds) + 10
    figure = sheet(top + ROW * len(bars) + PAIR * sum(gap for _, _, gap in bars) + 4)
    ax = blank(figure)
    key.draw(ax, kinds, roles)
    most = max((sum(max(a, 0.0) for a in amounts.values()) for _, amounts, _ in bars), default=0.0) or 1.0
    room = WIDTH - name_room - END
    y = top
    for name, amounts, gap in bars:
        y += PAIR if gap else 0
        x = name_room
        ax.text(0, y + ROW / 2, fitted(name, name_room - 4), fontsize=BODY, va="center")
        for kind, role in zip(kinds, roles, strict=True):
            wide = max(amounts.get(kind, 0.0), 0.0) / most * room
            if wide > 0:
                ax.add_patch(Rectangle((x, y + 4), max(wide - 0.8, 0.4), ROW - 8, color=light(role), linewidth=0))
            x += wide
        total = f"{sum(amounts.values()):,.{decimals}f}"
        ax.text(x + 5, y + ROW / 2, total, fontsize=SMALL, va="center")
        y += ROW
    return figure
