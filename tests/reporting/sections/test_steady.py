"""Steady states in the report: warm-up, long-run mean, whether to trust them, and what could not be measured."""

import pytest

from ..hand import build, hand, printed, section


def series(correlation=0.0, long_enough=True, warm_up=12.0, zh="未交付订单", en="Open orders"):
    return {
        "unit": "orders",
        "title": {"zh": zh, "en": en},
        "step_hours": 1.0,
        "warm_up_hours": warm_up,
        "mean": 25.5,
        "ci_low": 25.1,
        "ci_high": 25.9,
        "n": 20,
        "batches": [25.5] * 20,
        "correlation": correlation,
        "long_enough": long_enough,
        "series": [0.0, 10.0, 20.0] + [25.5] * 97,
    }


def part(left_out=(), lang="en", **found):
    own = {"kind": "steady_state", "steady": found, "steady_left_out": list(left_out)}
    (only,) = section("steady", hand() | own, lang).parts
    return only


def test_a_drill_has_no_such_section():
    assert build("steady", hand()) is None


def test_the_sentence_names_the_longest_warm_up_and_every_mean():
    found = part(open=series(), stock=series(warm_up=36.0, en="Units on hand"))
    first, _, rest = found.finding.partition("; ")
    assert first == "The longest warm-up takes 36 h"
    assert rest == "after it: Open orders 25.5 orders, Units on hand 25.5 orders."


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (series(), "● yes"),
        (series(correlation=0.3), "▲ batches correlate, interval too short: run longer"),
        (series(correlation=0.3, long_enough=False), "■ too short: it may still be warming up"),
    ],
)
def test_whether_to_trust_a_mean_is_said_with_what_to_do(found, word):
    (row,) = printed(part(open=found).table, "en")
    assert row[0] == "Open orders"
    assert row[3] == word


def test_what_could_not_be_measured_is_named():
    assert "Left out" not in part(open=series()).table.note
    assert "Lead time" in part([{"zh": "交付时长", "en": "Lead time"}], open=series()).table.note
    assert "交付时长" in part([{"zh": "交付时长", "en": "Lead time"}], "zh", open=series()).table.note


def test_every_series_has_its_picture():
    found = part(open=series(), stock=series(en="Units on hand"))
    assert [picture.label for picture in found.pictures] == ["Open orders", "Units on hand"]
