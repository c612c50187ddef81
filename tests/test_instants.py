"""Instants at the door: what is read, what is refused and why, and how each is written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.instants import Moment, clock_text, day_window, start, time_of_day, window_text

CHINA = datetime.fromisoformat("2026-06-15 00:00+08:00")


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
        start("2026-06-15 00:00")


def test_an_impossible_date_says_what_is_wrong_with_it():
    with pytest.raises(ValueError, match="day"):
        start("2026-02-30 00:00 +08:00")


def test_a_moment_counts_from_the_midnight_before_a_start_to_the_microsecond():
    odd = CHINA.replace(hour=7, minute=30, second=45, microsecond=500_000)
    assert Moment.read("d0").minutes(odd) == pytest.approx(-(7 * 60 + 30 + 45.5 / 60), abs=1e-12)
    assert Moment.read("d1 07:30:45").minutes(odd) == pytest.approx(1440 - 0.5 / 60, abs=1e-9)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("d0", Moment(0, 0.0)),
        ("D1T06:30", Moment(1, 390.0)),
        (" d7  6:05 ", Moment(7, 365.0)),
        ("d99999 23:59:59", Moment(99999, 1440 - 1 / 60)),
        ("2026-06-18 20:00", Moment(date=datetime(2026, 6, 18, 20, 0))),
        ("2026-6-8T20:00Z", Moment(date=datetime(2026, 6, 8, 20, 0, tzinfo=UTC))),
    ],
)
def test_a_moment_is_counted_or_dated(written, moment):
    assert Moment.read(written) == moment
    assert Moment.read(moment) is moment
    assert Moment.read(str(moment)) == moment


@given(st.integers(0, 99999), st.integers(0, 86399))
def test_a_moment_written_back_reads_in_as_the_same(day, second):
    moment = Moment(day, second / 60)
    assert Moment.read(str(moment)) == moment


@pytest.mark.parametrize(
    ("read", "written", "said"),
    [
        (time_of_day, "24:00", "takes a time of day like 20:00; found '24:00' (the day ends at 23:59)"),
        (time_of_day, "8pm", "takes a time of day like 20:00; found '8pm'"),
        (
            time_of_day,
            "20:60",
            "takes a time of day like 20:00; found '20:60' (hours go to 24, minutes and seconds to 59)",
        ),
        (
            time_of_day,
            "20:00:60",
            "takes a time of day like 20:00; found '20:00:60' (hours go to 24, minutes and seconds to 59)",
        ),
        (
            time_of_day,
            "24:00:01",
            "takes a time of day like 20:00; found '24:00:01' (hours go to 24, minutes and seconds to 59)",
        ),
        (
            day_window,
            "06:00-06:00",
            "takes hours of the day like 06:00-14:00 or 22:00-06:00; found '06:00-06:00' "
            "(it never opens; all day is 00:00-24:00)",
        ),
        (
            day_window,
            "24:00-06:00",
            "takes hours of the day like 06:00-14:00 or 22:00-06:00; found '24:00-06:00' "
            "(it never opens; all day is 00:00-24:00)",
        ),
        (Moment.read, 3, "takes a moment like 'd3 20:00' or '2026-06-18 20:00 +08:00'; found 3"),
        (
            Moment.read,
            "d1 24:00",
            "takes a moment like 'd3 20:00' or '2026-06-18 20:00 +08:00'; found 'd1 24:00' (the day ends at 23:59)",
        ),
        (
            start,
            "2026-06-15 00:00",
            "takes a date, time and zone like 2026-06-15 00:00 +08:00; found '2026-06-15 00:00' "
            "(the time zone is missing: add +08:00 for China)",
        ),
        (
            start,
            "1899-12-31 00:00 Z",
            "takes a date, time and zone like 2026-06-15 00:00 +08:00; found '1899-12-31 00:00 Z' "
            "(the year must lie between 1900 and 2200)",
        ),
        (
            start,
            "2026-06-15 00:00 +15:00",
            "takes a date, time and zone like 2026-06-15 00:00 +08:00; found '2026-06-15 00:00 +15:00' "
            "(no time zone is +15:00 away from Greenwich)",
        ),
    ],
)
def test_every_refusal_says_what_is_taken_what_was_found_and_why(read, written, said):
    with pytest.raises(ValueError) as refused:
        read(written)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Z", 0), ("z", 0), ("+08:00", 8), ("+0530", 5.5), ("-03:30", -3.5), ("+14:00", 14), ("-14:59", -14 - 59 / 60)],
)
def test_a_start_has_its_zone(zone, hours):
    assert start(f"2026-06-15 06:00 {zone}").utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["+15:00", "-15:00", "+08:60", "+8:00", "08:00", "CST"])
def test_what_is_no_zone_is_refused(zone):
    with pytest.raises(ValueError, match="takes a date, time and zone"):
        start(f"2026-06-15 06:00 {zone}")


@pytest.mark.parametrize("written", ["1900-01-01 00:00 Z", "2200-12-31 23:59:59 Z"])
def test_the_years_of_a_start_are_1900_to_2200(written):
    assert start(written).isoformat(" ") == written.replace(" Z", "+00:00").replace("00:00+", "00:00:00+")


def test_a_start_that_is_a_date_already_stays_what_it_is():
    assert start(CHINA) is CHINA
    with pytest.raises(ValueError, match="the time zone is missing"):
        start(CHINA.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("written", "window", "text"),
    [
        ("06:00-14:00", (360, 840), "06:00-14:00"),
        ("22:00 ~ 6:00", (1320, 360), "22:00-06:00"),
        ("00:00–24:00", (0, 1440), "00:00-24:00"),
        ("08:00:30-09:00", (480.5, 540), "08:00:30-09:00"),
    ],
)
def test_hours_of_the_day_are_read_and_written(written, window, text):
    assert day_window(written) == window
    assert window_text(day_window(written)) == text
    assert day_window(text) == window


@given(st.integers(0, 86399))
def test_a_time_of_day_written_back_reads_in_as_the_same(second):
    assert time_of_day(clock_text(second / 60)) == second / 60


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "00:00"), (61.5, "01:01:30"), (1439, "23:59"), (1440, "24:00"), (0.1, "00:00:06")]
)
def test_a_clock_shows_seconds_only_where_there_are_any(minutes, text):
    assert clock_text(minutes) == text


@pytest.mark.parametrize("read", [time_of_day, day_window, start, Moment.read])
@pytest.mark.parametrize("junk", ["", " ", "06:00" * 30, None, 5, True, ["06:00"]])
def test_junk_is_refused_in_words(read, junk):
    with pytest.raises(ValueError, match=r"^takes "):
        read(junk)


def test_a_zone_is_a_fixed_distance_from_greenwich():
    assert start("2026-01-01 00:00 -03:30").tzinfo == timezone(-timedelta(hours=3, minutes=30))
