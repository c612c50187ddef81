"""M[X]/M/1: orders that arrive in batches."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs, UnfitError, stable
from sim.experiment.verify.steady import TEXTBOOK, one_station, used
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import exponential, poisson, station


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam (batches), size (mean when geometric), batch (fixed, geometric), mu."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    size, kind = inputs.number("size", least=1), inputs.word("batch", ("fixed", "geometric"), "fixed")
    if kind == "fixed" and size != int(size):
        raise UnfitError(f"inputs.size is {size}; a fixed batch holds a whole number of orders")
    stable(rate * size / speed)
    stream = poisson(rate, batch={"size": float(size), "kind": kind})
    measures = {**TEXTBOOK, "rho": used(1)}
    return one_station(length, rate * size, station(1, exponential(1 / speed)), {"orders": stream}, measures)
