"""The drill report as a workbook: the tables of the page, numbers as numbers, decorated where it helps the eye."""

import io
from datetime import datetime

import xlsxwriter

from sim.reporting.document import Section, Sheet
from sim.reporting.headline import Headline, about, headline
from sim.reporting.sections import sections
from sim.reporting.terms import text
from sim.reporting.workbook import SheetWriter
from sim.results.study import Lang, StudyResult

SHEETS: dict[Sheet, tuple[str, str]] = {
    "scorecard": ("记分卡", "Scorecard"),
    "measures": ("指标", "Measures"),
    "resilience": ("韧性", "Resilience"),
    "bottleneck": ("瓶颈", "Bottlenecks"),
    "funnel": ("漏斗", "Funnel"),
    "cost": ("成本", "Cost"),
    "setup": ("配置", "Configuration"),
    "notes": ("说明", "Notes"),
}


NO_CLOCK = datetime(2000, 1, 1)
"""The date in the workbook's properties: the same result gives the same bytes, whenever it is written."""


def file_name(lang: Lang) -> str:
    """Chinese is the default language, so its file has the plain name."""
    return "report.xlsx" if lang == "zh" else f"report.{lang}.xlsx"


def encode(result: StudyResult, lang: Lang) -> bytes:
    """All sheets; one without a table holds a line that there is nothing."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": False})
    chapters = sections(result, lang)
    head = about(headline(result, lang), chapters)
    book.set_properties({"title": head.title, "created": NO_CLOCK})
    for key, names in SHEETS.items():
        page = SheetWriter(book, text(lang, *names), lang)
        if key == "scorecard":
            _head(page, head)
        _fill(page, key, chapters, lang)
        page.close()
    book.close()
    return out.getvalue()


def _fill(page: SheetWriter, key: Sheet, chapters: list[Section], lang: Lang) -> None:
    parts = [part for chapter in chapters for part in chapter.parts if part.table.sheet == key]
    for part in parts:
        page.table(part.table, part.finding)
    if not parts:
        page.line(text(lang, "结果里没有这一部分的数据。", "The result holds no data for this part."), "note")


def _head(page: SheetWriter, head: Headline) -> None:
    page.line(" · ".join(filter(None, (head.brand, head.month, head.title))), "title")
    if head.score_word:
        page.pair(head.score_word, head.score)
    if head.score_change:
        page.line(head.score_change, "note")
    page.line(head.verdict, "verdict")
    page.gap()
