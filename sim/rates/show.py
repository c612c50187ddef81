"""A livestream show: buyers gather before the link opens, rush when it does, then ebb away."""

from __future__ import annotations

from sim.rates.compose import Relay, Scaled
from sim.rates.intensity import Decay, Intensity, piecewise_linear


def show_burst(
    orders: float, start: float, link_open: float, end: float, fade: float, floor: float = 0.1, warm: float = 0.02
) -> Intensity:
    """The rate of a show that is expected to bring `orders` orders in [start, end].

    From `start` to `link_open` the rate ramps from 0 to `warm` times the spike; at `link_open` it jumps to the spike
    and falls back as floor + (1 - floor) * exp(-t / fade) until `end`. `floor` and `warm` are shares of the spike.
    start <= link_open < end.
    """
    if not start <= link_open < end:
        raise ValueError(f"needs start <= link_open < end, found {start}, {link_open}, {end}")
    if not (0 <= floor <= 1 and 0 <= warm <= 1):
        raise ValueError(f"floor and warm are shares of the spike in 0..1, found {floor} and {warm}")
    edges: tuple[float, ...] = (link_open, end)
    parts: tuple[Intensity, ...] = (Decay(floor, 1 - floor, fade),)
    if start < link_open and warm > 0:
        edges, parts = (start, *edges), (piecewise_linear([0.0, link_open - start], [0.0, warm]), *parts)
    shape = Relay(edges, parts)
    return Scaled(shape, orders / shape.total)
