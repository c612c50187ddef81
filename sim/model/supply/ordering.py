"""Ordering: asks each replenishment rule at its reviews, or when its position falls to the level it watches."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.clock import Alarm
from sim.model.engine import Engine
from sim.model.labour import Late, Process
from sim.model.supply.stock_point import StockPoint
from sim.policies.view import StockView
from sim.schema.rules import Rule
from sim.state.stock import EPSILON

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SAME = 1e-6
Order = Callable[[str, Ints, Floats], None]


class Ordering:
    """One rule at one stock point; `order(source, items, units)` carries out what the policy decides."""

    def __init__(self, engine: Engine, rule: Rule, point: StockPoint, items: Ints, order: Order) -> None:
        self.engine, self.rule, self.point, self.items, self._order = engine, rule, point, items, order
        every = list(engine.codes.items)
        self.names = tuple(every[item] for item in items.tolist())
        if rule.policy.review is None:
            self._alarm = Alarm(engine.env, self._watch)
            point.on_change.append(self._look_ahead)
            self._busy, self._settled = False, np.full(len(items), math.nan)
            engine.env.timeout(0.0).callbacks.append(lambda _event: self._watch())
        else:
            engine.env.process(self._reviews(rule.policy.first_review, rule.policy.review))

    def view(self) -> StockView:
        """What the site knows of its items now."""
        stock, site, items = self.engine.stock, self.point.site, self.items
        return StockView(
            site=self.point.name,
            items=self.names,
            on_hand=stock.on_hand[site, items],
            on_order=stock.on_order[site, items],
            backlog=stock.backlog[site, items],
            usage=self.point.usage.whole_days(items, self.engine.now),
            as_of=self.engine.now,
        )

    def ask(self) -> Floats:
        """Let the policy decide, and order; returns the positions that it has settled, shape (items,)."""
        view = self.view()
        units = np.asarray(self.rule.policy.decide(view, self.engine.now), dtype=np.float64)
        wanted = units > EPSILON
        if wanted.any():
            self._order(self.point.name, self.items[wanted], units[wanted])
        return view.position + np.where(wanted, units, 0.0)

    def _reviews(self, first: float, period: float) -> Process:
        env, count = self.engine.env, 0
        before = self.rule.at_same_instant == "review_first"
        while True:
            due = first + count * period
            count += 1
            if due < env.now:
                continue
            yield env.timeout(due - env.now)
            yield Late(env)  # goods that arrive at this very instant come first
            self.point.sync(with_now=not before)
            self.ask()

    def _watch(self) -> None:
        self._busy = True
        self.point.sync()
        # making one item may claim another one of this very rule: that is looked at anew
        self._settled = self.ask()
        self._busy = False
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Set the alarm to the instant at which the demand that is known to come takes the position to its level."""
        if self._busy:
            return
        view = self.view()
        level = self.rule.policy.asks_at(view)
        # an arrival moves goods from on order to on hand: the position stays, but for the last bits of a float
        known = np.abs(view.position - self._settled) <= SAME
        if ((view.position <= level) & ~known).any():
            self._alarm.set(self.engine.now)
            return
        slack = np.full(len(self.engine.codes.items), math.inf)
        # a position that stays below its level (the policy has declined) is looked at again with the next demand
        slack[self.items] = np.maximum(view.position - level, EPSILON)
        self._alarm.set(self.point.next_demand(slack))
