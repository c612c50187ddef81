"""Distributions of durations, written the way people say them.

`45min` is constant; anything else is one word and its parameters: `{lognormal: {mean: 50min, cv: 0.2}}`. All luck
comes in as uniforms, so that every draw is an inverse CDF: the same luck gives a monotone answer under any change of a
mean, which common random numbers need.
"""

from sim.distributions.draws import Draws
from sim.distributions.listed import Column, Constant, Discrete, Geometric, Recorded
from sim.distributions.smooth import Exponential, Gamma, Hyperexponential, Lognormal, Triangular, Uniform
from sim.distributions.spelling import Distribution

__all__ = [
    "Column",
    "Constant",
    "Discrete",
    "Distribution",
    "Draws",
    "Exponential",
    "Gamma",
    "Geometric",
    "Hyperexponential",
    "Lognormal",
    "Recorded",
    "Triangular",
    "Uniform",
]
