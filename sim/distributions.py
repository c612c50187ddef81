"""Distributions of durations, written the way people say them.

`45min` is constant; anything else is one word and its parameters: `{lognormal: {mean: 50min, cv: 0.2}}`. All luck
comes in as uniforms, so that every draw is an inverse CDF: the same luck gives a monotone answer under any change of a
mean, which common random numbers need.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    WrapSerializer,
    model_validator,
)

from sim.units import Duration

Floats = NDArray[np.float64]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @property
    def average(self) -> float:
        """Expected value, minutes."""
        raise AssertionError("every distribution says its own average")

    def quantile(self, u: Floats) -> Floats:
        """Inverse CDF at `u` in (0, 1): minutes, shape of `u`."""
        raise AssertionError("every distribution says its own quantile")


class Constant(_Shape):
    """Always the same."""

    kind: Literal["constant"] = "constant"
    value: Duration = Field(description="the duration", examples=["45min"])

    @property
    def average(self) -> float:
        """The value itself."""
        return self.value

    def quantile(self, u: Floats) -> Floats:
        """The value, whatever the luck."""
        return np.full(np.shape(u), self.value)


class _ByMean(_Shape):
    mean: Duration = Field(gt=0, description="mean", examples=["50min"])

    @property
    def average(self) -> float:
        """The mean."""
        return self.mean


class Exponential(_ByMean):
    """Memoryless, density exp(-x / mean) / mean."""

    kind: Literal["exponential"] = "exponential"
    mean: Duration = Field(description="mean", examples=["1.2min"])

    def quantile(self, u: Floats) -> Floats:
        """-mean ln(1 - u)."""
        return -self.mean * np.log1p(-u)


class Lognormal(_ByMean):
    """exp of a normal, given by mean and coefficient of variation: s^2 = ln(1 + cv^2), m = ln(mean) - s^2 / 2."""

    kind: Literal["lognormal"] = "lognormal"
    cv: float = Field(gt=0, description="standard deviation / mean", examples=[0.2])

    def quantile(self, u: Floats) -> Floats:
        """exp(m + s z(u))."""
        from scipy.special import ndtri

        s = np.sqrt(np.log1p(self.cv**2))
        return np.asarray(self.mean * np.exp(s * ndtri(u) - s * s / 2))


class Uniform(_Shape):
    """Even between `low` and `high`."""

    kind: Literal["uniform"] = "uniform"
    low: Duration = Field(description="least", examples=["1min"])
    high: Duration = Field(description="most", examples=["2min"])

    @model_validator(mode="after")
    def _ordered(self) -> "Uniform":
        if self.high < self.low:
            raise ValueError("high must not lie below low")
        return self

    @property
    def average(self) -> float:
        """(low + high) / 2."""
        return (self.low + self.high) / 2

    def quantile(self, u: Floats) -> Floats:
        """Low + u (high - low)."""
        return self.low + u * (self.high - self.low)


class Gamma(_ByMean):
    """Gamma by mean and coefficient of variation: shape 1 / cv^2."""

    kind: Literal["gamma"] = "gamma"
    cv: float = Field(gt=0, description="standard deviation / mean", examples=[0.5])

    def quantile(self, u: Floats) -> Floats:
        """Inverse of the regularised lower incomplete gamma function, scaled."""
        from scipy.special import gammaincinv

        shape = self.cv**-2
        return np.asarray(gammaincinv(shape, u) * self.mean / shape)


class Hyperexponential(_ByMean):
    """Exponential with one of two means, more variable than one alone (cv > 1); both give half of the total time."""

    kind: Literal["hyperexponential"] = "hyperexponential"
    cv: float = Field(ge=1, le=100, description="standard deviation / mean, 1 to 100", examples=[2])

    def quantile(self, u: Floats) -> Floats:
        """Root of p exp(-2 p x / m) + (1 - p) exp(-2 (1 - p) x / m) = 1 - u, by Newton's method on its logarithm.

        p = (1 + sqrt((cv^2 - 1) / (cv^2 + 1))) / 2: balanced means (Whitt 1982). The logarithm is convex and falls, so
        Newton's steps from 0 never pass the root.
        """
        p = 0.5 + 0.5 * np.sqrt((self.cv**2 - 1) / (self.cv**2 + 1))
        goal, x, step = np.log1p(-u), np.zeros(np.shape(u)), np.ones(np.shape(u))
        while np.any(step > 1e-9 * (1 + x)):
            first, second = p * np.exp(-2 * p * x), (1 - p) * np.exp(-2 * (1 - p) * x)
            step = (np.log(first + second) - goal) * (first + second) / (2 * p * first + 2 * (1 - p) * second)
            x = x + np.maximum(step, 0.0)
        return np.asarray(x * self.mean)


class Triangular(_Shape):
    """Triangle from `low` over `mode` to `high`."""

    kind: Literal["triangular"] = "triangular"
    low: Duration = Field(description="least", examples=["20min"])
    mode: Duration = Field(description="most likely", examples=["30min"])
    high: Duration = Field(description="most", examples=["1h"])

    @model_validator(mode="after")
    def _ordered(self) -> "Triangular":
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise ValueError("needs low <= mode <= high and low < high")
        return self

    @property
    def average(self) -> float:
        """(low + mode + high) / 3."""
        return (self.low + self.mode + self.high) / 3

    def quantile(self, u: Floats) -> Floats:
        """The two square-root branches either side of the mode."""
        width = self.high - self.low
        turn = (self.mode - self.low) / width
        rising = self.low + np.sqrt(u * width * (self.mode - self.low))
        return np.where(u < turn, rising, self.high - np.sqrt((1 - u) * width * (self.high - self.mode)))


class Geometric(_Shape):
    """Whole steps, at least one: after each of them it is over with the same chance."""

    kind: Literal["geometric"] = "geometric"
    step: Duration = Field(gt=0, description="one step", examples=["1d"])
    chance: float = Field(gt=0, le=1, description="chance that a step is the last one", examples=[0.25])

    @property
    def average(self) -> float:
        """Step / chance."""
        return self.step / self.chance

    def quantile(self, u: Floats) -> Floats:
        """Step x the least k with 1 - (1 - chance)^k >= u."""
        if self.chance == 1:
            return np.full(np.shape(u), self.step)
        return np.asarray(self.step * np.maximum(np.ceil(np.log1p(-u) / np.log1p(-self.chance)), 1.0))


class Discrete(_Shape):
    """One of a few values, with weights (even when left out)."""

    kind: Literal["discrete"] = "discrete"
    values: list[Duration] = Field(min_length=1, description="the values", examples=[["1d", "2d"]])
    weights: list[Annotated[float, Field(ge=0)]] | None = Field(default=None, description="one weight a value")

    @model_validator(mode="after")
    def _matched(self) -> "Discrete":
        if self.weights is not None and (len(self.weights) != len(self.values) or sum(self.weights) <= 0):
            raise ValueError("weights must be as many as values and not all zero")
        return self

    @property
    def _shares(self) -> Floats:
        weights = np.asarray(self.weights or [1.0] * len(self.values))
        return np.asarray(weights / weights.sum())

    @property
    def average(self) -> float:
        """The weighted mean."""
        return float(self._shares @ np.asarray(self.values))

    def quantile(self, u: Floats) -> Floats:
        """The value whose cumulative share covers `u`."""
        last = len(self.values) - 1
        return np.asarray(self.values)[np.minimum(np.searchsorted(np.cumsum(self._shares), u, side="right"), last)]


class Recorded(_Shape):
    """Recorded durations: the k-th draw takes the k-th value (kept in a file for long lists)."""

    kind: Literal["recorded"] = "recorded"
    values: list[Duration] = Field(min_length=1, description="in the order of use", examples=[["55min", "1h 5min"]])

    @property
    def average(self) -> float:
        """The mean of the record."""
        return float(np.mean(self.values))

    def quantile(self, u: Floats) -> Floats:
        """The empirical quantile, for those who need a distribution rather than the sequence."""
        return np.asarray(np.quantile(np.asarray(self.values), u))


class Column(_Shape):
    """The order's own recorded value, in minutes, from a column of the recorded order file."""

    kind: Literal["column"] = "column"
    name: str = Field(description="column of the recorded orders", examples=["pick_minutes"])

    @property
    def average(self) -> float:
        """Unknown until the file is read."""
        return float("nan")


def _spelled_out(value: Any) -> Any:
    """`45min` and `{lognormal: {...}}` become the tagged form that pydantic checks."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return {"kind": "constant", "value": value}
    if isinstance(value, dict) and len(value) == 1 and "kind" not in value:
        ((kind, body),) = value.items()
        if kind == "column":
            return {"kind": kind, "name": body}
        if kind == "constant":
            return {"kind": kind, "value": body}
        if kind == "recorded" and isinstance(body, list):
            return {"kind": kind, "values": body}
        if isinstance(body, dict):
            return {"kind": kind, **body}
    return value


def _in_short(value: Any, write: SerializerFunctionWrapHandler) -> Any:
    """The form that people write: `45min`, `{lognormal: {...}}`."""
    body = dict(write(value))
    kind = body.pop("kind")
    if kind == "constant":
        return body["value"]
    return {kind: body["name"] if kind == "column" else body["values"] if kind == "recorded" else body}


class _Short(BaseModel):
    """The short form, for editors: one word and its parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    constant: Duration | None = None
    exponential: Exponential | None = None
    lognormal: Lognormal | None = None
    uniform: Uniform | None = None
    gamma: Gamma | None = None
    hyperexponential: Hyperexponential | None = None
    triangular: Triangular | None = None
    geometric: Geometric | None = None
    discrete: Discrete | None = None
    recorded: list[Duration] | Recorded | None = None
    column: str | None = None


_Shapes = (
    Constant
    | Exponential
    | Lognormal
    | Uniform
    | Gamma
    | Hyperexponential
    | Triangular
    | Geometric
    | Discrete
    | Recorded
    | Column
)
Distribution = Annotated[
    _Shapes,
    Field(discriminator="kind"),
    BeforeValidator(_spelled_out, json_schema_input_type=Duration | _Short | _Shapes),
    WrapSerializer(_in_short, when_used="json"),
]


class Draws:
    """Draws of one distribution in sequence: recorded values in their order, anything else by inverse CDF."""

    def __init__(self, shape: _Shape, luck: Callable[[int], Floats]) -> None:
        self._shape, self._luck, self._used = shape, luck, 0
        self._recorded = np.asarray(shape.values if isinstance(shape, Recorded) else ())

    def take(self, n: int) -> Floats:
        """The next `n` values, minutes, shape (n,); a record that is used up starts again."""
        if isinstance(self._shape, Recorded):
            k = np.arange(self._used, self._used + n) % len(self._recorded)
            self._used += n
            return self._recorded[k]
        return self._shape.quantile(self._luck(n))
