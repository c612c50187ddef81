"""Lights and grades: a measure against its thresholds, a run by the worst of its lights.

A light is green at the green threshold or beyond, amber down to the amber threshold, else red. Only raw means are
judged, never rounded ones, and no tolerance is given. The grade of a run is that of HSEEP: P all green; S some amber;
M some red; U some red and a score below 50.
"""

from collections.abc import Iterable

from sim.results.study import Grade, Light, Thresholds

UNABLE = 50.0
_WORST_FIRST: tuple[Light, ...] = ("red", "amber", "green")


def light(target: Thresholds, value: float) -> Light:
    """The light of a value, compared raw with the thresholds themselves."""
    at_least = target.better != "lower"
    if value >= target.green if at_least else value <= target.green:
        return "green"
    return "amber" if (value >= target.amber if at_least else value <= target.amber) else "red"


def worst_light(lights: Iterable[Light]) -> Light | None:
    """The light of a run; None without any."""
    there = set(lights)
    return next((colour for colour in _WORST_FIRST if colour in there), None)


def grade(worst: Light, score: float | None) -> Grade:
    """HSEEP's rating: Performed, with Some challenges, with Major challenges, Unable to be performed."""
    if worst == "red":
        return "U" if score is not None and score < UNABLE else "M"
    return "P" if worst == "green" else "S"
