"""Lights, grades and the readiness score: the one place where numbers become judgements.

A target has a green and an amber threshold. With the shortfall x = (green - value) / |green - amber|, signed so that
falling short is positive, a measure earns

    points = 100                      x <= 0        green:  at the green threshold or beyond
             100 - 40 x           0 < x <= 1        amber:  down to the amber threshold
             max(0, 60 - 10 (x - 1))  x > 1         red:    each further width of the amber band costs ten points

    score of a run    = mean of its measures' points, by the targets' weights; an undefined measure does not count
    light of a run    = the worst light of its measures
    grade of a run    = P, S, M, U of HSEEP: P all green; S some amber; M some red; U some red and a score below 50
    score of a brand  = mean over scenarios of the best of its runs, without a plan or with one

A scenario that holds by itself earns its full score; one that breaks earns what its best plan saves. A plan that does
not help earns nothing, and costs nothing either, because nobody has to use it. Only raw means are judged, never
rounded ones, and no tolerance is given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Light = Literal["green", "amber", "red"]
Grade = Literal["P", "S", "M", "U"]

AT_AMBER = 60.0
PER_WIDTH = 10.0
UNABLE = 50.0
_WORST_FIRST: tuple[Light, ...] = ("red", "amber", "green")


@dataclass(frozen=True)
class Judgement:
    """What the targets say of one run; None where no measure of a target is defined."""

    light: Light | None
    grade: Grade | None
    score: float | None
    lights: Mapping[str, Light]


def shortfall(target: Mapping[str, Any], value: float) -> float:
    """How far a value falls short of green, in widths of the amber band; <= 0 = green, inf = short without a band."""
    sign = -1.0 if target["better"] == "lower" else 1.0
    short = sign * (float(target["green"]) - value)
    width = abs(float(target["green"]) - float(target["amber"]))
    if short <= 0:
        return short
    return short / width if width else float("inf")


def light(target: Mapping[str, Any], value: float) -> Light:
    """The light of a value, compared raw with the thresholds themselves."""
    at_least = target["better"] != "lower"
    for colour in ("green", "amber"):
        if value >= target[colour] if at_least else value <= target[colour]:
            return "green" if colour == "green" else "amber"
    return "red"


def points(target: Mapping[str, Any], value: float) -> float:
    """Points of a value, 0 to 100."""
    short = shortfall(target, value)
    if short <= 1:
        return 100.0 - (100.0 - AT_AMBER) * max(short, 0.0)
    return max(AT_AMBER - PER_WIDTH * (short - 1), 0.0)


def judge(targets: Mapping[str, Mapping[str, Any]], means: Mapping[str, float]) -> Judgement:
    """Judge one run by the means of its measures."""
    known = {name: value for name in targets if np.isfinite(value := means.get(name, np.nan))}
    lights = {name: light(targets[name], value) for name, value in known.items()}
    weight = sum(float(targets[name]["weight"]) for name in known)
    worst = next((colour for colour in _WORST_FIRST if colour in lights.values()), None)
    if worst is None:
        return Judgement(None, None, None, lights)
    earned = sum(float(targets[name]["weight"]) * points(targets[name], value) for name, value in known.items())
    score = earned / weight if weight else None
    return Judgement(worst, grade(worst, score), score, lights)


def grade(worst: Light, score: float | None) -> Grade:
    """HSEEP's rating: Performed, with Some challenges, with Major challenges, Unable to be performed."""
    if worst == "red":
        return "U" if score is not None and score < UNABLE else "M"
    return "P" if worst == "green" else "S"


def brand_score(scenarios: Iterable[Iterable[float | None]]) -> float | None:
    """Mean over scenarios of the best of their runs' scores; None when nothing was judged."""
    known = [[score for score in runs if score is not None] for runs in scenarios]
    best = [max(scores) for scores in known if scores]
    return float(np.mean(best)) if best else None
