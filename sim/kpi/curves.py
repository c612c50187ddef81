"""Pure measures of a service curve: how deep it falls, how long it stays low, when it is back, what area is lost.

A curve is a share in [0, 1] sampled at instants `hours` (rising, evenly spaced); NaN = unknown, nothing was due. An
unknown sample breaks no spell and adds no area. Failure and recovery have different levels (hysteresis): a service has
failed when it falls below `fail`, and has recovered when it has been at `recovered` or above for `hold` hours.
Source: Bruneau et al. (2003), resilience triangle; Simchi-Levi et al. (2015), time to recover; docs/measures.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Bools, Floats


@dataclass(frozen=True)
class Dip:
    """One failure: when it began, when it was lowest, when the service was back (inf = not within the run), hours.

    `depth` is the failure level minus the lowest share.
    """

    start: float
    trough: float
    recovered: float
    depth: float


def lowest_point(curve: Floats) -> float:
    """min over t of curve(t); NaN when nothing is known. Shape (samples,)."""
    return float(np.fmin.reduce(curve, initial=np.nan))


def greatest_depth(curve: Floats, reference: Floats) -> float:
    """max over t of reference(t) - curve(t), at least 0; NaN when nothing is known. Shapes (samples,), (samples,)."""
    return float(np.fmax.reduce(np.maximum(reference - curve, 0.0), initial=np.nan))


def hours_below(hours: Floats, curve: Floats, target: float) -> float:
    """Hours at which the curve is below `target`: each sample stands for the time until the next. Shapes (samples,)."""
    return float((curve[:-1] < target) @ np.diff(hours))


def loss_area(hours: Floats, curve: Floats, reference: Floats) -> float:
    """Integral of (reference - curve) over time, share-hours, by trapezoids; signed, so that noise cancels.

    Where either is unknown nothing is lost. Shapes (samples,).
    """
    return float(np.trapezoid(np.nan_to_num(reference - curve, nan=0.0), hours))


def resilience_integral(hours: Floats, curve: Floats, begin: float, allowed: float) -> float:
    """R = 1 / T times the integral of curve(t) from `begin` to `begin` + T, T = `allowed` hours: 1 = nothing was lost.

    By trapezoids between samples, cut at both ends; of a stretch with an unknown end nothing is known, and T is shorter
    by it. NaN when all of it is unknown. Shapes (samples,). Source: Cimellaro, Reinhorn, Bruneau (2010), with the time
    that is allowed for recovery as the control time.
    """
    low, high = np.clip(hours[:-1], begin, begin + allowed), np.clip(hours[1:], begin, begin + allowed)
    width = np.diff(hours)
    slope = np.diff(curve) / np.where(width > 0, width, 1.0)
    middle = curve[:-1] + slope * ((low + high) / 2 - hours[:-1])
    known = np.isfinite(middle) & (high > low)
    span = float((high - low)[known].sum())
    return float(middle[known] @ (high - low)[known]) / span if span > 0 else float("nan")


def dips(hours: Floats, curve: Floats, fail: float, recovered: float, hold: float) -> list[Dip]:
    """All failures in order of time; one lasts until the service has recovered. Shapes (samples,).

    A dip is `recovered` at the first of the samples that stay at the recovery level for `hold` hours; a spell that the
    end of the curve cuts short does not count. Raises `ValueError` when the recovery level is below the failure level.
    """
    if recovered < fail:
        raise ValueError(f"recovered={recovered} must not be below fail={fail}")
    known = np.isfinite(curve)
    hours, curve = hours[known], curve[known]
    failing = np.flatnonzero(curve < fail)
    back = _held(hours, curve >= recovered, hold)
    found: list[Dip] = []
    position = 0
    while (nth := np.searchsorted(failing, position)) < len(failing):
        start = failing[nth]
        after = back[np.searchsorted(back, start) :]
        end = int(after[0]) if after.size else len(curve)
        trough = int(start + np.argmin(curve[start:end]))
        at = float(hours[end]) if end < len(curve) else float("inf")
        found.append(Dip(float(hours[start]), float(hours[trough]), at, float(fail - curve[trough])))
        position = end
    return found


def time_to_recover(
    hours: Floats, curve: Floats, fail: float, recovered: float, hold: float, shock: float = 0.0
) -> float:
    """Hours from the shock until the service is back for good: 0 when it never failed, inf when it does not come back.

    Only samples from `shock` on are looked at: a failure under way then (still below `fail`) counts from the shock, one
    that is over does not count. Of several after the shock, the recovery of the last counts.
    """
    since = hours >= shock
    found = dips(hours[since], curve[since], fail, recovered, hold)
    return found[-1].recovered - shock if found else 0.0


def _held(hours: Floats, high: Bools, hold: float) -> NDArray[np.intp]:
    """Indices at which `high` is true and stays so for `hold` hours within the samples."""
    low_next = np.append(np.flatnonzero(~high), len(high))
    until = low_next[np.searchsorted(low_next, np.arange(len(high)))]  # first low sample at or after each
    # a spell is known to last until its last high sample
    return np.flatnonzero(high & (hours[until - 1] - hours >= hold - 1e-9))
