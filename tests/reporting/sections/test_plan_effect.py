"""What the plans change: without, with, the paired difference, and the first thing to do."""

import pytest

from sim.reporting.charts.effect import EffectRow
from sim.reporting.charts.trade import Move
from sim.reporting.headline import headline

from ..hand import UNDEFINED, build, hand, heads, printed, read, run, section


def part(result, lang="zh"):
    (found,) = section("plan_effect", result, lang).parts
    return found


def rows(result, lang="zh"):
    return {(row[0], row[2]): row for row in printed(part(result, lang).table, lang)}


def test_a_plan_has_a_row_for_each_measure_with_both_means_and_their_difference():
    assert heads(part(hand()).table) == [
        "场景", "预案", "指标", "无预案", "有预案", "差", "判断", "预案成本", "灯",
    ]  # fmt: skip
    found = rows(hand())
    assert found["A 爆单", "履约率"] == [
        "A 爆单", "加人", "履约率", "80.0%|78.0 – 82.0", "96.0%|94.0 – 98.0", "▲+16.0个百分点|+14.0 – +18.0", "改善",
        "1,501元", "●达标",
    ]  # fmt: skip
    assert found["A 爆单", "交付时长 P95"][3:7] == [
        "90.0小时|84.0 – 96.0", "45.0小时|39.0 – 51.0", "▼−45.0小时|−50.0 – −40.0", "改善",
    ]  # fmt: skip
    assert found["A 爆单", "每单成本"][5:7] == ["▼−2.00元/单|−2.50 – −1.50", "改善"]
    assert len(found) == 8


def test_the_same_row_in_english():
    assert rows(hand(), "en")["A Rush", "Fulfilment rate"] == [
        "A Rush", "More hands", "Fulfilment rate", "80.0%|78.0 – 82.0", "96.0%|94.0 – 98.0", "▲+16.0pp|+14.0 – +18.0",
        "better", "1,501yuan", "●On target",
    ]  # fmt: skip


def test_a_difference_whose_interval_holds_zero_is_called_neither_better_nor_worse():
    found = rows(hand())
    assert found["B 断料", "履约率"][5:7] == ["+1.0个百分点|−1.0 – +3.0", "无显著差异"]
    assert found["B 断料", "每单成本"][5:7] == ["▲+0.10元/单|+0.05 – +0.15", "变差"]


def test_a_difference_without_an_interval_says_that_there_is_none():
    result = hand()
    run(result, "A+")["effect"]["fulfilment_rate"] = {"mean": 0.16, "ci_low": None, "ci_high": None, "n": 1}
    assert rows(result)["A 爆单", "履约率"][5:7] == ["+16.0个百分点|n = 1", "无区间"]


def test_the_finding_is_the_first_action_of_the_result():
    assert part(hand()).finding == "先做的是 A 的“加人”：履约率 +16.0 个百分点（95 % 区间 +14.0 – +18.0）。"
    assert part(hand(), "en").finding == (
        "First comes 'More hands' in A: Fulfilment rate +16.0 pp (95 % interval +14.0 – +18.0)."
    )


def test_the_chapter_and_page_one_never_name_different_plans():
    result = hand()
    run(result, "B+")["effect"]["fulfilment_rate"] = {"mean": 0.3, "ci_low": 0.2, "ci_high": 0.4, "n": 10}
    assert "“加人”" in part(result).finding, "the result's own choice, although another lifts more"
    assert "加人" in headline(read(result), "zh").facts[2].lines[0]
    result["first_action"] = {
        "scenario": "b_mill", "plan": "second", "kpi": "on_time_rate", "gain": 0.02, "cost": 0.0,
    }  # fmt: skip
    run(result, "B+")["effect"]["on_time_rate"] = {"mean": 0.02, "ci_low": 0.01, "ci_high": 0.03, "n": 10}
    assert part(result).finding == "先做的是 B 的“换厂”：准时率 +2.0 个百分点（95 % 区间 +1.0 – +3.0）。"
    assert headline(read(result), "zh").facts[2].lines[:2] == ("B · 换厂", "准时率 +2.0 个百分点 [+1.0 – +3.0]")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "没有哪个预案带来可信的改善。"), ("en", "No plan brings an improvement to rely on.")],
)
def test_where_no_plan_can_be_relied_on_none_is_praised(lang, said):
    assert part(hand() | {"first_action": None}, lang).finding == said


def test_the_pictures_show_the_same_numbers():
    effect, trade = part(hand()).pictures
    heading, steps, goal, goal_word, axis = effect.draw.args
    assert (heading, goal, goal_word) == ("履约率：无预案 → 有预案", 0.95, "目标 95 %")
    assert [(step.name, step.before.number, step.after.number, step.words) for step in steps] == [
        ("A+", 0.8, 0.96, "+16.0 个百分点"),
        ("B+", 0.93, 0.94, "+1.0 个百分点"),
    ]
    assert isinstance(steps[0], EffectRow)
    assert "95 % 区间" in axis
    _, moves, base, *_ = trade.draw.args
    assert moves[0] == Move("A", "A+", (24.0, 0.8), (22.0, 0.96))
    assert base == ("基线", (20.0, 0.97))


def test_where_costs_are_undefined_nothing_is_traded():
    result = hand()
    for one in result["scenarios"]:
        one["kpis"]["cost_per_order"] = UNDEFINED
    assert [picture.key for picture in part(result).pictures] == ["effect"]


def test_without_plans_there_is_no_section():
    bare = hand() | {"scenarios": [run(hand(), "base"), run(hand(), "A")], "first_action": None}
    assert build("plan_effect", bare) is None
