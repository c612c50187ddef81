"""Lead time: how much is in hand after how long, and where the hours go."""

import numpy as np

from ..hand import UNDEFINED, hand, heads, printed, run, section


def parts(result, lang="zh"):
    return section("lead_time", result, lang).parts


def test_the_course_gives_the_share_in_hand_by_hours_after_payment():
    course = parts(hand())[0].table
    assert heads(course) == ["付清后", "基线", "A", "A+", "B", "B+"]
    assert printed(course) == [
        ["0.0小时", *["0.0%"] * 5],
        ["24.0小时", "60.0%", "30.0%", "50.0%", "50.0%", "50.0%"],
        ["48.0小时", "97.0%", "80.0%", "96.0%", "93.0%", "94.0%"],
    ]
    assert printed(parts(hand(), "en")[0].table, "en")[1][:3] == ["24.0h", "60.0%", "30.0%"]


def test_a_shorter_curve_leaves_the_later_hours_open():
    result = hand()
    run(result, "A")["lead_time"] = {"hours": [0.0, 24.0], "share": [0.0, 0.3]}
    assert printed(parts(result)[0].table)[2][2] == "—"


def test_the_finding_names_the_slowest_scenario_against_the_baseline():
    assert parts(hand())[0].finding == (
        "最慢的是 A：95 % 的到手订单用时不超过 90.0 小时，基线 40.0 小时；曲线到顶的高度就是期内到手的比例。"
    )
    assert parts(hand(), "en")[0].finding == (
        "A is slowest: 95 % of its delivered orders take up to 90.0 h against 40.0 h in the baseline; the height at "
        "which a curve ends is the share delivered."
    )
    other = hand()
    run(other, "B")["kpis"]["lead_time_p95"]["mean"] = 120.0
    assert parts(other)[0].finding.startswith("最慢的是 B：95 % 的到手订单用时不超过 120 小时")


def test_where_the_measure_is_undefined_the_finding_explains_the_curve():
    result = hand()
    for one in result["scenarios"]:
        one["kpis"]["lead_time_p95"] = UNDEFINED
    assert parts(result)[0].finding == "曲线到顶的高度就是期内到手的比例。"


def test_one_picture_is_without_plans_and_one_with_them_and_both_show_the_target():
    bare, best = parts(hand())[0].pictures
    heading, lines, goal, goal_word, axis = bare.draw.args
    assert (heading, goal, goal_word) == ("无预案", 48.0, "P95 目标 48 小时")
    assert [(name, role) for name, role, *_ in lines] == [("基线", "base"), ("A", "kind0"), ("B", "kind1")]
    assert np.array_equal(lines[1][3], [0.0, 0.3, 0.8])
    assert "%" in axis
    assert [name for name, *_ in best.draw.args[1]] == ["基线", "A+", "B+"]
    assert parts(hand(), "en")[0].pictures[0].draw.args[3] == "P95 target 48 h"


def test_a_gap_in_a_curve_stays_a_gap():
    result = hand()
    run(result, "A")["lead_time"]["share"][1] = None
    line = parts(result)[0].pictures[0].draw.args[1][1]
    assert np.isnan(line[3][1])


def test_every_stage_has_its_mean_with_interval_and_its_95th_percentile():
    table = parts(hand())[1].table
    assert heads(table) == ["场景 / 预案", "生产 平均", "生产 P95", "末端 平均", "末端 P95"]
    assert printed(table)[:2] == [
        ["基线", "5.0小时|4.0 – 6.0", "15.0小时", "2.0小时|1.5 – 2.5", "4.0小时"],
        ["A 爆单", "20.0小时|19.0 – 21.0", "60.0小时", "2.0小时|1.5 – 2.5", "4.0小时"],
    ]
    english = parts(hand(), "en")[1].table
    assert heads(english)[1:3] == ["Production mean", "Production P95"]
    assert printed(english, "en")[1][1:3] == ["20.0h|19.0 – 21.0", "60.0h"]
    assert "95 %" in table.note


def test_the_longest_stage_is_told_with_its_hours_and_its_share():
    assert parts(hand())[1].finding == (
        "时间主要花在生产：A 中平均 20.0 小时，占 91 %（条形末端为各阶段平均之和，小时）。"
    )
    assert parts(hand(), "en")[1].finding == (
        "The longest stage is production: 20.0 h on average in A, 91 % of the whole (bar ends: sum of stage means, "
        "hours)."
    )


def test_the_pictures_of_the_stages_show_the_hours_and_what_the_slowest_run_adds():
    bars, more = parts(hand())[1].pictures
    kinds, rows, decimals = bars.draw.args
    assert (kinds, decimals) == (["生产", "末端"], 1)
    assert rows[1] == ("A", {"生产": 20.0, "末端": 2.0}, True)
    heading, amounts, _ = more.draw.args
    assert heading == "A 比基线多花的时间（小时）"
    assert amounts == [("生产", 15.0), ("末端", 0.0)]
