"""What every policy promises, whatever its room, and the views on which contracts try policies out.

The views are drawn from a fixed stream, so that a failure can be repeated.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from sim import contract
from sim.contract import require
from sim.plug import Plugin
from sim.policies.days import DayBook, ShowNotice
from sim.policies.view import StockView

VIEWS = 24
"""How many views of each sort a policy is tried on."""

P = TypeVar("P", bound=Plugin)
_SOURCE = re.compile(r"\b(1[89]|20)\d\d\b|docs/\w+\.md")
_FORMULA = re.compile(r"=|<=|>=|≤|≥")


def check_fields(plugin: type[P] | P) -> P:
    """What every plug-in promises, and a docstring with formula and source; returns the instance to try."""
    policy = contract.check_fields(plugin)
    text = type(policy).__doc__ or ""
    require(bool(_FORMULA.search(text)), policy, "gives no formula in its docstring")
    require(bool(_SOURCE.search(text)), policy, "gives no source in its docstring: author and year, or a page of docs/")
    return policy


def stock_views(seed: int = 7, count: int = VIEWS) -> Iterator[StockView]:
    """Views of all sorts, closed to writing: with and without history, shows, neighbours, backlog."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        n, days = int(rng.integers(1, 5)), int(rng.choice([0, 1, 6, 15, 40]))
        items = tuple("abcd"[:n])
        show = ShowNotice("gala", days * 1440.0 + 1200, days * 1440.0 + 1320, str(rng.choice(["head", "waist"])),
                          {"a": 400.0})  # fmt: skip
        more: dict[str, Any] = {
            "items": items,
            "as_of": days * 1440.0 + float(rng.choice([0.0, 600.0])),
            "days": DayBook(shows=(show,)),
            "grades": tuple(rng.choice(["A", "B", "C"], n).tolist()),
            "bom": {"a": dict.fromkeys(items[1:], 2.0)},
        }
        near = range(int(rng.integers(0, 4)))
        neighbours = tuple(replace(drawn_view(rng, n, days, more), site=f"near{k}") for k in near)
        asked, coming = (rng.integers(0, 2) * rng.integers(0, 50, n).astype(float) for _ in range(2))
        yield drawn_view(rng, n, days, {**more, "asked": asked, "coming": coming, "neighbours": neighbours})


def drawn_view(rng: np.random.Generator, n: int, days: int, more: Mapping[str, Any]) -> StockView:
    """A view of `n` items with stock, orders, backlog and a history of `days` days drawn from `rng`."""
    on_hand, on_order, backlog = (rng.integers(0, 2, n) * rng.integers(0, 300, n) for _ in range(3))
    return StockView.of(on_hand, on_order, backlog, rng.poisson(rng.choice([0.1, 4, 30]), (n, days)), **more)
