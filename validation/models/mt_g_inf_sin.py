"""M(t)/G/inf with a sinusoidal arrival rate: the number in the system, its peak and the lag of the peak."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures import queueing as queue
from validation.measures.fourier import fourier_component
from validation.translation import Translation, played
from validation.worlds.world import SITE, duration, minutes, per_minute, service_world, station

WAVES, EACH = 200, 10
"""Periods in all, and in one run after its warm-up."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: a, b, period, at, service_dist, service_mean."""
    mean, swing, period = inputs.number("a", above=0), inputs.number("b", above=0), inputs.number("period", above=0)
    at = inputs.numbers("at", least=0, default=[])
    takes, stay = duration(inputs, default="exponential")
    if swing > mean:
        raise UnfitError(f"inputs.b is {swing:g}, above inputs.a {mean:g}: the rate would be negative")
    first = int(np.ceil(15 * stay / period))
    turn = 2 * np.pi / period

    def observe(record: Record) -> dict[str, float]:
        begin = first * period
        inside = queue.number_in_system(queue.sojourns_at(record, f"{SITE}.process"))
        days = np.asarray(begin + period * np.arange(EACH), dtype=np.float64)
        # the response to a sine is a sine: its size and lag are those of the first Fourier component
        sine, cosine = fourier_component(inside, turn, begin, record.horizon)
        average = inside.mean(begin, record.horizon)
        lag = (np.arctan2(-cosine, sine) % (2 * np.pi)) / turn
        return {
            "m_mean": average,
            "m_max": average + float(np.hypot(sine, cosine)),
            "peak_lag": float(lag),
            **{f"m_{time}": float(inside.at(days + time).mean()) for time in at},
        }

    wave = {"kind": "wave", "mean": per_minute(mean), "swing": per_minute(swing), "period": minutes(period)}
    return Translation(
        service_world({"process": station("unlimited", takes)}, {"orders": {"arrives": wave}}, (first + EACH) * period),
        observe,
        played(("m_mean", "m_max", "peak_lag", *(f"m_{time}" for time in at))),
        max(-(-(length.size or WAVES) // EACH), 10),
    )
