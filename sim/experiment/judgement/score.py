"""Points, the score of a run and the readiness score of a brand.

With the shortfall x = (green - value) / |green - amber|, signed so that falling short is positive, a measure earns

    points = 100                      x <= 0        green:  at the green threshold or beyond
             100 - 40 x           0 < x <= 1        amber:  down to the amber threshold
             max(0, 60 - 10 (x - 1))  x > 1         red:    each further width of the amber band costs ten points

    score of a run    = mean of its measures' points, by the targets' weights; an undefined measure does not count
    score of a brand  = mean over scenarios of the best of its runs, without a plan or with one

A scenario that holds by itself earns its full score; one that breaks earns what its best plan saves. A plan that does
not help earns nothing, and costs nothing either, because it need not be used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.experiment.judgement.lights import grade, light, worst_light
from sim.results.study import Grade, Light, Thresholds

AT_AMBER = 60.0
PER_WIDTH = 10.0


@dataclass(frozen=True)
class Judgement:
    """A run judged by its targets; None where no measure of a target is defined."""

    light: Light | None
    grade: Grade | None
    score: float | None
    lights: Mapping[str, Light]


def shortfall(target: Thresholds, value: float) -> float:
    """How far a value falls short of green, in widths of the amber band; <= 0 = green, inf = short without a band."""
    sign = -1.0 if target.better == "lower" else 1.0
    short = sign * (target.green - value)
    width = abs(target.green - target.amber)
    if short <= 0:
        return short
    return short / width if width else float("inf")


def points(target: Thresholds, value: float) -> float:
    """Points of a value, 0 to 100."""
    short = shortfall(target, value)
    if short <= 1:
        return 100.0 - (100.0 - AT_AMBER) * max(short, 0.0)
    return max(AT_AMBER - PER_WIDTH * (short - 1), 0.0)


def judge(targets: Mapping[str, Thresholds], means: Mapping[str, float]) -> Judgement:
    """Judge one run by the means of its measures."""
    known = {name: value for name in targets if np.isfinite(value := means.get(name, np.nan))}
    lights = {name: light(targets[name], value) for name, value in known.items()}
    worst = worst_light(lights.values())
    if worst is None:
        return Judgement(None, None, None, lights)
    weight = sum(targets[name].weight for name in known)
    earned = sum(targets[name].weight * points(targets[name], value) for name, value in known.items())
    score = earned / weight if weight else None
    return Judgement(worst, grade(worst, score), score, lights)


def brand_score(scenarios: Iterable[Iterable[float | None]]) -> float | None:
    """Mean over scenarios of the best of their runs' scores; None when nothing was judged."""
    known = [[score for score in runs if score is not None] for runs in scenarios]
    best = [max(scores) for scores in known if scores]
    return float(np.mean(best)) if best else None
