"""A burst of demand that decays exponentially on a fluid queue: the peak of the backlog, and the time to clear it."""

import numpy as np
from scipy.optimize import brentq

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.families.fluid_queue import TAIL, BacklogEpisode, evenly, fluid_queue, orders_per_unit, steady_stream
from validation.translation import Translation
from validation.worlds.world import minutes, per_minute

OUTPUTS = ("time_of_peak", "peak_backlog", "clear_time", "extra_orders", "max_wait")
DECAYED = 9.0
"""Time constants in a run: one order in eight thousand would come later."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: base, peak, tau, capacity."""
    del length
    base, top = inputs.number("base", least=0), inputs.number("peak", above=0)
    fade, capacity = inputs.number("tau", above=0), inputs.number("capacity", above=0)
    if not base < capacity < base + top:
        raise UnfitError(
            f"inputs.capacity is {capacity:g}; it must lie between the base {base:g} and the first rush {base + top:g}"
        )
    spare = capacity - base
    turns = fade * np.log(top / spare)

    def left(time: float) -> float:
        return float(top * fade * (1 - np.exp(-time / fade)) - spare * time)

    # only to choose the length of the run
    clear = brentq(left, turns, top * fade / spare + turns)
    end = max(clear * TAIL, DECAYED * fade)
    scale = orders_per_unit(base * end + top * fade, left(turns))

    def observe(episode: BacklogEpisode, record: Record) -> dict[str, float]:
        extra = record.orders["source"] == list(record.names["source"]).index("rush")
        return {
            "time_of_peak": episode.time_of_peak,
            "peak_backlog": episode.peak,
            "clear_time": episode.cleared,
            "extra_orders": float(extra.sum()) / scale,
            "max_wait": episode.longest,
        }

    ebb = {"kind": "ebb", "base": "0/min", "peak": per_minute(top * scale), "fade": minutes(fade)}
    streams = {"rush": evenly(ebb)}
    if base > 0:
        streams["orders"] = steady_stream(base * scale)
    return fluid_queue(capacity, 1, streams, end, scale, OUTPUTS, observe)
