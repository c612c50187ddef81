"""Arrivals that swell and ebb in waves, into a process without limit: how many are in it, and when most."""

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures import queueing as queue
from validation.measures.fourier import fourier_component
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, duration, minutes, per_minute, service_world, station

WAVES, EACH = 200, 10
"""Waves in all, and waves in one run, whose first ones are left out until nobody from before is inside."""


def translate(inputs: Inputs, length: Length) -> Translation:
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
        inside = queue.inside(queue.visits_of(record, f"{SITE}.process"))
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
        {name: Mean(name) for name in ("m_mean", "m_max", "peak_lag", *(f"m_{time}" for time in at))},
        max(-(-(length.size or WAVES) // EACH), 10),
    )
