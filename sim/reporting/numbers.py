"""How numbers are written: decimals and unit words by unit, minus signs, intervals."""

import math
from datetime import datetime, timedelta

from sim.reporting.terms import text, unit_word
from sim.reporting.values import Better, ReportQuantity
from sim.results.study import Lang

NOTHING = "—"
SCORE = "points_of_score"
EXACT = 1e-9
"""Relative: a number so near to one with fewer digits is that number, and is not rounded away from it."""
SMALL = 0.1
"""Percentage points: a difference below this takes two decimals; with one it would read as nothing, or as twice."""
WHOLE = frozenset({"orders", "units", "times", "grams", "n"})


def figure(x: float, unit: str, signed: bool = False, better: Better = "") -> str:
    """The digits without their unit: shares in per cent, thousands with commas, a true minus sign.

    With `better` the last digit is rounded towards the worse side, so that 94.99 % never reads as a met 95 %; but a
    difference that is less than its last digit is rounded as usual: next to nothing must not read as something.
    """
    shown = x * 100 if unit == "share" else x
    decimals = _decimals(shown, unit, signed)
    if better and (not signed or abs(shown) >= 10**-decimals):
        steps = shown * 10**decimals
        nudge = max(1.0, abs(steps)) * EXACT
        shown = (math.floor(steps + nudge) if better == "higher" else math.ceil(steps - nudge)) / 10**decimals
    digits = f"{shown:{'+' if signed else ''},.{decimals}f}"
    if not digits.strip("+-0.,"):
        digits = digits.lstrip("+-")
    return digits.replace("-", "−")


def points(score: float) -> int:
    """A readiness score in whole points, rounded down, so that 89.9 never reads as a met 90."""
    return math.floor(score + max(1.0, abs(score)) * EXACT)


def _decimals(x: float, unit: str, signed: bool) -> int:
    size = abs(x)
    if unit == "share" and signed:
        return 2 if EXACT < size < SMALL else 1
    if unit == SCORE:
        return 0
    if unit in ("yuan", "yuan/order"):
        return 2 if size < 1000 else 0
    if unit != "share" and (size >= 100 or (unit in WHOLE and x == round(x))):
        return 0
    return 1 if size >= 1 or size == 0 or unit == "share" or unit in WHOLE else 2


def unit_of(shown: ReportQuantity, lang: Lang) -> str:
    """The unit as written after the digits: `%`, `h`, yuan, percentage points for a difference of shares."""
    if shown.unit == "share":
        return unit_word("points", lang) if shown.signed else "%"
    return unit_word(shown.unit, lang)


def written(shown: ReportQuantity, lang: Lang) -> str:
    """Digits and unit in one string, or a dash."""
    if shown.number is None:
        return NOTHING
    unit = unit_of(shown, lang)
    glue = "" if unit == "%" else " "
    return f"{figure(shown.number, shown.unit, shown.signed, shown.better)}{glue}{unit}".strip()


def interval(shown: ReportQuantity) -> str:
    """`82.2 – 84.0`, or nothing when either end is unknown."""
    if shown.low is None or shown.high is None:
        return ""
    return f"{figure(shown.low, shown.unit, shown.signed)} – {figure(shown.high, shown.unit, shown.signed)}"


def with_interval(shown: ReportQuantity, lang: Lang) -> str:
    """`83.1% [82.2 – 84.0]`, without brackets when there is no interval."""
    bounds = interval(shown)
    return written(shown, lang) + (f" [{bounds}]" if bounds else "")


def target_share(goal: float, lang: Lang) -> str:
    """The target of a share as a chart names it."""
    return text(lang, f"目标 {goal * 100:g} %", f"target {goal * 100:g} %")


def moment(minutes: float, start: str, lang: Lang) -> str:
    """Minutes since `start` (ISO 8601) as a date and time; a dash for NaN."""
    if math.isnan(minutes):
        return NOTHING
    when = datetime.fromisoformat(start) + timedelta(minutes=round(minutes))
    return f"{when:%m-%d\u00a0%H:%M}" if lang == "zh" else f"{when:%d %b\u00a0%H:%M}"
