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
    ("duration", "1D 2H", 1560.0),
    ("duration", "36500d", 36500 * 1440.0),
    ("duration", "1h 90s", 61.5),
    ("duration", ".5h", 30.0),
    ("duration", "1e2min", 100.0),
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
    ("rate", "0", 0.0),
    ("rate", "3/W", 3 / 10080),
    ("rate", "90 / 小时", 1.5),
    ("speed", "30km/h", 0.5),
    ("speed", "2 km/min", 2.0),
    ("distance", "5km", 5.0),
    ("distance", "300m", 0.3),
    ("weight", "0.8kg", 0.8),
    ("weight", "450g", 0.45),
    ("weight", "2t", 2000.0),
    ("amount", 3, 3.0),
    ("amount", "450g", 0.45),
    ("amount", "1.5l", 1.5),
    ("amount", "30ml", 0.03),
    ("amount", "2t", 2000.0),
    ("amount", "4 pcs", 4.0),
    ("amount", "4个", 4.0),
    ("money", 9.9, 9.9),
    ("money", "9.9 yuan", 9.9),
    ("money", "￥9.9", 9.9),
    ("money", "9.9元", 9.9),
    ("share", 0.55, 0.55),
    ("share", "55%", 0.55),
    ("share", 1, 1.0),
    ("share", "100%", 1.0),
    ("share", 0, 0.0),
    ("factor", 6, 6.0),
    ("factor", "600%", 6.0),
    ("factor", "+500%", 6.0),
    ("factor", "-60%", 0.4),
    ("factor", "-100%", 0.0),
    ("factor", "+0%", 1.0),
    ("factor", "0.4", 0.4),
    ("maybe", 0, 0.0),
    ("maybe", None, None),
]


@pytest.mark.parametrize(("field", "written", "meant"), READS)
def test_what_people_write_becomes_the_insides_number(field, written, meant):
    assert getattr(Everything.model_validate({field: written}), field) == meant


REFUSED = {
    "duration": [
        5,
        "5",
        "-2h",
        "2 hours ago",
        "1h 1h",
        "1h 1H",
        "1h 1 hour",
        "2h 3",
        "36501d",
        "h",
        "0min",
        "99999999d",
        "1e400d",
        "2x",
    ],
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


SECOND, MINUTE, HOUR, DAY, WEEK = 1 / 60, 1.0, 60.0, 1440.0, 10080.0


@pytest.mark.parametrize(
    ("unit", "minutes"),
    [
        *((unit, SECOND) for unit in ("s", "sec", "second", "seconds", "秒")),
        *((unit, MINUTE) for unit in ("min", "minute", "minutes", "分", "分钟")),
        *((unit, HOUR) for unit in ("h", "hour", "hours", "小时")),
        *((unit, DAY) for unit in ("d", "day", "days", "天")),
        *((unit, WEEK) for unit in ("w", "week", "weeks", "周")),
    ],
)
def test_every_word_for_a_time_is_known_in_durations_and_in_rates(unit, minutes):
    assert units.duration(f"3{unit}") == pytest.approx(3 * minutes)
    assert units.rate(f"3/{unit}") == pytest.approx(3 / minutes)


@pytest.mark.parametrize(
    ("read", "written", "said"),
    [
        (units.duration, "1.5x", "takes a duration like 2h, 90min or 3d 12h; found '1.5x' (unknown unit 'x')"),
        (units.duration, "1h 1H", "takes a duration like 2h, 90min or 3d 12h; found '1h 1H' (the same unit twice)"),
        (
            units.duration,
            "36501d",
            "takes a duration like 2h, 90min or 3d 12h; found '36501d' (longer than a hundred years)",
        ),
        (units.rate, 60, "takes a rate like 60/h, 2/min or 500/d; found 60 (a number needs its unit)"),
        (units.rate, "-100/d", "takes a rate like 60/h, 2/min or 500/d; found '-100/d' (it must not be negative)"),
        (units.duration, "-12h", "takes a duration like 2h, 90min or 3d 12h; found '-12h' (it must not be negative)"),
        (units.money, -0.5, "takes an amount of money in yuan like 9.9; found -0.5 (it must not be negative)"),
        (units.rate, "1-/d", "takes a rate like 60/h, 2/min or 500/d; found '1-/d'"),
        (units.duration, "-soon", "takes a duration like 2h, 90min or 3d 12h; found '-soon'"),
        (units.rate, "1/x", "takes a rate like 60/h, 2/min or 500/d; found '1/x'"),
        (units.speed, 20, "takes a speed like 20km/h; found 20 (a number needs its unit)"),
        (units.distance, "5kg", "takes a distance like 5km or 300m; found '5kg' (unknown unit 'kg')"),
        (units.weight, "1l", "takes a weight like 0.8kg or 450g; found '1l' (unknown unit 'l')"),
        (units.amount, "1km", "takes an amount like 1, 0.45kg, 450g or 1.5l; found '1km' (unknown unit 'km')"),
        (units.money, "5 usd", "takes an amount of money in yuan like 9.9; found '5 usd' (unknown unit 'usd')"),
        (units.share, "101%", "takes a share between 0 and 1 or a percentage like 55%; found '101%'"),
        (
            units.factor,
            "-101%",
            "takes a factor like 0.4, 6, 600%, +500% or -60%; found '-101%' (nothing falls by more than 100%)",
        ),
    ],
)
def test_every_refusal_says_what_is_taken_what_was_found_and_why(read, written, said):
    with pytest.raises(ValueError) as refused:
        read(written)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0min"), (0.5, "30s"), (40 / 60, "40s"), (1 / 3, "20s"), (59.5, "3570s"), (60.5, "60.5min"),
        (0.001, "0.001min"), (1, "1min"), (60, "1h"), (61, "1h 1min"), (90, "1h 30min"), (1440, "1d"),
        (1501, "1d 1h 1min"), (10080, "7d"), (1500.5, "1500.5min"),
    ],
)  # fmt: skip
def test_a_duration_is_written_the_shortest_way(minutes, text):
    assert units.duration_text(minutes) == text
    assert units.duration(text) == minutes


@pytest.mark.parametrize(
    ("per_minute", "text"),
    [
        (0, "0/min"), (1, "1/min"), (2.0, "2/min"), (0.5, "30/h"), (1 / 60, "1/h"), (1.5, "90/h"), (1 / 1440, "1/d"),
        (7 / 1440, "7/d"), (0.0001, "0.0001/min"),
    ],
)  # fmt: skip
def test_a_rate_is_written_without_decimals_where_it_can_be(per_minute, text):
    assert units.rate_text(per_minute) == text
    assert units.rate(text) == per_minute


@given(NUMBERS)
def test_a_rate_written_back_reads_in_as_the_very_same_number(per_minute):
    assert units.rate(units.rate_text(per_minute)) == per_minute


@pytest.mark.parametrize(
    ("field", "types", "low", "high"),
    [
        ("rate", ["number", "string"], 0, 0), ("money", ["number", "string"], 0, None),
        ("share", ["number", "string"], 0, 1), ("factor", ["number", "string"], 0, None),
        ("amount", ["number", "string"], 0, None), ("weight", ["number", "string"], 0, 0),
        ("time_of_day", "string", None, None), ("window", "string", None, None), ("moment", "string", None, None),
    ],
)  # fmt: skip
def test_an_editor_knows_which_bare_numbers_need_no_unit(field, types, low, high):
    words = Everything.model_json_schema()["properties"][field]
    assert words["type"] == types
    assert (words.get("minimum"), words.get("maximum")) == (low, high)


def test_all_that_the_module_offers_is_there():
    assert all(hasattr(units, name) for name in units.__all__)
    assert sorted(units.__all__) == units.__all__
