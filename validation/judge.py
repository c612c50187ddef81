"""The verdict on measured values: within the margin of the case, or within three standard errors of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from validation.cases.case import DIGITS, Tolerance, rounding
from validation.statistics.estimators import PointEstimate

Status = Literal["pass", "unsupported", "fail"]
LARGEST_ERROR = 0.5
"""Share of the margin: a value whose standard error is larger is not known well enough for a verdict."""
CLEAR = 3.0
"""Standard errors that are allowed besides the margin."""


def unfit_expected(expected: Mapping[str, Any], known: Collection[str]) -> str:
    """Why these expected values cannot be compared with the `known` outputs of a model; empty when they can."""
    if not expected:
        return f"nothing is expected: name values under `expected`; measures {', '.join(known)}"
    odd = [name for name, value in expected.items() if not _is_number(value)]
    if odd:
        return f"the expected {', '.join(odd)} is no finite number"
    unknown = [name for name in expected if name not in known]
    return f"does not measure {', '.join(unknown)}; measures {', '.join(known)}" if unknown else ""


def judge(name: str, expected: float, found: PointEstimate, tolerance: Tolerance) -> tuple[Status, str]:
    """The verdict on a value, and a note on what is wrong with it (empty when it passes).

    A value that agrees, but whose error is too large for a verdict, is `unsupported`.
    """
    margin = tolerance.margin(expected)
    if not np.isfinite(found.value):
        return "fail", f"{name} could not be measured"
    off = abs(found.value - expected)
    if not tolerance.stochastic:
        fits = off <= max(margin, rounding(expected))
        return ("pass", "") if fits else ("fail", f"{name} is {found.value!r}, not {expected!r}")
    allowed = max(margin, CLEAR * found.error)
    if off > allowed:
        return "fail", f"{name} is {found.value:.6g}, off by {off:.3g} where {allowed:.3g} is allowed"
    if not found.error <= LARGEST_ERROR * margin:  # an unknown error (NaN) is too large as well
        times = (found.error / (LARGEST_ERROR * margin)) ** 2 if margin else np.inf
        return "unsupported", (
            f"{name} is {found.value:.6g} with standard error {found.error:.3g}: it does not count above "
            f"{LARGEST_ERROR * margin:.3g}, which would take about {times:.0f} times as long"
        )
    return "pass", ""


def reported(value: float, expected: float, tolerance: Tolerance) -> float:
    """A value as it is reported: one without a standard error is rounded as the expected value of the file is."""
    return value if tolerance.stochastic or not rounding(expected) else float(f"{value:.{DIGITS}g}")


def worst(verdicts: Sequence[Status]) -> Status:
    """The verdict on a case: the worst of its outputs."""
    return max(verdicts, key=("pass", "unsupported", "fail").index)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))
