"""Stress in the report: elements by rank with what their loss means."""

from ..hand import UNDEFINED, around, build, hand, heads, printed, section

MEASURES = {
    "time_to_survive": ("h", "higher", "存活时长", "Time to survive"),
    "lost_contribution": ("yuan", "lower", "损失的贡献毛利", "Lost contribution"),
}


def element(rank, name, sort, lost, failed, survive=None, back=10):
    measures = {"lost_contribution": around(lost, 5.0), "time_to_recover": around(20.0 * failed, 1.0),
                "lowest_point": around(0.5, 0.1), "fulfilment_rate": around(0.8, 0.1),
                "time_to_survive": survive or UNDEFINED}  # fmt: skip
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
    return result | {"kind": "exposure", "stress": {"from": "d3", "for": "5d", "elements": elements}}


def rows(result, lang="zh"):
    (part,) = section("exposure", result, lang).parts
    return [[cell.replace("\u00a0", " ") for cell in row] for row in printed(part.table, lang)]


def test_a_drill_has_no_such_section():
    assert build("exposure", hand()) is None


def test_elements_stand_by_rank_under_their_titles():
    found = rows(stressed())
    assert [row[0] for row in found] == ["1. 中心仓", "2. 中心仓 → 门店", "3. mill"]
    assert [row[1] for row in found] == ["站点", "线路", "供应商"]
    assert [row[-1] for row in found] == ["■ 10 次中 10 次失守", "■ 10 次中 3 次失守", "● 撑得住"]
    english = rows(stressed(), "en")
    assert [row[-1] for row in english] == ["■ fails in 10 of 10", "■ fails in 3 of 10", "● survives"]


def test_the_columns_are_the_measures_by_their_titles():
    (part,) = section("exposure", stressed()).parts
    assert heads(part.table) == ["对象", "类别", "存活时长", "恢复时长", "损失的贡献毛利", "最低点", "判断"]


def test_who_never_fails_has_no_time_to_survive():
    assert rows(stressed())[2][2] == "未失守"
    assert rows(stressed(), "en")[2][2] == "never fails"
    assert rows(stressed(), "en")[0][2] == "12.0h|10.0 – 14.0"


def test_the_finding_names_the_worst_loss_and_how_many_fail():
    assert section("exposure", stressed()).parts[0].finding == (
        "3 个对象逐个中断 5d：损失最大的是中心仓（8,000 元）；2 个撑不到恢复。"
    )
    assert section("exposure", stressed(), "en").parts[0].finding == (
        "Each of 3 elements out for 5d: the loss of DC costs most (8,000 yuan); without 2 of them service fails."
    )


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


def test_a_supplier_stands_under_its_title():
    found = stressed()
    found["titles"]["resource"]["mill"] = {"zh": "面粉厂", "en": "Mill"}
    assert (rows(found)[2][0], rows(found, "en")[2][0]) == ("3. 面粉厂", "3. Mill")
