"""Putting labels where they meet neither a line nor each other."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from sim.arrays import Floats
from sim.reporting.charts.canvas import width_of

Box = tuple[float, float, float, float]
Point = tuple[float, float]

# where a label may stand beside its point, in units: both sides are tried
SPOTS = tuple((dx, dy) for dx in (6, 14, 26, 40, 54) for dy in (-9, 0, 9, -18, 18, -28, 28, 38))

FAR = 12


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near to `wanted` as they can be, `gap` apart, inside [low, high], in the same order.

    When they cannot all fit they are spaced evenly over the room there is.
    """
    count = len(wanted)
    if count == 0:
        return []
    if gap * (count - 1) > high - low:
        gap = (high - low) / max(count - 1, 1)
    order = sorted(range(count), key=lambda i: wanted[i])
    blocks: list[list[float]] = []  # sum of (wanted - offset), how many
    for i in order:
        blocks.append([wanted[i], 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] + blocks[-2][1] * gap > blocks[-1][0] / blocks[-1][1]:
            total, size = blocks.pop()
            blocks[-1][0] += total - size * blocks[-1][1] * gap
            blocks[-1][1] += size
    placed: list[float] = []
    for total, size in blocks:
        first = total / size
        placed += [first + k * gap for k in range(int(size))]
    for k in range(count):  # inside the room, without touching a neighbour
        placed[k] = max(placed[k], low + k * gap)
    for k in reversed(range(count)):
        placed[k] = min(placed[k], high - (count - 1 - k) * gap)
    result = [0.0] * count
    for position, i in zip(placed, order, strict=True):
        result[i] = position
    return result


class Labels:
    """Labels beside points of one axes; each takes the free spot that crosses the fewest curves."""

    def __init__(self, axes: Axes, curves: Sequence[tuple[Floats, Floats]]) -> None:
        self.axes = axes
        self.taken: list[Box] = []
        points = [_dense(self._units(np.column_stack((x, y)))) for x, y in curves]
        self.ink = np.vstack(points) if points else np.empty((0, 2))
        frame = axes.get_window_extent()
        self.frame: Box = (frame.x0, frame.y0, frame.x1, frame.y1)

    def keep_off(self, x: float, y: float, radius: float) -> None:
        """Keep labels off a mark of that radius in units at (x, y) in data coordinates."""
        px, py = self._units(np.array([[x, y]]))[0]
        self.taken.append((px - radius, py - radius, px + radius, py + radius))

    def put(self, x: float, y: float, words: str, colour: str, size: float) -> Text:
        """Write `words` near (x, y), given in data coordinates."""
        return self._write([(x, y)], SPOTS, words, colour, size)

    def lead(self, x: float, y: float, colour: str) -> None:
        """A thin line from (x, y) to the label written last, where that stands too far off to be seen as its own."""
        px, py = self._units(np.array([[x, y]]))[0]
        x0, y0, x1, y1 = self.taken[-1]
        near = (min(max(px, x0), x1), min(max(py, y0), y1))
        if np.hypot(near[0] - px, near[1] - py) > FAR:
            end = self.axes.transData.inverted().transform(near)
            self.axes.plot((x, end[0]), (y, end[1]), color=colour, linewidth=0.6, zorder=1)

    def put_along(self, y: float, words: str, colour: str, size: float) -> Text:
        """Write `words` just above or below the level line at `y`, as far to the right as there is room."""
        left, right = self.axes.get_xlim()
        anchors = [(x, y) for x in np.linspace(right, left, 15)]
        return self._write(anchors, ((2, -9), (2, 9)), words, colour, size)

    def _write(self, anchors: Sequence[Point], spots: Sequence[Point], words: str, colour: str, size: float) -> Text:
        wide, tall = width_of(words, size), size * 1.35
        places = [
            ((px + dx if side > 0 else px - dx - wide), py + dy - tall / 2)
            for px, py in self._units(np.array(anchors))
            for dx, dy in spots
            for side in (1, -1)
        ]
        px, py = self._units(np.array(anchors[:1]))[0]
        left, bottom = min(places, key=lambda place: self._cost((*place, place[0] + wide, place[1] + tall), px, py))
        self.taken.append((left, bottom, left + wide, bottom + tall))
        where = self.axes.transData.inverted().transform((left, bottom + tall / 2))
        return self.axes.text(
            float(where[0]), float(where[1]), words, color=colour, fontsize=size, ha="left", va="center", gid="halo"
        )

    def _cost(self, box: Box, px: float, py: float) -> float:
        x0, y0, x1, y1 = box
        fx0, fy0, fx1, fy1 = self.frame
        outside = max(0, fx0 - x0) + max(0, x1 - fx1) + max(0, fy0 - y0) + max(0, y1 - fy1)
        over = sum(max(0, min(x1, b[2]) - max(x0, b[0])) * max(0, min(y1, b[3]) - max(y0, b[1])) for b in self.taken)
        inside = (self.ink > (x0, y0)).all(axis=1) & (self.ink < (x1, y1)).all(axis=1)
        far = abs((x0 + x1) / 2 - px) + abs((y0 + y1) / 2 - py)
        return 100 * outside + 50 * over + float(inside.sum()) + far / 100

    def _units(self, points: Floats) -> Floats:
        return np.asarray(self.axes.transData.transform(points), dtype=np.float64)


def _dense(points: Floats) -> Floats:
    """The same broken line with a point about every two units."""
    known = points[np.isfinite(points).all(axis=1)]
    if len(known) < 2:
        return known
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(known, axis=0).T))))
    fine = np.arange(0.0, along[-1], 2.0)
    return np.column_stack([np.interp(fine, along, known[:, k]) for k in (0, 1)])
