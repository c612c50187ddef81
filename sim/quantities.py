"""Units per order line: weights by units, or a distribution for the demand of a whole period at once."""

from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sim.arrays import Floats

Weights = Annotated[
    dict[Annotated[float, Field(gt=0)], Annotated[float, Field(ge=0)]],
    Field(min_length=1, description="units, with weights", examples=[{1: 0.8, 2: 0.2}]),
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Counted(_Strict):
    """A Poisson number of units."""

    mean: float = Field(gt=0, description="mean, units", examples=[6])


class Measured(_Strict):
    """A normal amount, cut at 0."""

    mean: float = Field(ge=0, description="mean, units", examples=[50])
    sd: float = Field(ge=0, description="standard deviation, units", examples=[8])


class Poisson(_Strict):
    """`{poisson: {mean: 6}}`."""

    poisson: Counted = Field(description="a Poisson number of units")


class Normal(_Strict):
    """`{normal: {mean: 50, sd: 8}}`."""

    normal: Measured = Field(description="a normal amount, never below 0")


Quantity = Weights | Poisson | Normal


def draw(quantity: Quantity, count: int, rng: np.random.Generator) -> Floats:
    """Units of `count` lines, shape (count,). A distribution may give 0."""
    if isinstance(quantity, Poisson):
        return rng.poisson(quantity.poisson.mean, count).astype(np.float64)
    if isinstance(quantity, Normal):
        return np.maximum(rng.normal(quantity.normal.mean, quantity.normal.sd, count), 0.0)
    units = np.array(list(quantity), dtype=np.float64)
    if len(units) == 1:
        return np.full(count, units[0])
    edges = np.cumsum(list(quantity.values()))
    return units[np.minimum(np.searchsorted(edges / edges[-1], rng.random(count)), len(units) - 1)]


def average(quantity: Quantity) -> float:
    """Mean units of a line; of a normal amount before it is cut at 0."""
    if isinstance(quantity, Poisson):
        return quantity.poisson.mean
    if isinstance(quantity, Normal):
        return quantity.normal.mean
    return sum(units * weight for units, weight in quantity.items()) / sum(quantity.values())
