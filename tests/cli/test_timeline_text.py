"""The timeline of an order in words: every line to the letter, in Chinese and in English."""

import math

import pytest

from sim.cli.timeline_text import TimelineText, titles_of
from sim.results.study import Words

NAN = math.nan
TITLES = {
    "dc": Words(zh="中心仓", en="City DC"),
    "loaf": Words(zh="面包", en="Loaf"),
    "bakery": Words(zh="面包房", en="bakery"),
}
START = "2026-06-15T08:00:00+08:00"
LOT = {
    "lot": 4, "qty": 2.0, "from": "made", "made_at": "bakery", "made_on": "bakery.oven", "made": 10.0, "work_order": 3,
    "expires": 4330.0, "route": [{"site": "dc", "arrived": 60.0}], "taken_at": "dc", "taken": 90.0,
}  # fmt: skip
ORDER = {
    "order": 7, "kind": "customer", "source": "show", "channel": None, "community": "river", "site": "dc",
    "mode": "delivery", "exit": "none", "value": 1234.5, "promise": 1600.0, "replaces": None,
    "stamps": {"placed": 30.0, "paid": 40.0, "allocated": 90.0, "ready": 95.0, "departed": 100.0, "delivered": 1500.0},
    "visits": [{"resource": "dc.pick", "arrived": 91.0, "started": 92.5, "finished": 95.0}],
    "meanwhile": [{"time": 50.0, "event": "action_began", "of": "bakery.oven", "action": "hold"}],
    "lines": [{"sku": "loaf", "qty": 2.0, "price": 30.0, "lots": [LOT]}],
}  # fmt: skip
ENGLISH = """\
order 7 · customer's order · show · river · delivered from City DC
  2026-06-15 08:30:00     +00:00  placed: Loaf x 2, ￥1,234.50
  2026-06-15 08:40:00     +00:10  paid in full
  2026-06-15 08:50:00     +00:20  | plan action began: bakery oven (hold)
  2026-06-15 09:30:00     +01:00  all goods in place at City DC
  2026-06-15 09:31:00     +01:01  City DC pick: waited 1.5 min, took 2.5 min
  2026-06-15 09:35:00     +01:05  picked and packed
  2026-06-15 09:40:00     +01:10  out for delivery
  2026-06-16 09:00:00  +1d 00:30  delivered
  → in hand 1d 00:20 after payment, 01:40 before its promise
Loaf x 2
  lot 4 x 2: made 2026-06-15 08:10:00 on bakery oven (work order 3), good until 2026-06-18 08:10:00
    2026-06-15 09:00:00  → City DC
    2026-06-15 09:30:00  taken for this order at City DC"""
CHINESE = """\
订单 7 · 顾客订单 · show · river · 由中心仓送货
  2026-06-15 08:30:00     +00:00  下单: 面包 x 2，￥1,234.50
  2026-06-15 08:40:00     +00:10  付清全款
  2026-06-15 08:50:00     +00:20  | 预案动作开始: 面包房 oven (hold)
  2026-06-15 09:30:00     +01:00  货已在中心仓配齐
  2026-06-15 09:31:00     +01:01  中心仓 pick：等 1.5 分，做 2.5 分
  2026-06-15 09:35:00     +01:05  拣配打包完成
  2026-06-15 09:40:00     +01:10  骑手取货出发
  2026-06-16 09:00:00  +1d 00:30  送达
  → 付清后 1d 00:20 到手，比承诺早 01:40
面包 x 2
  批次 4 x 2: 2026-06-15 08:10:00 产自面包房 oven（工单 3），保质到 2026-06-18 08:10:00
    2026-06-15 09:00:00  → 中心仓
    2026-06-15 09:30:00  在中心仓配给此单"""


def lines_of(lang="en", **changes) -> list[str]:
    return list(TimelineText(lang, TITLES, START).lines(ORDER | changes))


@pytest.mark.parametrize(("lang", "story"), [("en", ENGLISH), ("zh", CHINESE)])
def test_a_whole_timeline_is_written_in_order_of_time(lang, story):
    assert "\n".join(lines_of(lang)) == story


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        ({"mode": "pickup"}, "order 7 · customer's order · show · river · picked up at City DC"),
        (
            {"mode": "lane", "kind": "replenishment", "source": None, "community": None},
            "order 7 · replenishment order · sent from City DC",
        ),
        (
            {"kind": "exchange", "replaces": 3, "channel": "app"},
            "order 7 · exchange after a recall · show · app · river · delivered from City DC · replaces order 3",
        ),
    ],
)
def test_the_first_line_says_who_it_is(changes, who):
    assert lines_of(**changes)[0] == who


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"promise": 1500.0}, "in hand 1d 00:20 after payment, 00:00 before its promise"),
        ({"promise": 1440.0}, "in hand 1d 00:20 after payment, 01:00 after its promise"),
        ({"promise": NAN}, "in hand 1d 00:20 after payment"),
        (
            {"stamps": {"placed": 30.0, "delivered": 90.0}, "promise": 90.0},
            "in hand 01:00 after payment, 00:00 before its promise",
        ),
        ({"stamps": {"placed": 30.0}}, "not yet in hand when the run ended"),
        ({"kind": "replenishment"}, "a replenishment order carries no promise"),
    ],
)  # fmt: skip
def test_how_it_ended_is_written(changes, end):
    assert f"  → {end}" in lines_of(**changes)


def test_why_it_never_came_is_written():
    (end,) = [line for line in lines_of(stamps={"placed": 30.0}, exit="impatient") if line.startswith("  →")]
    assert end.startswith("  → never in hand: ")
    assert len(end) > len("  → never in hand: ")


def test_who_fetches_it_himself_reads_so():
    lines = lines_of(mode="pickup")
    assert any(line.endswith("ready to be picked up") for line in lines)
    assert any(line.endswith("  picked up") for line in lines)
    assert not any("packed" in line or "delivered" in line for line in lines)


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        ({"started": NAN, "finished": NAN}, "queued, never served"),
        ({"started": NAN, "finished": 99.0}, "queued, never served"),
        ({"started": 92.0, "finished": NAN}, "waited 1.0 min, not done when the run ended"),
    ],
)
def test_a_visit_without_an_end_is_written_as_one(visit, words):
    lines = lines_of(visits=[{"resource": "dc.pick", "arrived": 91.0, **visit}])
    assert any(line.endswith(f"City DC pick: {words}") for line in lines)


@pytest.mark.parametrize(
    ("lot", "origin"),
    [
        ({"from": "opening", "made_at": "dc"}, "opening stock of City DC, good until 2026-06-18 08:10:00"),
        ({"from": "opening", "made_at": "dc", "expires": None}, "opening stock of City DC"),
        ({"from": "bought", "made_at": "dc", "expires": None}, "bought, reached City DC 2026-06-15 08:10:00"),
    ],
)
def test_where_a_lot_came_from_is_written(lot, origin):
    lines = lines_of(lines=[ORDER["lines"][0] | {"lots": [LOT | lot]}])
    assert f"  lot 4 x 2: {origin}" in lines


def test_a_line_that_got_nothing_says_so():
    assert lines_of(lines=[{"sku": "milk", "qty": 1.5, "price": 1.0, "lots": []}])[-2:] == [
        "milk x 1.5",
        "  no goods came",
    ]


def test_a_price_that_is_not_known_is_left_out():
    assert any(line.endswith("placed: Loaf x 2") for line in lines_of(value=NAN))


@pytest.mark.parametrize(
    ("minutes", "date"), [(0.0, "d0 00:00"), (61.9, "d0 01:01"), (1440.0, "d1 00:00"), (4329.0, "d3 00:09")]
)
def test_without_a_start_days_are_counted(minutes, date):
    assert TimelineText("en", {}, None).date(minutes) == date


@pytest.mark.parametrize(
    ("minutes", "span"),
    [(0.0, "00:00"), (59.6, "01:00"), (1439.4, "23:59"), (1440.0, "1d 00:00"), (3000.0, "2d 02:00")],
)
def test_a_span_is_in_days_hours_and_minutes(minutes, span):
    assert TimelineText("en", {}, None).span(minutes) == span


def test_a_name_without_a_title_is_its_own():
    shown = TimelineText("en", TITLES, None)
    assert [shown.title(name) for name in (None, "dc", "dc.pick", "shop", "shop.pack")] == [
        "-", "City DC", "City DC pick", "shop", "shop pack",
    ]  # fmt: skip


def test_titles_are_those_of_everything_that_has_one():
    config = {
        "products": {"loaf": {"title": {"zh": "面包", "en": "Loaf"}}, "milk": {"price": 1}},
        "sites": {"dc": {"title": "仓"}, "x": None},
        "shows": None,
        "lanes": [{"title": "no"}],
    }
    assert titles_of(config) == {"loaf": Words(zh="面包", en="Loaf"), "dc": Words(zh="仓", en="仓")}
