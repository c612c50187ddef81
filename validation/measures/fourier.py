"""The sine and cosine parts of a step function: exact integrals, no sampling."""

import numpy as np

from sim.kpi.steps import Steps


def fourier_component(steps: Steps, turn: float, begin: float, end: float) -> tuple[float, float]:
    """Sine and cosine parts of the component that turns by `turn` radians a minute, over [begin, end).

    2 / (end - begin) times the integrals of f(t) sin(turn t) and f(t) cos(turn t).
    """
    inside = (steps.times > begin) & (steps.times < end)
    edges = np.concatenate(([begin], steps.times[inside], [end]))
    values = steps.at(edges[:-1])
    scale = 2 / (turn * (end - begin))
    sine = scale * float(values @ -np.diff(np.cos(turn * edges)))
    return sine, scale * float(values @ np.diff(np.sin(turn * edges)))
