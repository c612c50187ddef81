"""The best level by simulation: a cost that falls and then rises, asked as seldom as possible."""

from collections.abc import Callable


def lowest_whole(cost: Callable[[int], float], low: int, high: int) -> int:
    """The whole number in [low, high] with the least `cost`, a function that falls first and rises then.

    >>> lowest_whole(lambda x: (x - 12) ** 2, 0, 40)
    12
    """
    while high > low:
        middle = (low + high) // 2
        if cost(middle) <= cost(middle + 1):
            high = middle
        else:
            low = middle + 1
    return low
