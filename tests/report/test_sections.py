"""Chapters: a contract for every file in the folder, and what their findings say."""

import copy
from typing import Any

from sim.report.document import Table
from sim.report.formats.xlsx import SHEETS
from sim.report.sections import chapters, sections

from .test_reading import run_of


def finding(result: dict[str, Any], key: str, lang: Any = "zh") -> str:
    """The first finding of a chapter."""
    return next(section for section in sections(result, lang) if section.key == key).parts[0].finding


def tables(result: dict[str, Any], lang: Any) -> list[Table]:
    """All tables of the report."""
    return [part.table for section in sections(result, lang) for part in section.parts]


def test_every_chapter_has_its_own_place_and_both_titles() -> None:
    orders = [chapter.ORDER for chapter in chapters()]
    assert len(orders) == len(set(orders))
    assert all(chapter.TITLE.keys() == {"zh", "en"} for chapter in chapters())


def test_every_row_has_a_cell_for_every_column(result: dict[str, Any], lang: str) -> None:
    for table in tables(result, lang):
        assert table.sheet in SHEETS
        assert table.rows, table.title
        assert all(len(row) == len(table.columns) for row in table.rows), table.title


def test_every_finding_is_a_sentence(result: dict[str, Any], lang: str) -> None:
    for section in sections(result, lang):
        for part in section.parts:
            assert part.finding.rstrip().endswith("。" if lang == "zh" else "."), part.finding


def test_no_chinese_is_left_in_the_english_report(result: dict[str, Any]) -> None:
    english = copy.deepcopy(result)
    english["method"]["warnings"] = []
    for table in tables(english, "en"):
        if table.title == "Glossary":
            continue
        words = [cell for row in table.rows for cell in row if isinstance(cell, str)] + [c.title for c in table.columns]
        assert not [word for word in words if any("\u4e00" <= letter <= "\u9fff" for letter in word)], table.title


def test_the_findings_are_computed_from_the_numbers(result: dict[str, Any]) -> None:
    assert "履约率最低的是 B：76.4% [75.5 – 77.2]（目标 95%）" in finding(result, "scorecard")
    assert "跌得最深的是 B" in finding(result, "resilience")
    assert "B 的“启用备用面粉厂”：履约率 +14.8 个百分点" in finding(result, "plan_effect")
    assert "D 在 48 小时内完成 71.0%；D+ 在 48 小时内完成 93.0%" in finding(result, "recall")
    better = copy.deepcopy(result)
    run_of(better, "b_material_shortage")["kpis"]["fulfilment_rate"]["mean"] = 0.9
    assert "履约率最低的是 A：83.1%" in finding(better, "scorecard")


def test_a_run_that_never_came_back_is_not_told_as_recovered(result: dict[str, Any]) -> None:
    assert "104 小时后恢复" in finding(result, "resilience")
    lost = copy.deepcopy(result)
    kpis = run_of(lost, "b_material_shortage")["kpis"]
    lost["kpis"]["recovered"] = {"unit": "share", "better": "higher", "title_zh": "已恢复", "title_en": "Recovered"}
    kpis["recovered"] = {"mean": 0.0, "ci_low": 0.0, "ci_high": 0.1, "n": 30}
    assert "到结束仍未恢复" in finding(lost, "resilience")
    kpis["recovered"]["mean"] = 0.4
    assert "只有 40.0% 的重复在期内恢复（平均至少 104 小时）" in finding(lost, "resilience")


def test_the_bottleneck_that_binds_most_often_is_named(result: dict[str, Any]) -> None:
    assert "都不同" in finding(result, "bottleneck")
    twice = copy.deepcopy(result)
    run_of(twice, "c_main_warehouse_down")["binds_first"]["resource"] = "dc pick"
    assert "dc pick：无预案的 4 个冲击场景里有 2 个（A、C）" in finding(twice, "bottleneck")


def test_resources_are_called_by_their_titles_in_words_tables_and_heat_map(result: dict[str, Any]) -> None:
    titled = copy.deepcopy(result)
    run_of(titled, "c_main_warehouse_down")["binds_first"]["resource"] = "dc pick"
    titled["titles"] = {"resource": {"dc pick": {"zh": "中心仓拣货", "en": "City DC picking"}}}
    assert "中心仓拣货：无预案的 4 个冲击场景里有 2 个（A、C）" in finding(titled, "bottleneck")
    assert "City DC picking binds first in 2 of 4 shocks" in finding(titled, "bottleneck", "en")
    rows = [row for table in tables(titled, "zh") if table.title != "名称对照" for row in table.rows]
    assert any(row[0] == "中心仓拣货" for row in rows)
    assert not any("dc pick" in row for row in rows)


def test_the_recall_chapter_is_there_only_when_goods_were_recalled(result: dict[str, Any]) -> None:
    calm = copy.deepcopy(result)
    for run in calm["scenarios"]:
        run["recall"] = None
    assert "recall" not in {section.key for section in sections(calm, "zh")}


def test_a_plan_whose_interval_holds_zero_is_not_called_better(result: dict[str, Any]) -> None:
    table = next(table for table in tables(result, "zh") if table.title.startswith("预案效果"))
    reading = {(row[0][0], row[2]): row[6] for row in table.rows}
    assert reading["B", "履约率"] == "改善"
    assert reading["D", "履约率"] == "无显著差异"
    assert reading["C", "每单成本"] == "变差"
