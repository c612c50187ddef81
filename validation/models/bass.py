"""The Bass curve of a large community: adoptions by given times, and the peak of the adoption rate."""

import numpy as np

from sim.arrays import Floats
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.translation import Translation, played
from validation.worlds.group_buys import group_buy
from validation.worlds.world import per_minute, service_world

SAMPLES, POOLS = 50, 5
BINS, HEIGHT = 240, 0.75
"""Bins of the histogram of adoptions; share of its height above which a curve is fitted to its peak."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: p, q, m, at."""
    p, q = inputs.number("p", above=0), inputs.number("q", least=0)
    members, at = inputs.number("m", least=1), inputs.numbers("at", least=0, default=[])
    if members != int(members):
        raise UnfitError(f"inputs.m is {members}; people are whole")
    # unless q > p the adoption rate falls from the start and has no peak
    peaks = ("peak_time", "peak_rate", "cum_at_peak") if q > p else ()
    window = float(max([2.5 * np.log(max(q / p, 1.0)) / (p + q) + 4 / (p + q), *at])) + 1.0

    def observe(record: Record) -> dict[str, float]:
        times = np.sort(record.orders["placed"])
        found = {f"N_{time}": float(np.searchsorted(times, time, side="right")) / POOLS for time in at}
        if peaks:
            when, rate = _peak(times, window)
            risen = float(np.searchsorted(times, when, side="right"))
            found |= {"peak_time": when, "peak_rate": rate / POOLS, "cum_at_peak": risen / POOLS}
        return found

    spread = {"p": per_minute(p), "q": per_minute(q), "m": int(members)}
    return Translation(
        service_world({}, {}, window + 1.0, group_buys={"spread": group_buy(window, int(members), POOLS, bass=spread)}),
        observe,
        played((*peaks, *(f"N_{time}" for time in at))),
        -(-(length.replications or SAMPLES) // POOLS),
    )


def _peak(times: Floats, window: float) -> tuple[float, float]:
    """Time and height of the peak of the adoption rate, by a quartic fitted to the top of the histogram."""
    counts, edges = np.histogram(times, bins=BINS, range=(0.0, window))
    width = edges[1] - edges[0]
    smooth = np.convolve(counts, np.ones(9) / 9, mode="same")
    top = int(np.argmax(smooth))
    high = smooth >= HEIGHT * smooth[top]
    low = top - int(np.argmin(high[top::-1])) + 1 if not high[: top + 1].all() else 0
    end = top + int(np.argmin(high[top:])) if not high[top:].all() else BINS
    middle = (edges[low:end] + edges[low + 1 : end + 1]) / 2
    curve = np.polynomial.Polynomial.fit(middle, counts[low:end] / width, 4)
    fine = np.linspace(middle[0], middle[-1], 4001)
    best = int(np.argmax(curve(fine)))
    return float(fine[best]), float(curve(fine[best]))
