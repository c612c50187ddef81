"""Asking: when a rule is asked, and what it is shown: the truth, what was true a while ago, or the last hand count."""

import math
from abc import ABC, abstractmethod
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats, Ints
from sim.clock import Alarm
from sim.model.engine import Engine
from sim.model.inventory.stock_point import StockPoint
from sim.model.inventory.view_builder import ViewBuilder
from sim.model.labour import Late, Process
from sim.policies.replenishment import Replenishment
from sim.policies.transfer import Transfer
from sim.policies.view import StockView
from sim.schema.rules import Rule
from sim.state.stock import EPSILON

SAME = 1e-6
INFORMATION = "information"


class Known(NamedTuple):
    """What a site knew at some instant: the view, and what this rule had ordered and what had been asked by then."""

    view: StockView
    ordered: Floats
    asked: Floats | None


class PolicyReview(ABC):
    """One rule at one stock point. Subclasses say what is watched and what is done with the answer.

    With `stale` minutes every decision is made on what was true so long ago; while the data system is down (lever
    `information` at 0), on what was known when it went down, or counted by hand since. What the rule itself has
    ordered meanwhile it knows in any case.
    """

    def __init__(
        self, engine: Engine, rule: Rule, policy: Replenishment | Transfer, point: StockPoint, items: Ints
    ) -> None:
        self.engine, self.rule, self.policy, self.point, self.items = engine, rule, policy, point, items
        self.names = tuple(engine.codes.item_names[item] for item in items.tolist())
        self.window = ViewBuilder(engine, point, self.names, items, **self.fields())
        self._ordered, self._passed_on = np.zeros(len(items)), np.zeros(len(items))
        self._settled, self._outages = np.full(len(items), math.nan), 0
        self._slack, self._soon_looks = np.full(len(engine.codes.items), math.inf), False
        self._busy, self._down, self._counted = False, False, Known(self.look(), self._ordered, None)
        engine.levers.watch(INFORMATION, (point.name,), before=self._remember, after=self._information)
        if policy.watched:
            self._alarm = Alarm(engine.env, self._soon)
            point.on_change.append(self.look_ahead)
            self._soon()
        if policy.review is not None:
            engine.env.process(self._reviews(policy.first_review, policy.review))

    @abstractmethod
    def fields(self) -> dict[str, object]:
        """What else its views show, by name: the same at all times, or found out when somebody looks."""

    def look(self) -> StockView:
        """What is true now."""
        return self.window.show()

    @abstractmethod
    def stands(self, view: StockView) -> Floats:
        """What is watched, shape (items,); demand lowers it unit by unit."""

    @abstractmethod
    def carry_out(self, view: StockView) -> tuple[Floats, Floats]:
        """Ask and act: what was ordered, and by how much that raises what is watched; shape (items,) each."""

    def asked_until_now(self) -> Floats:
        """Units of each item that were wanted here so far."""
        return self.point.usage.total(self.items)

    # --- when

    def _reviews(self, first: float, period: float) -> Process:
        env, count, stale = self.engine.env, 0, self.rule.stale
        before = self.rule.at_same_instant == "review_first"
        while True:
            due = first + count * period
            count += 1
            if due < env.now:
                continue
            yield env.timeout(max(due - stale - env.now, 0.0))
            yield Late(env)  # goods that arrive at this very instant come first
            self.point.sync(with_now=not before)
            known = self._known()
            if due - env.now > EPSILON and stale:
                env.process(self._later(known, due - env.now))
            else:
                self._decide(known)

    def _soon(self) -> None:
        """Look once everything that arrives at this very instant has arrived."""
        if not self._soon_looks:
            self._soon_looks = True
            Late(self.engine.env).callbacks.append(lambda _event: self._watch())

    def _watch(self) -> None:
        self._soon_looks = False
        if self._down:
            return
        self._busy = True
        self.point.sync()
        known = self._known()
        self._settled = self.stands(known.view)
        # making one item may claim another one of this very rule: that is looked at anew
        if self.rule.stale:
            self.engine.env.process(self._later(known, self.rule.stale))
        else:
            self._decide(known)
        self._busy = False
        self.look_ahead()

    def _later(self, known: Known, wait: float) -> Process:
        yield self.engine.env.timeout(wait)
        yield Late(self.engine.env)
        self._busy = True
        self._decide(known)
        self._busy = False
        if self.policy.watched:
            self.look_ahead()

    def look_ahead(self) -> None:
        """Set the alarm to the instant at which the demand that is known to come takes what is watched to its level."""
        if self._busy or self._down:
            return
        view = self.look()
        level, stands = self.policy.asks_at(view), self.stands(view)
        # an arrival moves goods from on order to on hand: the position stays, but for the last bits of a float
        low = stands <= level
        if low.any() and (low & ~(np.abs(stands - self._settled) <= SAME)).any():
            self._alarm.set(self.engine.now)
            return
        # what stays below its level (the policy has declined) is looked at again with the next demand
        self._slack[self.items] = np.maximum(stands - level, EPSILON)
        self._alarm.set(self.point.next_demand(self._slack))

    # --- on which knowledge

    def _known(self) -> Known:
        old = bool(self.rule.stale)
        return Known(self.look(), self._ordered.copy(), self.asked_until_now() if old else None)

    def _decide(self, known: Known) -> None:
        known = self._counted if self._down else known
        if known.asked is None:
            view = known.view
        else:
            view = known.view.knowing(self._ordered - known.ordered, known.asked - self._passed_on)
        ordered, rise = self.carry_out(view)
        if view.looked_at("asked"):
            self._passed_on = self._passed_on + view.asked
        self._ordered = self._ordered + ordered
        self._settled = self._settled + rise

    def _remember(self) -> None:
        if not self._down:
            self.point.sync()
            self._count_by_hand()

    def _count_by_hand(self) -> None:
        self._counted = Known(self.look(), self._ordered.copy(), self.asked_until_now())

    def _information(self) -> None:
        down = self.engine.levers.value(INFORMATION, self.point.name) <= 0
        if down and not self._down:
            self._down, self._outages = True, self._outages + 1
            self.engine.env.process(self._hand_counts(self._outages))
        elif self._down and not down:
            self._down = False
            if self.policy.watched:
                self._alarm.set(self.engine.now)

    def _hand_counts(self, outage: int) -> Process:
        """While this outage lasts, the shelf is counted once a day; a rule without reviews is asked then."""
        engine = self.engine
        while True:
            due = engine.calendar.next_time(engine.now, (engine.world.service.hand_count,))
            yield engine.env.timeout(due - engine.now)
            if not self._down or self._outages != outage:
                return
            self.point.sync()
            self._count_by_hand()
            if self.policy.review is None:
                self._decide(self._counted)
