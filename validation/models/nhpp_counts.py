"""A non-homogeneous Poisson process with a piecewise linear rate: arrivals in given windows."""

from itertools import pairwise

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.translation import Translation, played
from validation.worlds.world import minutes, per_minute, service_world

REPLICATIONS = 500


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: times, rates, windows."""
    times, rates, windows = inputs.numbers("times"), inputs.numbers("rates", least=0), inputs.table("windows")
    if len(times) != len(rates) or len(times) < 2 or any(b <= a for a, b in pairwise(times)):
        raise UnfitError("inputs.times must rise, with a rate each")
    if any(len(window) != 2 or window[1] < window[0] for window in windows):
        raise UnfitError("each of inputs.windows is [from, to]")
    first = times[0]

    def observe(record: Record) -> dict[str, float]:
        placed = record.orders["placed"] + first
        found = {f"mean_{a}_{b}": float(np.count_nonzero((placed >= a) & (placed < b))) for a, b in windows}
        return {**found, "total": float(placed.size)}

    curve = {
        "kind": "piecewise",
        "times": [minutes(time - first) for time in times],
        "rates": [per_minute(rate) for rate in rates],
    }
    return Translation(
        service_world({}, {"orders": {"arrives": curve}}, times[-1] - first),
        observe,
        played((*(f"mean_{a}_{b}" for a, b in windows), "total")),
        length.replications or REPLICATIONS,
    )
