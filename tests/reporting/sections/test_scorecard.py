"""The scorecard: one row a scenario; what it prints is what the runs say, with unit, interval and light."""

import pytest

from sim.reporting.values import Spark, TrafficLight

from ..hand import hand, heads, printed, run, section


def row(result, number, lang="zh"):
    (part,) = section("scorecard", result, lang).parts
    return dict(zip(heads(part.table), printed(part.table, lang)[number], strict=True))


def test_the_row_of_a_shock_says_everything_with_unit_and_interval():
    assert row(hand(), 1) == {
        "场景": "A 爆单", "灯": "■不达标", "履约率": "80.0%|78.0 – 82.0", "走势": "",
        "交付时长 P50": "10.0小时|9.0 – 11.0", "交付时长 P95": "90.0小时|84.0 – 96.0", "最低点": "55.0%|50.0 – 60.0",
        "恢复时长": "60.0小时|52.0 – 68.0", "每单成本变化": "▲+4.00元/单|+3.00 – +5.00", "评分": "52分", "级": "U",
        "预案后": "●达标", "预案后履约率": "96.0%|94.0 – 98.0",
    }  # fmt: skip


def test_the_same_row_in_english():
    assert row(hand(), 1, "en") == {
        "Scenario": "A Rush", "Light": "■Missed", "Fulfilment rate": "80.0%|78.0 – 82.0", "Course": "",
        "Lead time P50": "10.0h|9.0 – 11.0", "Lead time P95": "90.0h|84.0 – 96.0", "Lowest point": "55.0%|50.0 – 60.0",
        "Time to recover": "60.0h|52.0 – 68.0", "Cost per order, change": "▲+4.00yuan/order|+3.00 – +5.00",
        "Score": "52pts", "Grade": "U", "With plan": "●On target", "Fulfilled with plan": "96.0%|94.0 – 98.0",
    }  # fmt: skip


def test_the_baseline_comes_first_and_has_neither_plan_nor_change():
    found = row(hand(), 0)
    assert (found["场景"], found["灯"], found["评分"]) == ("基线", "●达标", "95分")
    assert {found[name] for name in ("每单成本变化", "恢复时长", "预案后", "预案后履约率")} == {"—"}


def test_a_score_is_rounded_down_so_that_89_9_never_reads_as_90():
    result = hand()
    run(result, "A")["score"] = 89.9
    assert row(result, 1)["评分"] == "89分"


def test_a_change_whose_interval_holds_zero_has_no_arrow():
    result = hand()
    run(result, "A")["delta"]["cost_per_order"] |= {"ci_low": -1.0}
    assert row(result, 1)["每单成本变化"] == "+4.00元/单|−1.00 – +5.00"


def test_a_saving_points_down():
    result = hand()
    run(result, "A")["delta"]["cost_per_order"] = {"mean": -4.0, "ci_low": -5.0, "ci_high": -3.0, "n": 10}
    assert row(result, 1)["每单成本变化"] == "▼−4.00元/单|−5.00 – −3.00"


def test_the_finding_counts_the_lights_and_names_the_least_fulfilled():
    assert section("scorecard", hand()).parts[0].finding == (
        "2 个冲击场景在无预案时：▲ 1 预警、■ 1 不达标；履约率最低的是 A：80.0% [78.0 – 82.0]（目标 95%）。"
    )
    assert section("scorecard", hand(), "en").parts[0].finding == (
        "2 shocks without a plan: ▲ 1 Warning, ■ 1 Missed; the least is fulfilled in A: 80.0% [78.0 – 82.0] "
        "(target 95%)."
    )
    other = hand()
    run(other, "B")["kpis"]["fulfilment_rate"]["mean"] = 0.7
    assert "履约率最低的是 B：70.0%" in section("scorecard", other).parts[0].finding


def test_a_study_of_the_baseline_alone_says_so():
    alone = hand() | {"scenarios": hand()["scenarios"][:1]}
    assert section("scorecard", alone, "en").parts[0].finding == "Only the baseline was played; there is no shock."
    assert len(section("scorecard", alone).parts[0].table.rows) == 1


def test_the_plan_that_is_named_first_stands_in_the_row_even_when_another_fulfils_more():
    result = hand()
    other = dict(run(result, "A+"), plan="trucks", light="amber", plan_title={"zh": "加车", "en": "Trucks"})
    other["kpis"] = dict(other["kpis"], fulfilment_rate={"mean": 0.99, "ci_low": 0.98, "ci_high": 1.0, "n": 10})
    result["scenarios"].insert(3, other)
    assert row(result, 1)["预案后"] == "●达标"
    result["first_action"] = None
    assert row(result, 1)["预案后"] == "▲预警"


def test_the_small_curve_shows_the_lowest_point_of_every_step_and_the_target():
    (part,) = section("scorecard", hand()).parts
    spark = part.table.rows[1][3]
    assert spark == Spark((None, 0.97, 0.8, 0.55, 0.7, 0.9), 0.95)
    long = hand()
    lines = {line: [0.9] * 95 + [0.1] for line in ("median", "low", "high")}
    run(long, "A")["curve"] = {"hours": [float(h) for h in range(96)], **lines}
    found = section("scorecard", long).parts[0].table.rows[1][3]
    assert len(found.points) == 48
    assert found.points[-1] == 0.1


def test_a_run_without_a_defined_curve_or_a_light_leaves_its_cell_open():
    result = hand()
    run(result, "A")["light"] = None
    run(result, "A")["curve"]["median"] = [None] * 6
    (part,) = section("scorecard", result).parts
    assert part.table.rows[1][3] is None
    assert part.table.rows[1][1] == TrafficLight(None)
    assert row(result, 1)["灯"] == "○未判定"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_note_explains_small_print_arrows_dashes_and_grades(lang):
    note = section("scorecard", hand(), lang).parts[0].table.note
    words = ("95 %", "n = 10", "▲▼", "—", "P ", "U ")
    assert all(word in note for word in words)
