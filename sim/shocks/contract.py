"""What every shock promises: `check(MyShock)` raises AssertionError with a sentence."""

from sim.contract import check_fields, require
from sim.shocks import Shock
from sim.state.recorder import Recorder, check_process


def check(plugin: type[Shock] | Shock) -> None:
    """It acts through the control alone, holds levers by factors, and lets go of them when it is over."""
    shock = check_fields(plugin)
    check_process(shock, shock.strike)
    for lasts in (None, 120.0):
        recorder = Recorder()
        recorder.play(shock.model_copy(update={"lasts": lasts}).strike)
        free = set(recorder.levers.values().values()) <= {1.0}
        require(free, shock, f"still holds a lever after its end, with `for: {lasts}`")
