"""Stress in the report: elements by rank with what their loss means, and both sides of a breaking point."""

from itertools import pairwise

from sim.reporting.sections import exposure

from ..hand import around, chapter, hand, heads, printed

MEASURES = {
    "time_to_survive": ("h", "higher", "存活时长", "Time to survive"),
    "lost_contribution": ("yuan", "lower", "损失的贡献毛利", "Lost contribution"),
}
NEVER = {"mean": None, "ci_low": None, "ci_high": None, "n": 0}


def element(rank, name, sort, lost, failed, survive=None, back=10):
    measures = {"lost_contribution": around(lost, 5.0), "time_to_recover": around(20.0 * failed, 1.0),
                "lowest_point": around(0.5, 0.1), "time_to_survive": survive or NEVER}  # fmt: skip
    return {"rank": rank, "id": f"{sort}-{name}", "sort": sort, "element": name, "failed": failed,
            "recovered_in": back, "replications": 10, "at_risk": failed > 0, **measures}  # fmt: skip


def stressed():
    result = hand()
    result["kpis"] |= {
        name: {"unit": unit, "better": better, "title_zh": zh, "title_en": en, "source": ""}
        for name, (unit, better, zh, en) in MEASURES.items()
    }
    elements = [
        element(1, "dc", "site", 8000.0, 10, around(12.0, 2.0)),
        element(2, "dc->shop", "lane", 300.0, 3, around(30.0, 4.0, 3)),
        element(3, "mill", "supplier", 0.0, 0),
    ]
    return result | {"stress": {"from": "d3", "for": "5d", "elements": elements}}


def levelled():
    tried = [
        {"at": at, **around(mean, 0.01), "holds": mean >= 0.9} for at, mean in (("1", 0.5), ("5", 0.88), ("6", 0.93))
    ]
    found = {"key": "shocks.0.factor", "target": "fulfilment_rate >= 0.9", "kpi": "fulfilment_rate",
             "scenario": "a_rush", "holds": tried[2], "breaks": tried[1], "tried": tried}  # fmt: skip
    return hand() | {"level": found}


def rows(result, lang="zh"):
    (part,) = chapter("exposure", result, lang).parts
    return [[cell.replace("\u00a0", " ") for cell in row] for row in printed(part.table, lang)]


def test_a_result_without_a_stress_test_has_no_such_chapter():
    assert exposure.build(hand(), "zh") is None


def test_elements_stand_by_rank_under_their_titles():
    found = rows(stressed())
    assert [row[0] for row in found] == ["1. 中心仓", "2. 中心仓 → 门店", "3. mill"]
    assert [row[1] for row in found] == ["站点", "线路", "供应商"]
    assert [row[-1] for row in found] == ["■ 10 次中 10 次失守", "■ 10 次中 3 次失守", "● 撑得住"]
    english = rows(stressed(), "en")
    assert [row[-1] for row in english] == ["■ fails in 10 of 10", "■ fails in 3 of 10", "● survives"]


def test_the_columns_are_the_measures_by_their_titles():
    (part,) = chapter("exposure", stressed()).parts
    assert heads(part.table) == ["对象", "类别", "存活时长", "恢复时长", "损失的贡献毛利", "最低点", "判断"]


def test_who_never_fails_has_no_time_to_survive():
    assert rows(stressed())[2][2] == "未失守"
    assert rows(stressed(), "en")[2][2] == "never fails"
    assert rows(stressed(), "en")[0][2] == "12.0h|10.0 – 14.0"


def test_the_finding_names_the_worst_loss_and_how_many_fail():
    assert chapter("exposure", stressed()).parts[0].finding == (
        "3 个对象逐个中断 5d：损失最大的是中心仓（8,000 元）；2 个撑不到恢复。"
    )
    assert chapter("exposure", stressed(), "en").parts[0].finding == (
        "Each of 3 elements out for 5d: the loss of DC costs most (8,000 yuan); without 2 of them service fails."
    )


def test_a_breaking_point_has_its_two_sides_in_words_and_all_that_was_tried():
    found = chapter("exposure", levelled(), "en").parts[0]
    assert found.finding == (
        "fulfilment_rate >= 0.9 in a_rush: holds at shocks.0.factor = 6 (93.0%), no longer at 5 (88.0%)."
    )
    assert [(row[0], row[2]) for row in rows(levelled())] == [("1", "■ 不成立"), ("5", "■ 不成立"), ("6", "● 成立")]


def with_elements(*elements):
    result = stressed()
    result["stress"]["elements"] = list(elements)
    return result


def test_a_time_to_recover_that_was_not_seen_to_its_end_is_a_lower_bound():
    never = element(1, "dc", "site", 8000.0, 10, around(12.0, 2.0), back=0)
    never["time_to_recover"] = around(264.0, 0.0)
    some = element(2, "shop", "site", 80.0, 10, around(12.0, 2.0), back=7)
    some["time_to_recover"] = around(150.97, 30.0)
    found = with_elements(never, some, element(3, "mill", "supplier", 0.0, 10))
    assert [(row[3], row[-1]) for row in rows(found, "en")] == [
        ("> 264 h", "■ fails in 10 of 10, not recovered in 10 of 10"),
        ("> 150 h", "■ fails in 10 of 10, not recovered in 3 of 10"),
        ("200h|199 – 201", "■ fails in 10 of 10"),
    ]
    assert [(row[3], row[-1]) for row in rows(found)[:2]] == [
        ("> 264 小时", "■ 10 次中 10 次失守，10 次中 10 次未恢复"),
        ("> 150 小时", "■ 10 次中 10 次失守，10 次中 3 次未恢复"),
    ]


def test_who_is_not_back_and_yet_not_at_risk_fails_in_the_ordinary_month_too():
    found = with_elements(element(1, "dc", "site", 0.0, 0, around(12.0, 2.0), back=4))
    assert rows(found, "en")[0][-1] == "▲ fails anyway, not recovered in 6 of 10"
    assert rows(found)[0][-1] == "▲ 不中断也失守，10 次中 6 次未恢复"


def test_a_result_that_does_not_say_who_recovered_is_shown_without_bounds():
    old = element(1, "dc", "site", 8000.0, 10, around(12.0, 2.0))
    del old["recovered_in"]
    assert rows(with_elements(old), "en")[0][3] == "200h|199 – 201"
    assert rows(with_elements(old), "en")[0][-1] == "■ fails in 10 of 10"


def test_a_supplier_stands_under_its_title():
    found = stressed()
    found["titles"]["resource"]["mill"] = {"zh": "面粉厂", "en": "Mill"}
    assert (rows(found)[2][0], rows(found, "en")[2][0]) == ("3. 面粉厂", "3. Mill")


def bisected(*settings, uncertain=(None, None)):
    """A search through (setting, mean, sure), low to high, of which the two around the middle are its sides."""
    result = levelled()
    tried = [{"at": at, **around(mean, 0.01), "holds": mean >= 0.9, "sure": sure} for at, mean, sure in settings]
    holds, breaks = next((a, b) if a["holds"] else (b, a) for a, b in pairwise(tried) if a["holds"] != b["holds"])
    low, high = uncertain
    result["level"] |= {"tried": tried, "holds": holds, "breaks": breaks, "uncertain_from": low, "uncertain_to": high}
    return result


FINE = (("1", 1.0, True), ("6.125", 0.95, False), ("7.69921875", 0.903, False), ("7.7265625", 0.899, False),
        ("8", 0.5, True))  # fmt: skip


def test_a_setting_is_told_in_no_more_digits_than_keep_the_tried_apart():
    found = bisected(*FINE)
    assert [row[0] for row in rows(found)] == ["1", "6.12", "7.7", "7.73", "8"]
    assert "holds at shocks.0.factor = 7.7 (90.3%), no longer at 7.73 (89.9%)." in (
        chapter("exposure", found, "en").parts[0].finding
    )
    near = bisected(("100.0234min", 1.0, True), ("100.0241min", 0.5, True))
    assert [row[0] for row in rows(near)] == ["100.023min", "100.024min"]
    whole = bisected(("20261", 1.0, True), ("20262", 0.5, True), ("12345.678d", 0.4, True))
    assert [row[0] for row in rows(whole)] == ["20261", "20262", "12300d"]


def test_what_the_replications_cannot_tell_is_marked_and_said():
    found = bisected(*FINE, uncertain=("6.125", "7.7265625"))
    english = chapter("exposure", found, "en").parts[0].finding
    assert english.endswith(
        " ▲ With n = 10 at least the values from 6.12 to 7.73 cannot be told apart: play more replications."
    )
    chinese = chapter("exposure", found).parts[0].finding
    assert chinese.endswith("▲ n = 10 时，至少 6.12 与 7.73 之间分不清成立与否：请增加重复次数。")
    assert [row[2] for row in rows(found, "en")] == [
        "● holds", "▲ holds on average, not sure", "▲ holds on average, not sure", "▲ breaks on average, not sure",
        "■ breaks",
    ]  # fmt: skip
    assert rows(found)[1][2] == "▲ 均值成立，不确定"


def test_a_search_whose_two_sides_are_sure_says_nothing_of_replications():
    assert "▲" not in chapter("exposure", bisected(*FINE), "en").parts[0].finding
