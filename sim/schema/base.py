"""Base of all configuration models: frozen and strict; also titles and names."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim.plug import Places as Names
from sim.units import duration


class Strict(BaseModel):
    """Frozen, no unknown keys, no NaN, no infinity. A field's description is its documentation."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=False)


class Text(Strict):
    """A title in Chinese and English."""

    zh: str = Field(description="Chinese", examples=["麦田日记"])
    en: str = Field(description="English", examples=["Wheat Diary"])

    def of(self, lang: str) -> str:
        """The title in `zh` or `en`."""
        return self.zh if lang == "zh" else self.en


def _both(value: Any) -> Any:
    return {"zh": value, "en": value} if isinstance(value, str) else value


Title = Annotated[Text, BeforeValidator(_both, json_schema_input_type=str | Text)]
"""A title: `{zh: ..., en: ...}`, or one text that serves both."""


Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9_\-一-鿿]{1,64}$")]
"""A name of one's own: letters, digits, `_`, `-`, Chinese characters."""


def _in_hours(value: Any) -> Any:
    return duration(value) / 60 if isinstance(value, str) else value


Limit = Annotated[float, BeforeValidator(_in_hours, json_schema_input_type=float | str)]
"""A value of a measure, in the measure's own unit. Measures of time are in hours, and may be written `48h` or `5d`."""


def from_seed(confidence: str = "low") -> dict[str, Any]:
    """Marks a default that was taken from the original articles: to be replaced by the brand's own figure."""
    return {"source": "seed articles", "confidence": confidence}


__all__ = ["Identifier", "Limit", "Names", "Strict", "Text", "Title", "from_seed"]
