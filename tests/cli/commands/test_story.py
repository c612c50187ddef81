"""`surge story`: the timeline of an order agrees with its record, stamp by stamp and lot by lot."""

import json
import math

import numpy as np
import pytest

from sim.cli.timeline import latest_order, timeline
from sim.cli.timeline_text import TimelineText
from sim.results.folder import RunFolder
from sim.state.ledger import STAMPS


@pytest.fixture
def record(after):
    return RunFolder(after.folder / "out" / after.run_id).read("m_mill_stops")


def test_every_stamp_of_the_record_is_in_the_timeline(record):
    for order in range(0, record.rows("orders"), 37):
        if record.orders["kind"][order] < 0:
            continue
        told = timeline(record, order)["stamps"]
        for name in STAMPS:
            at = float(record.orders[name][order])
            assert told.get(name, math.nan) == pytest.approx(at, nan_ok=True) or name == "released"


def test_the_lots_shown_are_those_that_were_picked_and_carry_their_way(record):
    picked = int(record.lines["order"][record.picks["line"][-1]])
    lines = timeline(record, picked)["lines"]
    assert sum(lot["qty"] for line in lines for lot in line["lots"]) == sum(line["qty"] for line in lines)
    assert all(lot["from"] in ("opening", "bought", "made") for line in lines for lot in line["lots"])


def test_left_out_the_order_is_the_one_that_was_kept_waiting_longest(surge, after, record):
    told = json.loads(surge("story", "latest", "-s", "m", "--json").stdout)
    assert told["order"] == latest_order(record)
    orders = record.orders
    late = np.where(orders["kind"] == 0, orders["delivered"] - orders["promise"], -np.inf)
    assert told["stamps"]["delivered"] - told["promise"] == pytest.approx(np.nanmax(late))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_reads_dates_titles_and_the_end(surge, after, lang):
    ended = surge("story", after.run_id, "-s", "m_mill_stops", "--lang", lang)
    assert ended.exit_code == 0
    words = {
        "zh": ("面包", "街角店", "付清", "外购", "承诺"),
        "en": ("Loaf", "The corner", "paid in full", "bought", "promise"),
    }
    assert all(word in ended.stdout for word in ("2026-06-1", "→", *words[lang]))
    ended.stdout.encode("gbk")


def test_what_shocks_and_plans_did_meanwhile_is_shown(surge, after):
    told = json.loads(surge("story", "latest", "-s", "m", "--json").stdout)
    assert {event["event"] for event in told["meanwhile"]} <= {"shock_began", "shock_noticed", "shock_ended"}
    assert told["meanwhile"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("latest", "999999"), "numbered 0 to"),
        (("latest", "0", "-s", "zz"), "m_mill_stops+spare"),
        (("latest", "0", "-r", "9"), "no replication 9"),
        (("nope", "0"), "no run 'nope'"),
        (("latest", "first"), "first"),
        ((), "RUN"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(surge, after, words, told):
    ended = surge("story", *words)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert told in ended.stderr


@pytest.mark.parametrize(
    ("minutes", "words"), [(0.0, "00:00"), (61.4, "01:01"), (1440.0, "1d 00:00"), (3075.0, "2d 03:15")]
)
def test_spans_are_days_hours_and_minutes(minutes, words):
    assert TimelineText("en", {}, None).span(minutes) == words


def test_dates_count_from_the_start_of_the_world():
    assert TimelineText("en", {}, "2026-06-15T00:00:00+08:00").date(1501.5) == "2026-06-16 01:01:30"
    assert TimelineText("en", {}, None).date(1501.5) == "d1 01:01"
