"""What every policy promises, for its author to check: `check(MyPolicy)` raises AssertionError with a sentence.

The views are drawn from a fixed stream, so that a failure stays one. An outside package calls it in its own tests.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from pydantic import ValidationError

from sim.arrays import Floats
from sim.plug import Plugin
from sim.policies.allocation import Allocation
from sim.policies.days import DayBook, ShowNotice
from sim.policies.forecast import Forecaster, Outlook
from sim.policies.fulfilment import Fulfilment, PartsView
from sim.policies.replenishment import Replenishment
from sim.policies.sourcing import SourceView, SourcingPolicy
from sim.policies.transfer import Transfer, net
from sim.policies.view import SITE, QueueView, StockView, frozen

VIEWS = 24
SOURCE = re.compile(r"\b(1[89]|20)\d\d\b|docs/\w+\.md")
FORMULA = re.compile(r"=|<=|>=|≤|≥")


def check(plugin: type[Plugin]) -> None:
    """Everything that can be checked of a policy of these rooms, on its example."""
    check_knobs(plugin)
    policy = example(plugin)
    if isinstance(policy, Replenishment):
        check_replenishment(policy)
    if isinstance(policy, Transfer):
        check_transfer(policy)
    if isinstance(policy, Forecaster):
        check_forecaster(policy)
    if isinstance(policy, Allocation):
        check_allocation(policy)
    if isinstance(policy, SourcingPolicy):
        check_sourcing(policy)
    if isinstance(policy, Fulfilment):
        check_fulfilment(policy)


def example(plugin: type[Plugin]) -> Plugin:
    """A plug-in with the examples of its own fields for what has no default."""
    fields = plugin.model_fields.items()
    bare = [name for name, info in fields if info.is_required() and not info.examples]
    _must(not bare, plugin, f"has no example for its required knobs {', '.join(bare)}")
    needed = {info.alias or name: (info.examples or [None])[0] for name, info in fields if info.is_required()}
    return plugin.model_validate({"kind": plugin.name(), **needed})


def check_knobs(plugin: type[Plugin]) -> None:
    """Frozen, strict, every knob explained; a docstring with formula and source; written out, it reads in again."""
    text = plugin.__doc__ or ""
    _must(bool(FORMULA.search(text)), plugin, "gives no formula in its docstring")
    _must(bool(SOURCE.search(text)), plugin, "gives no source in its docstring: author and year, or a page of docs/")
    policy = example(plugin)
    for name, info in plugin.model_fields.items():
        _must(name == "kind" or bool(info.description), plugin, f"says nothing about its knob {name}")
        _must(_refuses(lambda name=name: setattr(policy, name, 1)), plugin, f"lets its knob {name} be changed")
    written = policy.model_dump(mode="json", by_alias=True)
    strict = _refuses(lambda: plugin.model_validate({**written, "no_such_knob": 1}))
    _must(strict, plugin, "takes knobs that it does not have")
    _must(plugin.model_validate(written) == policy, plugin, "is not the same after it was written out and read in")
    _must(bool(plugin.model_json_schema()), plugin, "has no JSON schema")


def check_replenishment(policy: Replenishment) -> None:
    """One finite amount >= 0 an item, the same twice, nothing above the level it watches, items apart unless joint."""
    for view in views():
        before = _contents(view)
        now = view.as_of
        units, level = policy.decide(view, now), policy.asks_at(view)
        _must(units.shape == level.shape == view.position.shape, policy, "does not answer one amount an item")
        _must(bool(np.isfinite(units).all() and (units >= 0).all()), policy, f"orders {units}")
        _must(not np.isnan(level).any(), policy, f"asks at {level}")
        _must(np.array_equal(units, policy.decide(view, now)), policy, "answers differently when asked again")
        _must(_contents(view) == before, policy, "changes what it is shown")
        if policy.review is None and not policy.joint:
            idle = units[view.position > level]
            _must(not idle.any(), policy, "orders above the level at which it asks")
        if not policy.joint:
            alone = [policy.decide(view.only(np.array([row])), now)[0] for row in range(len(view.items))]
            _must(np.allclose(alone, units, rtol=1e-9), policy, "looks at other items; it must say so with `joint`")
        for supplier, more in policy.elsewhere(view, now).items():
            _must(more.shape == units.shape and bool((more >= 0).all()), policy, f"orders {more} from {supplier}")
        _check_lots(policy, view)


def _check_lots(policy: Replenishment, view: StockView) -> None:
    """Minimum, multiple and ceiling hold whatever the policy decides."""
    bound = policy.model_copy(update={"least": 12.0, "multiple": 5.0, "at_most": 300.0})
    got = bound.order(view, view.as_of)
    room = np.maximum(300.0 - view.position, 0.0)
    fits = np.isclose(got % 5.0, 0.0) & ((got == 0) | (got >= 12.0)) & (got <= room + 1e-6)
    _must(bool(fits.all()), policy, f"orders {got} against its minimum, multiple or ceiling")


def check_transfer(policy: Transfer) -> None:
    """Whole units >= 0 from neighbours by name, never more than a neighbour can spare, the same twice."""
    for view in views():
        given, again = policy.decide(view, view.as_of), policy.decide(view, view.as_of)
        by_name = {one.site: one for one in view.neighbours}
        _must(set(given) <= set(by_name), policy, f"takes from {set(given)}, who are not all neighbours")
        for name, units in given.items():
            spare = np.maximum(net(by_name[name]) - view.per_item(policy.keeps), 0.0)
            fits = (units >= 0) & (units <= spare + 1e-9) & (units == np.round(units))
            _must(units.shape == spare.shape and bool(fits.all()), policy, f"takes {units} where {spare} can be spared")
            _must(np.array_equal(units, again[name]), policy, "answers differently when asked again")
        _must(policy.asks_at(view).shape == view.on_hand.shape, policy, "does not ask at one level an item")


def check_forecaster(forecaster: Forecaster) -> None:
    """Finite means and deviations >= 0, also without history; the same twice; each row by itself."""
    for view in views():
        outlook = Outlook(view.days, 0, view.items)
        history = view.usage
        mean, sd = forecaster.predict(history, 5, outlook)
        for what, found in (("mean", mean), ("deviation", sd)):
            _must(found.shape == (len(history), 5), forecaster, f"gives a {what} of shape {found.shape}")
            _must(bool(np.isfinite(found).all() and (found >= 0).all()), forecaster, f"gives the {what} {found}")
        again = forecaster.predict(history, 5, outlook)
        _must(np.array_equal(mean, again.mean), forecaster, "answers differently when asked again")
        for row, item in enumerate(view.items):
            alone = forecaster.predict(history[[row]], 5, Outlook(view.days, 0, (item,)))
            _must(np.allclose(alone.mean[0], mean[row], atol=1e-8), forecaster, "lets one item's history move another")


def check_allocation(policy: Allocation) -> None:
    """Between 0 and what is wanted, together at most what is there; nothing kept back, or as `reserve` says."""
    for view in queues():
        units = policy.decide(view, 0.0)
        _must(units.shape == view.wanted.shape, policy, "does not answer one amount a claim")
        _must(bool(((units >= 0) & (units <= view.wanted + 1e-9)).all()), policy, f"gives {units} of {view.wanted}")
        _must(units.sum() <= view.available + 1e-9, policy, f"gives {units.sum()} of {view.available}")
        _must(np.array_equal(units, policy.decide(view, 0.0)), policy, "answers differently when asked again")
        keeps = policy.reserve(view.urgency)
        _must(policy.reserves or not keeps.any(), policy, "keeps goods back; it must say so with `reserves`")
        short = units < view.wanted - 1e-9
        room = view.available - units.sum() > keeps + 1e-9
        _must(not (short & room).any(), policy, "keeps back goods that a claim wants")


def check_sourcing(policy: SourcingPolicy) -> None:
    """All that is ordered and no more, nothing from a closed origin while another is open, the same twice."""
    for view in source_views(policy.named()):
        units = policy.decide(view, 0.0)
        _must(units.shape == view.km.shape, policy, "does not answer one amount a candidate")
        _must(bool((units >= 0).all()) and bool(np.isclose(units.sum(), view.units)), policy,
              f"orders {units} where {view.units} are wanted")  # fmt: skip
        shut = units[~view.is_open]
        alone = policy.named() is not None and len(view.names) == 1
        _must(alone or not view.is_open.any() or not shut.any(), policy, f"orders {shut} where nothing can set out")
        _must(np.array_equal(units, policy.decide(view, 0.0)), policy, "answers differently when asked again")


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


def check_fulfilment(policy: Fulfilment) -> None:
    """One yes or no an order, the same twice, orders apart; who goes when little is there goes when more is."""
    rng = np.random.default_rng(7)
    for _ in range(VIEWS):
        wanted = rng.integers(2, 20, int(rng.integers(1, 6))).astype(float)
        there = np.floor(wanted * rng.random(len(wanted)))
        view = PartsView.of(there, wanted, 60.0)
        goes = policy.decide(view, 90.0)
        _must(goes.shape == wanted.shape and goes.dtype == bool, policy, "does not answer yes or no for each order")
        _must(np.array_equal(goes, policy.decide(view, 90.0)), policy, "answers differently when asked again")
        alone = [policy.decide(PartsView.of(*row, 60.0), 90.0)[0] for row in zip(there, wanted, strict=True)]
        _must(goes.tolist() == alone, policy, "lets one order's goods move another")
        more = policy.decide(PartsView.of(there + 1.0, wanted, 60.0), 90.0)
        _must(not (goes & ~more).any(), policy, "holds back an order of which more is there")


def queues(seed: int = 7, count: int = VIEWS) -> Iterator[QueueView]:
    """Queues of customers of several classes and of sites with shelves of all sorts, closed to writing."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        claims = int(rng.integers(1, 9))
        who = [str(name) for name in rng.choice(["", "", "east", "west"], claims)]
        urgency = np.array([SITE if name else int(rng.integers(0, 4)) for name in who])
        urgency.flags.writeable = False
        wanted = rng.integers(1, 60, claims).astype(float)
        shelves = {name: _drawn(rng, 1, int(rng.choice([0, 9])), {}) for name in ("east", "west")}
        yield QueueView("dc", "milk", float(rng.integers(0, 150)), frozen(wanted), frozen(np.sort(rng.random(claims))),
                        urgency, tuple(who), shelves)  # fmt: skip


def views(seed: int = 7, count: int = VIEWS) -> Iterator[StockView]:
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
        neighbours = tuple(replace(_drawn(rng, n, days, more), site=f"near{k}") for k in range(int(rng.integers(0, 4))))
        asked, coming = (rng.integers(0, 2) * rng.integers(0, 50, n).astype(float) for _ in range(2))
        yield _drawn(rng, n, days, {**more, "asked": asked, "coming": coming, "neighbours": neighbours})


def _drawn(rng: np.random.Generator, n: int, days: int, more: Mapping[str, Any]) -> StockView:
    on_hand, on_order, backlog = (rng.integers(0, 2, n) * rng.integers(0, 300, n) for _ in range(3))
    return StockView.of(on_hand, on_order, backlog, rng.poisson(rng.choice([0.1, 4, 30]), (n, days)), **more)


def _contents(view: StockView) -> list[list[float]]:
    columns: list[Floats] = [view.on_hand, view.on_order, view.backlog, view.asked, view.coming, view.usage.ravel()]
    return [column.tolist() for column in columns]


def _refuses(deed: Any) -> bool:
    try:
        deed()
    except ValidationError:
        return True
    return False


def _must(holds: bool, who: Plugin | type[Plugin], otherwise: str) -> None:
    if not holds:
        raise AssertionError(f"{who.name()} {otherwise}")
