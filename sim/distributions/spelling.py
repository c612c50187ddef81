"""The short form of a distribution: a duration, or one word and its parameters."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SerializerFunctionWrapHandler, WrapSerializer

from sim.distributions.listed import Constant, Discrete, Geometric, OrderColumn, RecordedDurations
from sim.distributions.smooth import Exponential, Gamma, Hyperexponential, Lognormal, Triangular, Uniform
from sim.errors import refusal
from sim.units import Duration


def _spelled_out(value: Any) -> Any:
    """`45min` and `{lognormal: {...}}` become the tagged form that pydantic checks; ValueError for another form."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return {"kind": "constant", "value": value}
    if isinstance(value, BaseModel) or (isinstance(value, dict) and "kind" in value):
        return value
    if isinstance(value, dict) and len(value) == 1:
        ((kind, body),) = value.items()
        if kind == "column":
            return {"kind": kind, "name": body}
        if kind == "constant":
            return {"kind": kind, "value": body}
        if kind == "recorded" and isinstance(body, list):
            return {"kind": kind, "values": body}
        if isinstance(body, dict):
            return {"kind": kind, **body}
        if kind in _Short.model_fields:
            raise refusal(f"`{kind}` with its parameters, like {{lognormal: {{mean: 50min, cv: 0.2}}}}", body)
    raise refusal("a duration like 45min, or one word with its parameters, like {exponential: {mean: 20h}}", value)


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
    recorded: list[Duration] | RecordedDurations | None = None
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
    | RecordedDurations
    | OrderColumn
)
Distribution = Annotated[
    _Shapes,
    Field(discriminator="kind"),
    BeforeValidator(_spelled_out, json_schema_input_type=Duration | _Short | _Shapes),
    WrapSerializer(_in_short, when_used="json"),
]
