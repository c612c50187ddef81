"""What people write at the door becomes the inside's number, or a sentence they understand."""

import json
import math
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim import units
from sim.units import (
    Amount,
    DayWindow,
    Distance,
    Duration,
    Factor,
    Moment,
    Money,
    Rate,
    Share,
    Speed,
    Start,
    TimeOfDay,
    Weight,
)

CHINA = datetime.fromisoformat("2026-06-15 00:00+08:00")


class Everything(BaseModel):
    """One field of every type of the door."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    duration: Duration = Field(default=120.0, gt=0, description="how long")
    time_of_day: TimeOfDay = 60.0
    window: DayWindow = (0.0, 1440.0)
    moment: Moment = Moment(3, 1200.0)
    start: Start = CHINA
    rate: Rate = 1.0
    speed: Speed = 0.5
    distance: Distance = 1.0
    weight: Weight = 1.0
    amount: Amount = 1.0
    money: Money = 1.0
    share: Share = 0.5
    factor: Factor = 1.0
    maybe: Duration | None = None


READS = [
    ("duration", "2h", 120.0),
    ("duration", "90min", 90.0),
    ("duration", "3d 12h", 5040.0),
    ("duration", "1d2h", 1560.0),
    ("duration", "1.5h", 90.0),
    ("duration", "45s", 0.75),
    ("duration", "40s", 40 / 60),
    ("duration", "2w", 20160.0),
    ("duration", "1 day 2 hours 5 minutes", 1565.0),
    ("rate", "60/hour", 1.0),
    ("duration", "2小时 30分钟", 150.0),
    ("duration", " 2 H ", 120.0),
    ("time_of_day", "20:00", 1200.0),
    ("time_of_day", "7:30", 450.0),
    ("time_of_day", "20:00:30", 1200.5),
    ("window", "06:00-14:00", (360.0, 840.0)),
    ("window", "22:00-06:00", (1320.0, 360.0)),
    ("window", "00:00-24:00", (0.0, 1440.0)),
    ("moment", "d3 20:00", Moment(3, 1200.0)),
    ("moment", "d2", Moment(2, 0.0)),
    ("start", "2026-06-15 00:00 +08:00", CHINA),
    ("start", "2026-06-15T00:00:00+08:00", CHINA),
    ("start", "2026-06-14 16:00 Z", CHINA),
    ("rate", "60/h", 1.0),
    ("rate", "2/min", 2.0),
    ("rate", "720 / d", 0.5),
    ("rate", 0, 0.0),
    ("speed", "30km/h", 0.5),
    ("distance", "5km", 5.0),
    ("distance", "300m", 0.3),
    ("weight", "0.8kg", 0.8),
    ("weight", "450g", 0.45),
    ("amount", 3, 3.0),
    ("amount", "450g", 0.45),
    ("amount", "1.5l", 1.5),
    ("amount", "30ml", 0.03),
    ("money", 9.9, 9.9),
    ("money", "9.9 yuan", 9.9),
    ("money", "￥9.9", 9.9),
    ("money", "9.9元", 9.9),
    ("share", 0.55, 0.55),
    ("share", "55%", 0.55),
    ("share", 1, 1.0),
    ("factor", 6, 6.0),
    ("factor", "600%", 6.0),
    ("factor", "+500%", 6.0),
    ("factor", "-60%", 0.4),
    ("maybe", 0, 0.0),
    ("maybe", None, None),
]


@pytest.mark.parametrize(("field", "written", "meant"), READS)
def test_what_people_write_becomes_the_insides_number(field, written, meant):
    assert getattr(Everything.model_validate({field: written}), field) == meant


REFUSED = {
    "duration": [5, "5", "-2h", "2 hours ago", "1h 1h", "2h 3", "h", "0min", "99999999d", "1e400d", "2x"],
    "time_of_day": [5, "24:00", "25:00", "20:60", "8pm", "20"],
    "window": ["06:00", "06:00-06:00", "24:00-06:00", "06:00-25:00", 5],
    "moment": [5, "3 20:00", "d3 24:00", "d-1", "2026-02-30 20:00", "20:00", "d3 20:61"],
    "start": [
        "2026-06-15",
        "2026-06-15 00:00",
        "2026-02-30 00:00 +08:00",
        "2026-06-15 00:00 +99:00",
        "0001-01-01 00:00 Z",
    ],
    "rate": [60, "60", "60/x", "-1/h", "1e400/h", "/h"],
    "speed": [20, "20", "20km"],
    "distance": [5, "5", "5kg", "-5km"],
    "weight": [1, "1", "1km", "-1kg"],
    "amount": [-1, "1km", "x"],
    "money": [-1, "9.9 dollars", "-￥5"],
    "share": [1.01, 55, "101%", -0.1, "-5%"],
    "factor": [-1, "-101%", "x", "+5"],
    "maybe": ["soon"],
}


@pytest.mark.parametrize(
    ("field", "written"), [(field, written) for field, values in REFUSED.items() for written in values]
)
def test_what_nobody_can_mean_is_refused_in_plain_words(field, written):
    with pytest.raises(ValidationError) as failure:
        Everything.model_validate({field: written})
    (error,) = failure.value.errors()
    assert error["type"] in ("value_error", "greater_than")
    if error["type"] == "value_error":
        assert "takes a" in error["msg"] or "takes hours" in error["msg"]
        assert str(written) in error["msg"]


@pytest.mark.parametrize("field", list(Everything.model_fields))
@pytest.mark.parametrize("junk", [True, [], {}, math.nan, math.inf, -math.inf, "", " ", "١h", "9" * 5000, 10**400])
def test_junk_is_refused_by_every_type_of_the_door(field, junk):
    with pytest.raises(ValidationError) as failure:
        Everything.model_validate({field: junk})
    assert len(str(failure.value.errors()[0]["msg"])) < 250


def test_the_sentence_says_what_is_taken_what_was_found_and_why():
    with pytest.raises(
        ValueError, match=r"^takes a duration like 2h, 90min or 3d 12h; found 5 \(a number needs its unit\)$"
    ):
        units.duration(5)


@given(st.floats(0, 5e7, allow_nan=False, allow_subnormal=False))
def test_a_duration_written_back_reads_in_as_the_very_same_number(minutes):
    assert units.duration(units.duration_text(minutes)) == minutes


@given(st.integers(1, 50_000_000))
def test_whole_minutes_are_written_in_days_hours_and_minutes(minutes):
    text = units.duration_text(float(minutes))
    assert units.duration(text) == minutes
    assert "." not in text


NUMBERS = st.floats(0, 1e9, allow_nan=False, allow_subnormal=False)


@given(
    st.builds(
        Everything.model_construct,
        duration=st.floats(0.01, 1e6),
        time_of_day=st.integers(0, 86399).map(lambda second: second / 60),
        window=st.just((1320.0, 360.0)),
        moment=st.builds(Moment, st.integers(0, 99999), st.integers(0, 1439).map(float)),
        rate=NUMBERS,
        speed=NUMBERS,
        distance=NUMBERS,
        weight=NUMBERS,
        amount=NUMBERS,
        money=NUMBERS,
        share=st.floats(0, 1),
        factor=NUMBERS,
        maybe=st.none() | st.floats(0, 1e6),
    )
)
def test_a_resolved_configuration_reads_in_as_itself(everything):
    assert Everything.model_validate_json(everything.model_dump_json()) == everything


@given(st.text(max_size=30))
@pytest.mark.parametrize("read", [units.duration, units.rate, units.factor, units.money, Moment.read, units.day_window])
def test_arbitrary_text_is_read_or_refused_and_nothing_else(read, text):
    try:
        read(text)
    except ValueError as error:
        assert "takes" in str(error)


def test_moments_count_from_the_calendar_day_of_the_start():
    noon = datetime.fromisoformat("2026-06-15 12:00+08:00")
    assert Moment.read("d3 20:00").minutes(CHINA) == 3 * 1440 + 1200
    assert Moment.read("d0 20:00").minutes(noon) == 480
    assert Moment.read("d0 08:00").minutes(noon) == -240


def test_dated_moments_respect_zones_and_borrow_the_worlds():
    assert Moment.read("2026-06-18 20:00 +08:00").minutes(CHINA) == 3 * 1440 + 1200
    assert Moment.read("2026-06-18 12:00 Z").minutes(CHINA) == 3 * 1440 + 1200
    assert Moment.read("2026-06-18 20:00").minutes(CHINA) == 3 * 1440 + 1200


def test_a_start_without_its_zone_is_told_how_to_write_one():
    with pytest.raises(ValueError, match=r"the time zone is missing: add \+08:00"):
        units.start("2026-06-15 00:00")


def test_an_impossible_date_says_what_is_wrong_with_it():
    with pytest.raises(ValueError, match="day"):
        units.start("2026-02-30 00:00 +08:00")


@pytest.mark.parametrize("name", list(Everything.model_fields))
def test_every_type_describes_itself_to_an_editor_with_examples_that_read_in(name):
    field = Everything.model_json_schema()["properties"][name]
    field = field.get("anyOf", [field])[0]
    assert "string" in field["type"]
    assert field["description"]
    for example in field["examples"]:
        Everything.model_validate({name: example})


def test_the_fields_own_description_wins():
    assert Everything.model_json_schema()["properties"]["duration"]["description"] == "how long"


def test_the_module_docstring_names_every_type():
    table = units.__doc__ or ""
    for name in ("Duration", "TimeOfDay", "DayWindow", "Moment", "Start", "Rate", "Speed", "Distance", "Weight"):
        assert name in table
    assert json.dumps(Everything.model_json_schema())
