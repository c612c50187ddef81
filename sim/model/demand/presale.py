"""Deposit pre-sale: when balances are paid or lapse, and when a product reaches its production threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Bools, Floats, Ints
from sim.tolerance import SAME_UNITS


@dataclass(frozen=True)
class PayCurve:
    """The share of deposits whose balance is paid, by the promised wait.

    `waits`: minutes, rising; `shares`: same length, 0-1. Straight between the points, flat outside them.
    """

    waits: tuple[float, ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.waits or len(self.waits) != len(self.shares) or np.any(np.diff(self.waits) <= 0):
            raise ValueError(f"needs rising waits and as many shares, found {self.waits} and {self.shares}")
        if not all(0 <= share <= 1 for share in self.shares):
            raise ValueError(f"shares must be in 0..1, found {self.shares}")

    def at(self, wait: ArrayLike) -> Floats:
        """The share that pays when `wait` minutes are promised."""
        return np.asarray(np.interp(np.asarray(wait, dtype=np.float64), self.waits, self.shares))


@dataclass(frozen=True)
class PayTiming:
    """When in the window balances are paid: a truncated exponential, early when `pace` is high.

    A share (1 - exp(-pace * x)) / (1 - exp(-pace)) has paid by the share x of the window; pace 0 is even.
    """

    pace: float = 3.0

    def at(self, u: Floats) -> Floats:
        """The share of the window that has passed, for uniforms in (0, 1)."""
        if not self.pace:
            return u
        return np.asarray(-np.log1p(u * np.expm1(-self.pace)) / self.pace)


@dataclass(frozen=True, eq=False)
class Balance:
    """Per deposit: `paid` in full at (NaN when not), `lapsed` at the end of the window (NaN when paid)."""

    paid: Floats
    lapsed: Floats


def settle(
    share: ArrayLike, opens: ArrayLike, due: ArrayLike, decides: Floats, when: Floats, timing: PayTiming | None = None
) -> Balance:
    """Which balances are paid, and when.

    `share`: chance to pay (`PayCurve.at` of the promised wait), `opens` and `due`: the window of the balance; one
    number or one a deposit. `decides`, `when`: independent uniforms in (0, 1), shape (deposits,): a deposit that
    pays under a long wait also pays, at the same time, under a shorter one.
    """
    pays = decides < np.asarray(share)
    opens, due = np.asarray(opens, dtype=np.float64), np.asarray(due, dtype=np.float64)
    if np.any(due < opens):
        raise ValueError("a balance cannot be due before it can be paid")
    at = opens + (due - opens) * (timing or PayTiming()).at(when)
    return Balance(np.where(pays, at, np.nan), np.where(pays, np.nan, due))


@dataclass(frozen=True, eq=False)
class Thresholds:
    """Per product: `met` when the threshold was reached, NaN if never; `units` by the deadline. Per order: `counts`
    towards it, `released` for production (NaN when the product failed)."""

    met: Floats
    units: Floats
    counts: Bools
    released: Floats


def judge_thresholds(
    product: Ints, time: Floats, quantity: ArrayLike, threshold: ArrayLike, deadline: ArrayLike = np.inf
) -> Thresholds:
    """When each product's orders reach its threshold, and when each order is released.

    `product`, `time`: shape (orders,), time NaN for an order that never paid. `quantity`: one number or one an
    order. `threshold`: shape (products,), which sets their number; 0 or less is met at once (-inf), every order
    released when it pays. `deadline`: one number or shape (products,); an order at that very minute counts.
    """
    need = np.atleast_1d(np.asarray(threshold, dtype=np.float64))
    ends = np.broadcast_to(np.asarray(deadline, dtype=np.float64), need.shape)
    amount = np.broadcast_to(np.asarray(quantity, dtype=np.float64), product.shape)
    counts = time <= ends[product]
    rows = np.flatnonzero(counts)
    rows = rows[np.argsort(time[rows])]
    # equal instants in any sequence: the threshold is met at that instant either way
    rows = rows[np.argsort(product[rows].astype(np.min_scalar_type(need.size)), kind="stable")]
    units = np.bincount(product[rows], weights=amount[rows], minlength=need.size).astype(np.float64)
    before = np.concatenate(([0.0], np.cumsum(units)[:-1]))
    sofar = np.cumsum(amount[rows]) - before[product[rows]]
    enough = rows[sofar >= need[product[rows]] - SAME_UNITS]
    first, at = np.unique(product[enough], return_index=True)
    met = np.full(need.size, np.nan)
    met[first] = time[enough[at]]
    met[need <= 0] = -np.inf
    released = np.where(counts, np.maximum(time, met[product]), np.nan)
    return Thresholds(met, units, counts, released)
