"""Two levels of one policy: that to which stock is filled is not below that at which it is filled."""

from collections.abc import Mapping
from itertools import chain

from sim.policies.view import PerItem


def check_levels(low: tuple[str, PerItem], high: tuple[str, PerItem]) -> None:
    """ValueError with both values when `high` is below `low`, each a knob's name and its units (or per item).

    Item by item, where both levels are given for it.

    >>> check_levels(("minimum", 20), ("maximum", {"tea": 20, "milk": 60}))
    >>> check_levels(("minimum", 20), ("maximum", {"tea": 60, "milk": 12}))
    Traceback (most recent call last):
    ValueError: `maximum` (12 for 'milk') is below `minimum` (20): an order would never reach it
    """
    items = dict.fromkeys(chain.from_iterable(value for _, value in (low, high) if isinstance(value, Mapping)))
    for item in items or [""]:
        least, most = _of(low[1], item), _of(high[1], item)
        if least is not None and most is not None and most < least:
            raise ValueError(f"{_written(high, item)} is below {_written(low, item)}: an order would never reach it")


def _of(value: PerItem, item: str) -> float | None:
    return value.get(item) if isinstance(value, Mapping) else value


def _written(level: tuple[str, PerItem], item: str) -> str:
    name, value = level
    return f"`{name}` ({value[item]:g} for '{item}')" if isinstance(value, Mapping) else f"`{name}` ({value:g})"
