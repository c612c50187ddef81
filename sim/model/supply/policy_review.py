"""Policy review: when a stock policy is asked, and on which information: current, delayed, or the last hand count."""

import math
from abc import ABC, abstractmethod
from typing import NamedTuple

import numpy as np

from sim.arrays import Floats, Ints
from sim.clock import Alarm
from sim.model.engine import Engine
from sim.model.inventory.stock_point import StockPoint
from sim.model.inventory.view_builder import ViewBuilder
from sim.model.labour import LowPriorityEvent, Process
from sim.policies.replenishment import Replenishment
from sim.policies.transfer import Transfer
from sim.policies.view import StockView
from sim.schema.rules import Rule
from sim.tolerance import SAME_UNITS

SAME_LEVEL = 1e-6
"""Units: a monitored level is a sum of many floats, so it is compared more loosely than single quantities."""
INFORMATION = "information"


class Snapshot(NamedTuple):
    """What a site knew at some instant: the view, and what this policy had ordered and what had been wanted by then."""

    view: StockView
    ordered: Floats
    demand: Floats | None


class PolicyReview(ABC):
    """One policy of a rule at one stock point, under periodic or continuous review.

    Subclasses define which level is monitored and what is done with the decision. With `stale` minutes every decision
    uses a snapshot of that age; while the data system is down (lever `information` at 0), the snapshot of the moment it
    went down, or the last daily hand count. The policy's own orders since the snapshot are known in any case.
    """

    def __init__(
        self, engine: Engine, rule: Rule, policy: Replenishment | Transfer, point: StockPoint, items: Ints
    ) -> None:
        self.engine, self.rule, self.policy, self.point, self.items = engine, rule, policy, point, items
        self._views = ViewBuilder(engine, point.site, items, point.demand_history, **self.constant_fields())
        self._ordered, self._reported = np.zeros(len(items)), np.zeros(len(items))
        self._reviewed_at_level, self._outages = np.full(len(items), math.nan), 0
        self._slack, self._review_pending = np.full(len(engine.codes.items), math.inf), False
        self._busy, self._down, self._counted = False, False, Snapshot(self.view(), self._ordered, None)
        self._alarm = Alarm(engine.env, self._review_soon)

    def start(self) -> None:
        """Follow the data system, and begin to review: when what is monitored changes, or period after period."""
        engine, policy = self.engine, self.policy
        engine.levers.watch(INFORMATION, (self.point.name,), before=self._before_outage, after=self._outage_changed)
        if policy.watched:
            self.point.on_change.append(self.look_ahead)
            self._review_soon()
        if policy.review is not None:
            engine.env.process(self._periodic_reviews(policy.first_review, policy.review))

    @abstractmethod
    def constant_fields(self) -> dict[str, object]:
        """Further fields of its views by name: constants, or functions that are called when the field is read."""

    def view(self) -> StockView:
        """What the policy may see of its items now."""
        return self._views.build()

    @abstractmethod
    def monitored(self, view: StockView) -> Floats:
        """The level that is compared with `policy.asks_at`, shape (items,); demand lowers it unit by unit."""

    @abstractmethod
    def decide_and_order(self, view: StockView) -> tuple[Floats, Floats]:
        """Ask the policy and order: units ordered, and the rise of the monitored level by that, shape (items,) each."""

    def demand_so_far(self) -> Floats:
        """Units of each item that were wanted here since the start, shape (items,)."""
        return self.point.demand_history.total(self.items)

    # --- when

    def _periodic_reviews(self, first: float, period: float) -> Process:
        env, count, stale = self.engine.env, 0, self.rule.stale
        before_demand = self.rule.at_same_instant == "review_first"
        while True:
            due = first + count * period
            count += 1
            if due < env.now:
                continue
            yield env.timeout(max(due - stale - env.now, 0.0))
            yield LowPriorityEvent(env)  # after the goods that arrive at this instant
            self.point.sync(with_now=not before_demand)
            snapshot = self._snapshot()
            if due - env.now > SAME_UNITS and stale:
                env.process(self._decide_later(snapshot, due - env.now))
            else:
                self._decide(snapshot)

    def _review_soon(self) -> None:
        """Review after everything that arrives at this instant."""
        if not self._review_pending:
            self._review_pending = True
            LowPriorityEvent(self.engine.env).callbacks.append(lambda _event: self._review_now())

    def _review_now(self) -> None:
        self._review_pending = False
        if self._down:
            return
        self._busy = True
        self.point.sync()
        snapshot = self._snapshot()
        self._reviewed_at_level = self.monitored(snapshot.view)
        # a work order for one item may claim another item of this rule: `look_ahead` below sees that
        if self.rule.stale:
            self.engine.env.process(self._decide_later(snapshot, self.rule.stale))
        else:
            self._decide(snapshot)
        self._busy = False
        self.look_ahead()

    def _decide_later(self, snapshot: Snapshot, wait: float) -> Process:
        yield self.engine.env.timeout(wait)
        yield LowPriorityEvent(self.engine.env)
        self._busy = True
        self._decide(snapshot)
        self._busy = False
        if self.policy.watched:
            self.look_ahead()

    def look_ahead(self) -> None:
        """Set the alarm to the instant at which known future demand brings the monitored level down to `asks_at`."""
        if self._busy or self._down:
            return
        view = self.view()
        trigger, level = self.policy.asks_at(view), self.monitored(view)
        # an arrival moves units from on order to on hand: the position is the same but for the last bits of a float
        low = level <= trigger
        if low.any() and (low & ~(np.abs(level - self._reviewed_at_level) <= SAME_LEVEL)).any():
            self._alarm.set(self.engine.now)
            return
        # an item that stays below its trigger (the policy has declined) is reviewed again with the next demand
        self._slack[self.items] = np.maximum(level - trigger, SAME_UNITS)
        self._alarm.set(self.point.next_demand(self._slack))

    # --- on which information

    def _snapshot(self) -> Snapshot:
        return Snapshot(self.view(), self._ordered.copy(), self.demand_so_far() if self.rule.stale else None)

    def _decide(self, snapshot: Snapshot) -> None:
        snapshot = self._counted if self._down else snapshot
        view = snapshot.view
        if snapshot.demand is not None:
            view = view.knowing(self._ordered - snapshot.ordered, snapshot.demand - self._reported)
        ordered, rise = self.decide_and_order(view)
        if view.looked_at("asked"):
            self._reported = self._reported + view.asked
        self._ordered = self._ordered + ordered
        self._reviewed_at_level = self._reviewed_at_level + rise

    def _before_outage(self) -> None:
        if not self._down:
            self.point.sync()
            self._count_by_hand()

    def _count_by_hand(self) -> None:
        self._counted = Snapshot(self.view(), self._ordered.copy(), self.demand_so_far())

    def _outage_changed(self) -> None:
        down = self.engine.levers.value(INFORMATION, self.point.name) <= 0
        if down and not self._down:
            self._down, self._outages = True, self._outages + 1
            self.engine.env.process(self._hand_counts(self._outages))
        elif self._down and not down:
            self._down = False
            if self.policy.watched:
                self._alarm.set(self.engine.now)

    def _hand_counts(self, outage: int) -> Process:
        """While this outage lasts, count once a day; a policy under continuous review is asked then."""
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
