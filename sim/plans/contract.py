"""What every plan action promises: `check(MyAction)` raises AssertionError with a sentence."""

import math

from sim.contract import check_fields, require
from sim.plans import Action
from sim.state.recorder import BEGIN, Recorder, check_process

HOURS = 120.0


def check(plugin: type[Action] | Action) -> None:
    """It acts through the control alone, goes on as long as `lasts` gives it, and lets go of its levers then."""
    action = check_fields(plugin)
    check_process(action, action.act)
    recorder = Recorder()
    recorder.play(action.model_copy(update={"lasts": HOURS}).act)
    took = recorder.now - BEGIN
    require(math.isclose(took, HOURS), action, f"goes on for {took:g} minutes where it lasts {HOURS:g}")
    recorder.play(action.model_copy(update={"lasts": None}).act)
    require(not recorder.ended, action, "ends by itself where it is to go on to the end of the run")
