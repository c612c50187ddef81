"""Labels and numbers of a result: names, differences, intervals that may be missing."""

import copy
from typing import Any

import pytest

from sim.reporting.headline import headline
from sim.reporting.labels import short_name
from sim.reporting.numbers import figure, interval, moment, written
from sim.reporting.values import ReportQuantity, difference, quantity
from sim.results.studies import AnyStudy

from .hand import read


def test_scenarios_have_short_names(result: AnyStudy) -> None:
    names = [short_name(result, run, "zh") for run in result.runs]
    assert names == ["基线", "A", "A+", "B", "B+", "C", "C+", "D", "D+"]


def test_several_plans_of_one_scenario_are_numbered(document: dict[str, Any]) -> None:
    (second,) = (copy.deepcopy(run) for run in document["scenarios"] if run["plan"] == "backup_mill")
    second["plan"] = "third_mill"
    document["scenarios"].append(second)
    more = read(document)
    assert short_name(more, more.run("b_material_shortage", "backup_mill"), "zh") == "B+1"
    assert short_name(more, more.run("b_material_shortage", "third_mill"), "zh") == "B+2"


def test_a_difference_has_the_unit_of_its_measure_and_a_sign(result: AnyStudy) -> None:
    plan = result.run("b_material_shortage", "backup_mill")
    found = difference(result, "fulfilment_rate", plan.effect["fulfilment_rate"])
    assert (found.unit, found.signed, found.better, found.n) == ("share", True, "higher", 30)
    assert found.number == pytest.approx(0.912 - 0.764)


def test_a_difference_without_an_interval_is_not_clear(result: AnyStudy) -> None:
    plan = result.run("b_material_shortage", "backup_mill")
    found = difference(result, "stars", plan.effect["stars"])
    assert found.number is not None
    assert interval(found) == ""
    assert not found.clear


def test_nan_becomes_nothing() -> None:
    assert quantity(1.5, "h", 1.0, 2.0) == ReportQuantity(1.5, "h", 1.0, 2.0)
    assert quantity(float("nan"), "h").number is None
    assert quantity(None, "share").number is None


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        (quantity(0.831, "share"), "83.1%", "83.1%"),
        (quantity(-0.148, "share", signed=True), "−14.8 个百分点", "−14.8 pp"),
        (quantity(96.0, "h"), "96.0 小时", "96.0 h"),
        (quantity(12480, "orders"), "12,480 单", "12,480 orders"),
        (quantity(-0.0001, "share", signed=True), "−0.01 个百分点", "−0.01 pp"),
        (quantity(-1e-12, "share", signed=True), "0.0 个百分点", "0.0 pp"),
        (quantity(18.4249, "yuan/order"), "18.42 元/单", "18.42 yuan/order"),
        (quantity(3.0, "furlongs"), "3.0 furlongs", "3.0 furlongs"),
        (quantity(None, "yuan"), "—", "—"),
    ],
)
def test_numbers_are_written_with_their_unit(found: ReportQuantity, zh: str, en: str) -> None:
    assert (written(found, "zh"), written(found, "en")) == (zh, en)


def test_a_number_is_written_with_its_sign_where_it_is_a_difference() -> None:
    assert figure(1234.5, "yuan", signed=True) == "+1,234"


def test_the_last_digit_is_rounded_towards_the_worse_side() -> None:
    assert written(quantity(0.9499, "share", better="higher"), "en") == "94.9%"
    assert written(quantity(0.0312, "share", better="lower"), "en") == "3.2%"
    assert written(quantity(0.148, "share", signed=True, better="higher"), "en") == "+14.8 pp"
    assert written(quantity(0.95, "share", better="higher"), "en") == "95.0%"


def test_the_plan_that_the_result_recommends_is_the_first_thing_to_do(document: dict[str, Any]) -> None:
    document["first_action"] |= {"scenario": "a_head_streamer", "plan": "extra_shift"}
    assert headline(read(document), "zh").facts[2].lines[0] == "A · 加开二班与众包拣货"
    document["first_action"] = None
    assert headline(read(document), "en").facts[2].lines == ("No plan helps yet: make one for B first",)


def test_a_moment_is_a_date() -> None:
    assert moment(1440 + 75, "2026-06-15T00:00:00+08:00", "zh") == "06-16\u00a001:15"
    assert moment(float("nan"), "2026-06-15", "zh") == "—"


def test_page_one_names_what_holds_what_breaks_and_what_to_do_first(result: AnyStudy) -> None:
    holds, breaks, first = headline(result, "zh").facts
    assert [line[0] for line in holds.lines] == ["D"]
    assert [line[0] for line in breaks.lines] == ["B", "A", "C"], "the worst first"
    assert "启用备用面粉厂" in first.lines[0]
    assert "+14.8 个百分点" in first.lines[1]


def test_the_score_is_compared_with_the_drill_before(result: AnyStudy) -> None:
    assert headline(result, "zh").score_change == "较 2026-10 +4（74 → 78）"


def test_drills_without_a_score_are_left_out_of_the_history(result: AnyStudy) -> None:
    assert [score for _, score in headline(result, "zh").history] == [58, 61, 70, 74, 78]
