"""How numbers are written: decimals and unit words by unit, minus signs, intervals."""

import math
from datetime import datetime, timedelta
from typing import Any

from sim.reporting.terms import Lang, unit_word
from sim.reporting.values import Better, Value, number

NOTHING = "—"
SCORE = "points_of_score"
EXACT = 1e-9  # what is exact stays exact
SMALL = 0.1  # a difference in points below this would read as nothing, or as twice as much
WHOLE = frozenset({"orders", "order", "units", "groups", "count", "n", "trips", "jobs", "times", "g", "grams"})


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
    text = f"{shown:{'+' if signed else ''},.{decimals}f}"
    if not text.strip("+-0.,"):
        text = text.lstrip("+-")
    return text.replace("-", "−")


def points(score: float) -> int:
    """A readiness score as everybody shows it: whole points, rounded down, so that 89.9 never reads as a met 90."""
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


def unit_of(v: Value, lang: Lang) -> str:
    """The unit as written after the digits: `%`, `h`, yuan, percentage points for a difference of shares."""
    if v.unit == "share":
        return unit_word("points", lang) if v.signed else "%"
    return unit_word(v.unit, lang)


def written(v: Value, lang: Lang) -> str:
    """Digits and unit in one string, or a dash."""
    if v.number is None:
        return NOTHING
    unit = unit_of(v, lang)
    glue = "" if unit == "%" else " "
    return f"{figure(v.number, v.unit, v.signed, v.better)}{glue}{unit}".strip()


def interval(v: Value) -> str:
    """`82.2 – 84.0`, or nothing when either end is unknown."""
    if v.low is None or v.high is None:
        return ""
    return f"{figure(v.low, v.unit, v.signed)} – {figure(v.high, v.unit, v.signed)}"


def moment(minutes: Any, start: Any, lang: Lang) -> str:
    """Minutes since the start of the run as a date and time, or as day and time when the start is unknown."""
    at = number(minutes)
    if at is None:
        return NOTHING
    try:
        when = datetime.fromisoformat(str(start)) + timedelta(minutes=round(at))
    except ValueError:
        day, rest = divmod(round(at), 1440)
        return f"d{day} {rest // 60:02d}:{rest % 60:02d}"
    return f"{when:%m-%d\u00a0%H:%M}" if lang == "zh" else f"{when:%d %b\u00a0%H:%M}"
