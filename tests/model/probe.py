"""Looks at a run while it goes on: a shock that changes nothing and calls a function at given instants."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from sim.model.disruption.control import EngineControl
from sim.model.simulate import simulate
from sim.results.record import Record
from sim.shocks import Process, Shock
from tests.model.small import scenario, world


class Probe(Shock):
    """Calls `look(control)` at each of the rising `instants`, minutes since the start."""

    kind: Literal["probe"] = "probe"
    instants: Sequence[float]
    look: Callable[[Any], None]

    def strike(self, control: Any) -> Process:
        for at in self.instants:
            yield control.wait(at - control.now)
            self.look(control)


def play_watched(
    parts: dict[str, Any],
    *shocks: dict[str, Any],
    at: Sequence[float],
    look: Callable[[EngineControl], None],
    plans: dict[str, Any] | None = None,
    seed: int = 1,
) -> Record:
    """As `small.play`, while `look(control)` is called at the instants `at`."""
    whole = scenario(*shocks, plans=plans)
    probe = Probe(**{"from": "d0"}, instants=at, look=look)
    watched = whole.model_copy(update={"shocks": [*whole.shocks, probe]})
    return simulate(world(**parts), watched, tuple(plans or ()), seed=seed)
