"""Curves the size of a word, as SVG without matplotlib: for table cells and the head of the page."""

from collections.abc import Sequence

from sim.reporting.numbers import points
from sim.reporting.values import Spark

WIDE, TALL, PAD = 96, 32, 3


def spark_svg(spark: Spark, label: str) -> str:
    """Shares 0-1 over equal steps on a scale from 0 to 1; the lowest point has a dot, the target is dotted."""
    known = [p for p in spark.points if p is not None]
    if not known:
        return ""
    step = (WIDE - 2 * PAD) / max(len(spark.points) - 1, 1)
    places = [(PAD + k * step, p) for k, p in enumerate(spark.points)]
    path, pen = "", "M"
    for x, share in places:
        if share is not None:
            path += f"{pen}{x:.1f} {_y(share):.1f}"
        pen = "M" if share is None else "L"
    x, lowest = min(((x, share) for x, share in places if share is not None), key=lambda place: place[1])
    goal = f'<path class="goal" d="M0 {_y(spark.target):.1f}H{WIDE}"/>' if spark.target is not None else ""
    return (
        f'<svg class="spark" viewBox="0 0 {WIDE} {TALL}" role="img" aria-label="{label}">{goal}'
        f'<path class="stroke" d="{path}"/><circle cx="{x:.1f}" cy="{_y(lowest):.1f}" r="2.2"/></svg>'
    )


def score_svg(scores: Sequence[float], label: str) -> str:
    """Scores 0-100 of a row of drills, the first and the last written out; nothing for fewer than two."""
    if len(scores) < 2:
        return ""
    wide, tall, side = 210, 54, 18
    low, high = min(scores) - 4, max(scores) + 4
    step = (wide - 2 * side) / (len(scores) - 1)
    places = [(side + k * step, tall - 14 - (s - low) / (high - low) * (tall - 30)) for k, s in enumerate(scores)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>' for x, y in places)
    ends = "".join(
        f'<text x="{places[k][0]:.1f}" y="{places[k][1] - 7:.1f}">{points(scores[k])}</text>' for k in (0, -1)
    )
    return (
        f'<svg class="scores" viewBox="0 0 {wide} {tall}" role="img" aria-label="{label}">'
        f'<path class="stroke" d="{path}"/>{dots}{ends}</svg>'
    )


def _y(share: float) -> float:
    return PAD + (1 - min(max(share, 0.0), 1.0)) * (TALL - 2 * PAD)
