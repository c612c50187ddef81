"""Reading the result: names, differences, intervals that may be missing."""

import copy
import math
from typing import Any

import pytest

from sim.report import labels as reading
from sim.report.headline import headline
from sim.report.numbers import figure, interval, moment, written
from sim.report.values import Value, value


def run_of(result: dict[str, Any], name: str, plan: str | None = None) -> dict[str, Any]:
    """One run of the sample."""
    return next(run for run in result["scenarios"] if run["id"] == name and run["plan"] == plan)


def test_scenarios_have_short_names(result: dict[str, Any]) -> None:
    names = [reading.code(result, run, "zh") for run in result["scenarios"]]
    assert names == ["基线", "A", "A+", "B", "B+", "C", "C+", "D", "D+"]


def test_several_plans_of_one_scenario_are_numbered(result: dict[str, Any]) -> None:
    more = copy.deepcopy(result)
    second = copy.deepcopy(run_of(more, "b_material_shortage", "backup_mill"))
    second["plan"] = "third_mill"
    more["scenarios"].append(second)
    assert reading.code(more, run_of(more, "b_material_shortage", "backup_mill"), "zh") == "B+1"
    assert reading.code(more, second, "zh") == "B+2"


def test_a_paired_effect_of_the_result_is_taken_as_it_is(result: dict[str, Any]) -> None:
    without, plan = (
        run_of(result, "b_material_shortage"),
        copy.deepcopy(run_of(result, "b_material_shortage", "backup_mill")),
    )
    plan["effect"] = {"fulfilment_rate": {"mean": 0.148, "ci_low": 0.14, "ci_high": 0.156, "n": 30}}
    found, paired = reading.effect(result, without, plan, "fulfilment_rate")
    assert paired
    assert (found.number, found.low, found.high) == (0.148, 0.14, 0.156)


def test_without_a_paired_effect_the_interval_is_that_of_independent_means(result: dict[str, Any]) -> None:
    without, plan = run_of(result, "b_material_shortage"), run_of(result, "b_material_shortage", "backup_mill")
    found, paired = reading.effect(result, without, plan, "fulfilment_rate")
    assert not paired
    assert found.number == pytest.approx(0.912 - 0.764)
    assert found.number - found.low == pytest.approx(math.hypot(0.009, 0.0081))


def test_an_effect_without_intervals_has_none(result: dict[str, Any]) -> None:
    without, plan = run_of(result, "b_material_shortage"), run_of(result, "b_material_shortage", "backup_mill")
    found, _ = reading.effect(result, without, plan, "stars")
    assert found.number is not None
    assert interval(found) == ""
    assert not found.clear


def test_minutes_become_hours_and_nan_becomes_nothing() -> None:
    assert value(90.0, "min", 60, 120) == Value(1.5, "h", 1.0, 2.0)
    assert value(float("nan"), "h").number is None
    assert value(None, "share").number is None


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        (value(0.831, "share"), "83.1%", "83.1%"),
        (value(-0.148, "share", signed=True), "−14.8 个百分点", "−14.8 pp"),
        (value(5760, "min"), "96.0 小时", "96.0 h"),
        (value(12480, "orders"), "12,480 单", "12,480 orders"),
        (value(-0.0001, "share", signed=True), "−0.01 个百分点", "−0.01 pp"),
        (value(-1e-12, "share", signed=True), "0.0 个百分点", "0.0 pp"),
        (value(18.4249, "yuan/order"), "18.42 元/单", "18.42 yuan/order"),
        (value(3.0, "furlongs"), "3.0 furlongs", "3.0 furlongs"),
        (value(None, "yuan"), "—", "—"),
    ],
)
def test_numbers_are_written_with_their_unit(found: Value, zh: str, en: str) -> None:
    assert (written(found, "zh"), written(found, "en")) == (zh, en)


def test_a_number_is_written_with_its_sign_where_it_is_a_difference() -> None:
    assert figure(1234.5, "yuan", signed=True) == "+1,234"


def test_the_last_digit_is_rounded_towards_the_worse_side() -> None:
    assert written(value(0.9499, "share", better="higher"), "en") == "94.9%"
    assert written(value(0.0312, "share", better="lower"), "en") == "3.2%"
    assert written(value(0.148, "share", signed=True, better="higher"), "en") == "+14.8 pp"
    assert written(value(0.95, "share", better="higher"), "en") == "95.0%"


def test_the_plan_that_the_result_recommends_is_the_first_thing_to_do(result: dict[str, Any]) -> None:
    told = copy.deepcopy(result)
    told["first_action"] = {"scenario": "a_head_streamer", "plan": "extra_shift", "kpi": "fulfilment_rate"}
    assert headline(told, "zh").facts[2].lines[0] == "A · 加开二班与众包拣货"
    told["first_action"] = None
    assert headline(told, "en").facts[2].lines == ("No plan helps yet: make one for B first",)


def test_a_moment_is_a_date_where_the_start_is_known() -> None:
    assert moment(1440 + 75, "2026-06-15T00:00:00+08:00", "zh") == "06-16\u00a001:15"
    assert moment(1440 + 75, None, "zh") == "d1 01:15"
    assert moment(None, "2026-06-15", "zh") == "—"


def test_page_one_names_what_holds_what_breaks_and_what_to_do_first(result: dict[str, Any]) -> None:
    holds, breaks, first = headline(result, "zh").facts
    assert [line[0] for line in holds.lines] == ["D"]
    assert [line[0] for line in breaks.lines] == ["B", "A", "C"], "the worst first"
    assert "启用备用面粉厂" in first.lines[0]
    assert "+14.8 个百分点" in first.lines[1]


def test_the_score_is_compared_with_the_drill_before(result: dict[str, Any]) -> None:
    assert headline(result, "zh").score_change == "较 2026-10 +4（74 → 78）"


def test_drills_without_a_score_are_left_out_of_the_history(result: dict[str, Any]) -> None:
    assert [score for _, score in headline(result, "zh").history] == [58, 61, 70, 74, 78]
