"""Reviews: whether one is due."""

from sim.tolerance import SAME_INSTANT


def is_due(now: float, first: float, period: float) -> bool:
    """Whether `now` is one of first, first + period, ... (minutes).

    >>> is_due(2880.0, 0.0, 1440.0), is_due(2881.0, 0.0, 1440.0), is_due(-1440.0, 0.0, 1440.0)
    (True, False, False)
    """
    count = round((now - first) / period)
    return count >= 0 and abs(first + count * period - now) < SAME_INSTANT
