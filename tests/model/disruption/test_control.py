"""The engine as shocks use it: a hold without an end is held to the end."""

import gc

from sim.model.disruption.control import EngineControl
from tests.model.small import engine


def test_a_lever_held_without_end_stays_held_when_memory_is_tidied_up():
    made = engine()
    control = EngineControl(made, None, None, [], {})

    def strike():
        with made.levers.hold("ships", ("shop",), 0.0):
            yield control.wait(float("inf"))

    made.env.process(strike())
    made.env.run(until=1.0)
    gc.collect()
    assert made.levers.value("ships", "shop") == 0.0
