"""Everyday orders: a daily number, spread by hour, weekday, holidays and weather."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from sim.clock import Calendar
from sim.errors import refusal
from sim.instants import DAY
from sim.rates.calendar import DayFactors, calendar_rate
from sim.rates.intensity import Intensity
from sim.shapes import DayMark, Shape
from sim.units import Factor

Weight = Annotated[float, Field(ge=0)]


class TableColumn(BaseModel):
    """A column of a table; loading a world puts its numbers in place of this. Lines that begin with # are comments."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str = Field(description="CSV or XLSX file beside this one", examples=["tables/dingdong_hours.csv"])
    column: str = Field(description="name of the column", examples=["share"])


class TableCell(TableColumn):
    """One cell of a table."""

    row: str = Field(description="what the first cell of its row says", examples=["holiday"])


def _in_place(value: Any) -> Any:
    if isinstance(value, dict):
        raise ValueError("takes figures, or {table: FILE, column: NAME} in a world that is loaded from a file")
    return value


Numbers = Annotated[list[Weight], BeforeValidator(_in_place, json_schema_input_type=list[Weight] | TableColumn)]
Number = Annotated[Factor, BeforeValidator(_in_place, json_schema_input_type=Factor | TableCell)]


class Weather(BaseModel):
    """The weather of one day."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    degrees: float = Field(default=20.0, description="mean temperature, degrees C", examples=[33])
    rain: float = Field(default=0.0, ge=0, description="rain, in the unit of the factor", examples=[2])


class Daily(Shape):
    """`per_day` orders on a mean day x hour shape x weekday x holiday x weather x named events."""

    kind: Literal["daily"] = "daily"
    per_day: float = Field(gt=0, description="orders on a mean day", examples=[2400])
    hours: Numbers = Field(default=[1.0] * 24, description="24 weights, midnight first")
    weekdays: Numbers = Field(default=[1.0] * 7, description="7 factors, Monday first")
    holidays: list[str] = Field(default_factory=list, description="dates of public holidays", examples=[["2026-10-01"]])
    holiday: Number = Field(default=1.0, description="factor on a holiday", examples=[1.35])
    weather: dict[str, Weather] = Field(default_factory=dict, description="weather by date")
    heat: Number = Field(default=1.0, description="factor per degree above `warm`", examples=[1.03])
    warm: float = Field(default=22.0, description="degrees C from which heat counts")
    rain: Number = Field(default=1.0, description="factor per unit of rain", examples=[1.05])
    events: dict[str, Factor] = Field(
        default_factory=dict,
        description="factor by date: a community event, panic buying",
        examples=[{"2026-06-19": 1.3}],
    )

    @field_validator("hours", "weekdays")
    @classmethod
    def _long_enough(cls, value: list[float], info: object) -> list[float]:
        need = 24 if getattr(info, "field_name", "") == "hours" else 7
        if len(value) != need or sum(value) <= 0:
            raise refusal(f"{need} numbers that are not all 0", len(value))
        return value

    @field_validator("holidays", "weather", "events")
    @classmethod
    def _dated(cls, value: list[str] | dict[str, object]) -> list[str] | dict[str, object]:
        for day in value:
            try:
                date.fromisoformat(day)
            except ValueError:
                raise refusal("dates like 2026-10-01", day) from None
        return value

    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        """Piecewise constant by the hour."""
        first = calendar.start.date()
        days = [first + timedelta(days=k) for k in range(int(np.ceil((horizon + calendar.offset) / DAY)))]
        weather = [self.weather.get(day.isoformat(), Weather(degrees=self.warm)) for day in days]
        factors = DayFactors(holiday=self.holiday, heat=self.heat, warm=self.warm, rain=self.rain).of(
            np.array([day.isoformat() in self.holidays for day in days]),
            np.array([one.degrees for one in weather]),
            np.array([one.rain for one in weather]),
        )
        events = np.array([self.events.get(day.isoformat(), 1.0) for day in days])
        return calendar_rate(
            self.per_day, self.hours, self.weekdays, factors * events, first.weekday(), calendar.offset
        )

    def marks(self) -> Iterator[DayMark]:
        """Holidays, events and the weather."""
        for day in self.holidays:
            yield DayMark("holiday", date.fromisoformat(day), 1.0)
        for day, factor in self.events.items():
            yield DayMark("event", date.fromisoformat(day), factor - 1.0)
        for day, weather in self.weather.items():
            yield DayMark("heat", date.fromisoformat(day), max(weather.degrees - self.warm, 0.0))
            yield DayMark("rain", date.fromisoformat(day), weather.rain)
