"""What a policy sees: read-only, and possibly stale.

Arrays are copies on immutable bytes. What is costly to compute (past demand, calendars, neighbours) is computed at the
first access.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Floats, Ints
from sim.policies.days import DayBook

PerItem = float | Mapping[str, float]
T = TypeVar("T")
SITE = -1
"""The urgency of an order of another site."""
NO_PARTS: Mapping[str, Mapping[str, float]] = MappingProxyType({})


class Deferred(Generic[T]):
    """A field that may be given as a function without arguments, which is called at the first access.

    `otherwise(view)` is the default; without it the field is required.
    """

    def __init__(self, otherwise: Callable[[Any], T] | None = None) -> None:
        self._otherwise = otherwise

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, view: None, owner: type) -> Any: ...
    @overload
    def __get__(self, view: object, owner: type) -> T: ...
    def __get__(self, view: object | None, owner: type) -> Any:
        """The value; for the class, the default of the field."""
        if view is None:
            if self._otherwise is None:
                raise AttributeError(self._name)
            return self._otherwise
        value, default = vars(view)[self._name], self._otherwise
        if callable(value):
            value = value() if default is None or value is not default else default(view)
            vars(view)[self._name] = value
        return value

    def __set__(self, view: object, value: T | Callable[[], T]) -> None:
        vars(view)[self._name] = value


@dataclass(frozen=True)
class StockView:
    """The items of one rule at one site, as far as the site knows; every array has shape (items,).

    `on_order` counts what was ordered (from a supplier, another site or the own factory) and has not arrived;
    `backlog` what customers and downstream sites are waiting for. `usage` is the demand of the last whole days,
    shape (items, days), oldest first. `as_of` is the minute at which the view was true, perhaps hours ago; what the
    rule itself has ordered since is counted as on order all the same.

    `asked` is what was wanted since the policy was last asked, `days` what the calendars say, `grades` the class of
    each item, `bom` the parts of items that are made here, and `neighbours` the sites that could help out, with
    `coming` from them. `echelon` is the position of everything from here down to the customers.
    """

    site: str
    items: tuple[str, ...]
    on_hand: Floats
    on_order: Floats
    backlog: Floats
    usage: Deferred[Floats] = Deferred()
    as_of: float = 0.0
    asked: Deferred[Floats] = Deferred(lambda view: np.zeros(len(view.items)))
    days: Deferred[DayBook] = Deferred(lambda _: DayBook())
    grades: tuple[str, ...] = ()
    bom: Deferred[Mapping[str, Mapping[str, float]]] = Deferred(lambda _: NO_PARTS)
    neighbours: Deferred[tuple["StockView", ...]] = Deferred(lambda _: ())
    coming: Deferred[Floats] = Deferred(lambda view: np.zeros(len(view.items)))
    echelon: Deferred[Floats] = Deferred(lambda view: view.position)

    @classmethod
    def of(
        cls,
        on_hand: ArrayLike,
        on_order: ArrayLike = 0.0,
        backlog: ArrayLike = 0.0,
        usage: ArrayLike | None = None,
        items: Sequence[str] = (),
        as_of: float = 0.0,
        **more: Any,
    ) -> "StockView":
        """A view for trying a policy out: numbers stand for all items, items are named by letters.

        >>> StockView.of(on_hand=[10, 0], backlog=[0, 4]).position
        array([10., -4.])
        """
        here = np.atleast_1d(np.asarray(on_hand, dtype=np.float64))
        names = tuple(items) or tuple("abcdefghijklmnopqrstuvwxyz"[: len(here)])
        past = np.zeros((len(here), 0)) if usage is None else np.atleast_2d(np.asarray(usage, dtype=np.float64))
        order, owed = (frozen(np.broadcast_to(column, here.shape)) for column in (on_order, backlog))
        return cls("here", names, frozen(here), order, owed, frozen(past), as_of, **more)

    @property
    def position(self) -> Floats:
        """Inventory position = on hand + on order - backlog."""
        return self.on_hand + self.on_order - self.backlog

    def per_item(self, value: PerItem, otherwise: float = 0.0) -> Floats:
        """A knob given once for all items, or per item; an item that is not named gets `otherwise`."""
        if isinstance(value, Mapping):
            return np.array([float(value.get(item, otherwise)) for item in self.items])
        return np.full(len(self.items), float(value))

    def knowing(self, ordered: Floats, asked: Floats) -> "StockView":
        """The same view after `ordered` more has been ordered, with `asked` as the demand since then."""
        later = copy(self)
        vars(later)["on_order"], vars(later)["asked"] = frozen(self.on_order + ordered), frozen(asked)
        return later

    def at(self, as_of: float, levels: Floats, **found: object) -> "StockView":
        """The same items at another instant, from a view no deferred field of which has been accessed.

        `levels`: units on hand, on order and owed, shape (3, items); `found`: other fields, with their values then.
        """
        view = object.__new__(StockView)
        on_hand, on_order, backlog = frozen(levels)
        vars(view).update(vars(self), as_of=as_of, on_hand=on_hand, on_order=on_order, backlog=backlog, **found)
        return view

    def looked_at(self, field: str) -> bool:
        """Whether a deferred field has been accessed."""
        return not callable(vars(self)[field])

    def only(self, rows: Ints) -> "StockView":
        """The same view of some of its items, given by their positions."""
        part = copy(self)
        seen, chosen = vars(part), rows.tolist()
        seen["items"] = tuple(self.items[row] for row in chosen)
        seen["grades"] = tuple(self.grades[row] for row in chosen) if self.grades else ()
        for name in ("on_hand", "on_order", "backlog"):
            seen[name] = frozen(seen[name][rows])
        for name in ("usage", "asked", "coming", "echelon"):
            seen[name] = lambda name=name: frozen(getattr(self, name)[rows])
        seen["neighbours"] = lambda: tuple(one.only(rows) for one in self.neighbours)
        return part


@dataclass(frozen=True)
class QueueView:
    """Who waits for one item at one site: arrays of shape (claims,), oldest first.

    `urgency` is the class of a claim, 0 the most urgent; another site's order has `SITE`. `claimants` are the sites
    that claim, "" for a customer; `shelves` shows what each of these sites has of the item, and sold of it.
    """

    site: str
    item: str
    available: float
    wanted: Floats
    since: Floats
    urgency: Deferred[Ints] = Deferred(lambda view: np.zeros(len(view.wanted), np.int64))
    claimants: Deferred[tuple[str, ...]] = Deferred(lambda view: ("",) * len(view.wanted))
    shelves: Deferred[Mapping[str, StockView]] = Deferred(lambda _: MappingProxyType({}))


def frozen(values: ArrayLike) -> Floats:
    """A copy that cannot be written to, nor be made writeable again."""
    array = np.ascontiguousarray(values, dtype=np.float64)
    return np.frombuffer(array.tobytes(), dtype=np.float64).reshape(array.shape)
