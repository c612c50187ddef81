"""Resilience: the curves, how deep, how long, and whether it came back."""

import numpy as np
import pytest

from ..hand import UNDEFINED, build, hand, heads, printed, run, section


def parts(result, lang="zh"):
    return section("resilience", result, lang).parts


def test_the_finding_tells_depth_recovery_and_what_the_plan_lifts():
    assert parts(hand())[0].finding == "跌得最深的是 A：中位数最低到 55.0%，60.0 小时后恢复；有预案时最低 90.0%。"
    assert parts(hand(), "en")[0].finding == (
        "A falls deepest: its median reaches 55.0% and is back after 60.0 h; with its plan the lowest point is 90.0%."
    )
    deeper = hand()
    run(deeper, "B")["curve"]["median"][3] = 0.2
    assert parts(deeper)[0].finding.startswith("跌得最深的是 B：中位数最低到 20.0%，20.0 小时后恢复")


@pytest.mark.parametrize(
    ("share", "zh", "en"),
    [
        (1.0, "，60.0 小时后恢复；", " and is back after 60.0 h; "),
        (0.0, "，到结束仍未恢复；", " and is not back by the end of the run; "),
        (0.4, "，只有 40.0% 的重复在期内恢复（平均至少 60.0 小时）；", " and only 40.0% of the replications are back "),
    ],
)
def test_a_run_is_told_as_recovered_only_when_every_replication_is(share, zh, en):
    result = hand()
    run(result, "A")["kpis"]["recovered"] = {"mean": share, "ci_low": share, "ci_high": share, "n": 10}
    assert zh in parts(result)[0].finding
    assert en in parts(result, "en")[0].finding


def test_an_undefined_recovery_is_left_out_of_the_finding():
    result = hand()
    run(result, "A")["kpis"]["time_to_recover"] = UNDEFINED
    assert parts(result)[0].finding == "跌得最深的是 A：中位数最低到 55.0%；有预案时最低 90.0%。"


def test_the_course_lists_median_and_band_at_every_moment():
    table = parts(hand())[0].table
    assert heads(table) == ["时刻", "开局后", "基线", "A", "A+", "B", "B+"]
    assert [column.bounds for column in table.columns] == ["", "", *["band"] * 5]
    assert [cell.replace("\u00a0", " ") for cell in printed(table)[3]] == [
        "06-18 00:00", "72.0小时", "96.0%|92.0 – 97.0", "55.0%|51.0 – 56.0", "90.0%|86.0 – 91.0", "85.0%|81.0 – 86.0",
        "86.0%|82.0 – 87.0",
    ]  # fmt: skip
    assert printed(table)[0][2:] == ["—"] * 5
    assert table.note == "逐点列出。"


def test_a_long_course_is_thinned_and_says_so():
    result = hand()
    for one in result["scenarios"]:
        lines = {line: [0.9] * 100 for line in ("median", "low", "high")}
        one["curve"] = {"hours": [float(h) for h in range(100)], **lines}
    table = parts(result, "en")[0].table
    assert table.note == "One point in 3 is listed."
    assert len(table.rows) == 34
    assert printed(table, "en")[1][1:3] == ["3.0h", "90.0%|90.0 – 90.0"]
    assert parts(result)[0].table.note == "每 3 个点列一个。"


def test_the_measures_stand_with_the_window_of_the_shock():
    table = parts(hand())[1].table
    assert heads(table) == ["场景 / 预案", "冲击窗口", "最低点", "低于目标时长", "恢复时长", "已恢复", "损失面积"]
    assert [cell.replace("\u00a0", " ") for cell in printed(table)[0]] == [
        "A 爆单", "06-17 00:00 → 06-19 00:00", "55.0%|50.0 – 60.0", "12.0小时|10.0 – 14.0", "60.0小时|52.0 – 68.0",
        "—", "3.0小时（满损失）|2.5 – 3.5",
    ]  # fmt: skip
    assert printed(parts(hand(), "en")[1].table, "en")[0][6] == "3.0full-loss h|2.5 – 3.5"
    assert [row[0] for row in printed(table)] == ["A 爆单", "A+ 加人", "B 断料", "B+ 换厂"]


def test_a_shock_without_an_end_has_an_open_window():
    result = hand()
    run(result, "A")["shock"]["until"] = None
    run(result, "A+")["shock"] = None
    cells = [row[1].replace("\u00a0", " ") for row in printed(parts(result)[1].table)]
    assert cells[:2] == ["06-17 00:00 → —", "—"]


def test_every_scenario_has_its_picture_with_baseline_bare_and_planned_curves():
    first, second = parts(hand())[0].pictures
    assert (first.key, second.key, first.label) == ("curve-A", "curve-B", "爆单：滚动履约率曲线")
    lines, window = first.draw.args
    assert [(line.name, line.role) for line in lines] == [("", "base"), ("无预案", "bare"), ("有预案", "plan")]
    assert np.nanmin(lines[1].median) == 0.55
    assert (lines[1].low[3], lines[1].high[3]) == (0.51, 0.56)
    assert np.isnan(lines[1].median[0])
    assert (window.heading, window.target, window.target_word) == ("A 爆单", 0.95, "目标 95 %")
    assert (window.shock, window.shock_word) == ((48.0, 96.0), "冲击")


def test_without_a_shock_there_is_no_section():
    assert build("resilience", hand() | {"scenarios": hand()["scenarios"][:1]}) is None
