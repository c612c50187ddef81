"""What every sourcing policy promises: `check(MyPolicy)` raises AssertionError with a sentence."""

from collections.abc import Iterator

import numpy as np

from sim.contract import require
from sim.policies.contract import VIEWS, check_fields
from sim.policies.sourcing import SourceView, SourcingPolicy


def check(plugin: type[SourcingPolicy] | SourcingPolicy) -> None:
    """All that is ordered and no more, nothing from a closed source while another is open, the same twice."""
    policy = check_fields(plugin)
    for view in source_views(policy.named()):
        units = policy.decide(view, 0.0)
        require(units.shape == view.km.shape, policy, "does not answer one amount a candidate")
        whole = bool((units >= 0).all()) and bool(np.isclose(units.sum(), view.units))
        require(whole, policy, f"orders {units} where {view.units} are wanted")
        shut = units[~view.is_open]
        alone = policy.named() is not None and len(view.names) == 1
        free = alone or not view.is_open.any() or not shut.any()
        require(free, policy, f"orders {shut} where nothing can set out")
        require(np.array_equal(units, policy.decide(view, 0.0)), policy, "answers differently when asked again")


def source_views(names: tuple[str, ...] | None = None, seed: int = 7, count: int = VIEWS) -> Iterator[SourceView]:
    """Orders of all sizes with candidates of all sorts, open and closed; the policy's own ones when it names some."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        every = names or ("own", "north", "south", "mill")
        some = tuple(str(name) for name in every[: int(rng.integers(1, len(every) + 1))])
        n = len(some)
        by = tuple("supplier" if name == "mill" else "line" if name == "own" else "lane" for name in some)
        km = np.where([way == "supplier" for way in by], np.nan, rng.integers(0, 9, n))
        lead = np.where(rng.random(n) < 0.2, np.inf, rng.integers(0, 999, n))
        columns = {name: rng.integers(0, 99, n) for name in ("price", "ordered")}
        stock, units = rng.integers(-9, 99, n), float(rng.choice([0.5, 1, 7, 40]))
        yield SourceView.of(units, some, by, rng.random(n) < 0.8, km=km, lead=lead, stock=stock, **columns)
