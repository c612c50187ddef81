"""Distributions of durations, in the short form of the configuration.

`45min` is constant; anything else is one word and its parameters: `{lognormal: {mean: 50min, cv: 0.2}}`. Every draw is
an inverse CDF of a uniform random number: the same number gives a monotone answer under any change of a mean, which
common random numbers need.
"""

from sim.distributions.draws import Draws
from sim.distributions.listed import Constant, Discrete, Geometric, OrderColumn, RecordedDurations
from sim.distributions.smooth import Exponential, Gamma, Hyperexponential, Lognormal, Triangular, Uniform
from sim.distributions.spelling import Distribution

__all__ = [
    "Constant",
    "Discrete",
    "Distribution",
    "Draws",
    "Exponential",
    "Gamma",
    "Geometric",
    "Hyperexponential",
    "Lognormal",
    "OrderColumn",
    "RecordedDurations",
    "Triangular",
    "Uniform",
]
