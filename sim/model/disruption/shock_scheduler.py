"""Shock scheduler: shocks strike at their time, and plans respond: detect, decide, start up, act."""

from collections.abc import Mapping

from sim.instants import HOUR
from sim.model.disruption.control import EngineControl
from sim.model.disruption.signals import Signals
from sim.model.labour import Process
from sim.plans import Action
from sim.schema.scenario import Plan, Scenario, Trigger
from sim.shocks import Shock


class ShockScheduler:
    """Shocks and plans of one run."""

    def __init__(
        self, control: EngineControl, signals: Signals, scenario: Scenario | None, plans: Mapping[str, Plan]
    ) -> None:
        self._control, self._signals, self._plans = control, signals, plans
        self._env = control.engine.env
        self._shocks = scenario.shocks if scenario else []
        self._noticed = [self._env.event() for _ in self._shocks]

    def start(self) -> None:
        """Schedule the shocks, and let the plans wait for their triggers."""
        for number, shock in enumerate(self._shocks):
            self._env.process(self._strike(number, shock))
        for name, plan in self._plans.items():
            self._env.process(self._respond(name, plan))

    def _strike(self, number: int, shock: Shock) -> Process:
        control = self._control
        at = shock.start.minutes(control.start)
        yield self._env.timeout(max(at - self._env.now, 0.0))
        control.trace.add(self._env.now, "shock_began", shock.name(), number=number)
        self._env.process(self._notice(number, shock))
        yield from shock.strike(control)
        control.trace.add(self._env.now, "shock_ended", shock.name(), number=number)

    def _notice(self, number: int, shock: Shock) -> Process:
        yield self._env.timeout(shock.noticed_after)
        self._control.trace.add(self._env.now, "shock_noticed", shock.name(), number=number)
        self._noticed[number].succeed()

    def _respond(self, name: str, plan: Plan) -> Process:
        yield from self._triggered(plan.when)
        self._control.trace.add(self._env.now, "plan_triggered", name)
        yield self._env.timeout(plan.decide)
        self._control.trace.add(self._env.now, "plan_decided", name)
        for action in plan.do:
            self._env.process(self._act(name, action))

    def _triggered(self, when: Trigger) -> Process:
        if when.signal is None:
            yield self._noticed[when.shock or 0]
            return
        while not self._signals.crossed(when):
            yield self._env.timeout(self._control.engine.world.service.watch_every)

    def _act(self, plan: str, action: Action) -> Process:
        control = self._control
        yield self._env.timeout(action.starts_in)
        control.trace.add(self._env.now, "action_began", plan, action=action.name())
        control.pay("plan", action.cost)
        begun, horizon = self._env.now, control.engine.horizon
        lasts = horizon - begun if action.lasts is None else min(action.lasts, horizon - begun)
        control.pay("plan", action.cost_per_hour * lasts / HOUR)
        yield from action.act(control)
        control.trace.add(self._env.now, "action_ended", plan, action=action.name())
