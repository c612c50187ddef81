"""The appendix: how it was computed, by which thresholds, what is missing, what things are called."""

import pytest
from markupsafe import escape

from sim.reporting.glossary import glossary

from ..hand import hand, heads, printed, section


def tables(result, lang="zh"):
    return {part.table.title: part for part in section("method", result, lang).parts}


def test_the_method_is_the_results_own_words():
    assert tables(hand())["运行与版本"].finding == "配对。"
    assert tables(hand(), "en")["Run and versions"].finding == "Paired."


def test_the_run_can_be_made_again_from_what_is_printed():
    assert printed(tables(hand())["运行与版本"].table) == [
        ["运行编号", "2026-11-abcd"],
        ["随机种子", "7"],
        ["配置哈希", "0123456789abcdef"],
        ["模型版本", "0.1.0"],
        ["重复次数", "10次"],
        ["仿真开始", "2026-06-15T00:00:00+08:00"],
        ["仿真时长", "10.0天"],
        ["python", "3.11.2"],
    ]
    assert printed(tables(hand(), "en")["Run and versions"].table, "en")[6] == ["Simulated for", "10.0days"]


def test_thresholds_have_a_direction_a_unit_and_a_weight():
    table = tables(hand())["阈值"].table
    assert heads(table) == ["指标", "", "● 达标", "▲ 预警", "评分权重"]
    assert printed(table) == [
        ["履约率", "≥", "95.0%", "90.0%", "3.0"],
        ["交付时长 P95", "≤", "48.0小时", "96.0小时", "1.0"],
    ]
    assert table.note == "其余为 ■ 不达标。"
    assert tables(hand(), "en")["Thresholds"].table.note == "Everything else is ■ Missed."


def test_limits_and_warnings_are_listed_in_the_language_of_the_report():
    assert printed(tables(hand())["限制"].table) == [["未建模", "疲劳"], ["提醒", "次数少"]]
    assert printed(tables(hand(), "en")["Limits"].table, "en") == [
        ["Not modelled", "fatigue"],
        ["Warning", "few replications"],
    ]


def test_names_lead_back_to_the_configuration():
    table = tables(hand())["名称对照"].table
    assert heads(table) == ["类别", "名称", "配置中的写法"]
    assert printed(table) == [
        ["地点", "中心仓", "dc"],
        ["地点", "门店", "shop"],
        ["货品", "牛奶", "milk"],
        ["资源", "中心仓拣货", "dc.pick"],
    ]
    assert printed(tables(hand(), "en")["Names"].table, "en")[2] == ["Item", "Milk", "milk"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "10 次重复"), ("en", "10 replications")])
def test_the_checklist_names_all_six_points_with_the_numbers_of_this_study(lang, said):
    table = tables(hand(), lang)["STRESS-DES"].table
    assert [row[0][0] for row in printed(table)] == list("123456")
    words = " ".join(row[1] for row in printed(table))
    assert said in words
    assert "Surge 0.1.0" in words
    assert ("2 个冲击场景" if lang == "zh" else "2 shocks") in words
    assert "5" in table.note


def test_the_glossary_has_every_word_in_both_languages_and_its_meaning_in_one():
    for lang, title in (("zh", "名词"), ("en", "Glossary")):
        rows = printed(tables(hand(), lang)[title].table)
        assert [row[:2] for row in rows] == [[term.zh, term.en] for term in glossary()]
        assert [row[2] for row in rows] == [
            escape(term.definition_zh if lang == "zh" else term.definition_en).striptags() for term in glossary()
        ]


def test_the_appendix_has_six_parts():
    assert set(tables(hand())) == {"运行与版本", "阈值", "限制", "STRESS-DES", "名称对照", "名词"}
