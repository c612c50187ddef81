"""M[X]/M/1: orders that arrive in batches."""

from validation.cases.inputs import Inputs, UnfitError, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import QUEUE_MEASURES, single_station, utilisation_of
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam (batches), size (mean when geometric), batch (fixed, geometric), mu."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    size, kind = inputs.number("size", least=1), inputs.word("batch", ("fixed", "geometric"), "fixed")
    if kind == "fixed" and size != int(size):
        raise UnfitError(f"inputs.size is {size}; a fixed batch holds a whole number of orders")
    stable(rate * size / speed)
    stream = poisson(rate, batch={"size": float(size), "kind": kind})
    measures = {**QUEUE_MEASURES, "rho": utilisation_of(1)}
    return single_station(length, rate * size, station(1, exponential(1 / speed)), {"orders": stream}, measures)
