"""All measures, the lights by target, and what was expected beforehand."""

from sim.reporting.values import TrafficLight

from ..hand import KPIS, hand, heads, printed, section


def parts(result, lang="zh"):
    return section("measures", result, lang).parts


def test_every_measure_of_every_run_has_mean_interval_unit_n_and_definition():
    found = parts(hand())[-1]
    assert heads(found.table) == ["指标", "场景 / 预案", "均值", "单位", "n", "定义"]
    rows = printed(found.table)
    assert len(rows) == len(KPIS) * 5
    assert rows[1] == ["履约率", "A 爆单", "80.0%|78.0 – 82.0", "%", "10", "docs#fulfilment_rate"]
    by = {(row[0], row[1]): row[2:4] for row in rows}
    assert by["交付时长 P95", "A 爆单"] == ["90.0小时|84.0 – 96.0", "小时"]
    assert by["损失面积", "B 断料"] == ["3.0小时（满损失）|2.5 – 3.5", "小时（满损失）"]
    assert by["每单成本", "A+ 加人"] == ["22.00元/单|21.00 – 23.00", "元/单"]
    assert by["恢复时长", "基线"] == ["—", "小时"]
    assert found.finding == "11 项指标 × 5 次运行，逐项给出均值、95 % 区间和重复次数。"


def test_the_same_in_english():
    found = parts(hand(), "en")[-1]
    assert printed(found.table, "en")[1] == [
        "Fulfilment rate", "A Rush", "80.0%|78.0 – 82.0", "%", "10", "docs#fulfilment_rate",
    ]  # fmt: skip
    assert found.finding == "11 measures of 5 runs, each with mean, 95 % interval and number of replications."


def test_the_light_of_every_target_in_every_run_is_there():
    found = parts(hand())[0]
    assert heads(found.table) == ["场景 / 预案", "履约率", "交付时长 P95"]
    assert found.table.rows[1] == ("A 爆单", TrafficLight("red"), TrafficLight("amber"))
    assert printed(found.table)[0] == ["基线", "●达标", "○未判定"]
    assert found.finding == "逐项目标的灯：5 次运行 × 2 项目标中有 1 个不达标。"
    assert parts(hand(), "en")[0].finding == "Lights by target: 5 runs x 2 targets, missed: 1."


def test_what_was_expected_stands_beside_what_was_found_with_its_side():
    found = parts(hand())[1]
    assert heads(found.table) == ["场景 / 预案", "指标", "", "期望", "结果", "判断", "满足的重复"]
    assert printed(found.table) == [
        ["A 爆单", "履约率", "≥", "85.0%", "80.0%|78.0 – 82.0", "■ 未满足", "10.0%|2.0 – 40.0"],
        ["B 断料", "交付时长 P95", "≤", "60.0小时", "44.0小时|38.0 – 50.0", "● 满足", "100.0%|70.0 – 100.0"],
    ]
    assert found.finding == "事先写下的 2 条期望中满足 1 条。"
    english = parts(hand(), "en")[1]
    assert english.finding == "Expectations written down beforehand: 1 of 2 met."
    assert printed(english.table, "en")[0][5] == "■ not met"


def test_tables_that_would_be_empty_are_left_out():
    result = hand()
    for one in result["scenarios"]:
        one["lights"] = {}
    assert len(parts(result)) == 2
    for one in result["scenarios"]:
        one["expect"] = []
    assert len(parts(result)) == 1


def test_all_three_tables_are_one_click_away():
    assert all(part.folded for part in parts(hand()))
