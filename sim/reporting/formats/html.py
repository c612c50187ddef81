"""The drill report as one HTML file: no script, no request, the font inside."""

import re

from markupsafe import Markup, escape

from sim.reporting import cells
from sim.reporting.charts.canvas import inline_svg
from sim.reporting.charts.palette import stylesheet
from sim.reporting.charts.spark import score_svg
from sim.reporting.document import Picture, ReportColumn
from sim.reporting.fonts import FAMILY, font_face
from sim.reporting.headline import about, headline
from sim.reporting.numbers import NOTHING, points
from sim.reporting.sections import sections
from sim.reporting.templates import environment
from sim.reporting.terms import TINTS, light_mark, text
from sim.reporting.values import Cell
from sim.results.study import Lang, StudyResult

STYLE_MARK = "/*font*/"


def file_name(lang: Lang) -> str:
    """Chinese is the default language, so its file has the plain name."""
    return "report.html" if lang == "zh" else f"report.{lang}.html"


def encode(result: StudyResult, lang: Lang) -> bytes:
    """The page, UTF-8; the font holds exactly the characters that the page uses."""
    chapters = sections(result, lang)
    head = about(headline(result, lang), chapters)

    def cell(found: Cell, column: ReportColumn) -> Markup:
        return cells.cell_html(found, column, lang, result.replications)

    def drawn(picture: Picture) -> Markup:
        return Markup(inline_svg(picture))

    def text_here(zh: str, en: str) -> str:
        return text(lang, zh, en)

    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            lang=lang,
            head=head,
            score=NOTHING if head.score.number is None else points(head.score.number),
            scores=Markup(score_svg([score for _, score in head.history], str(escape(head.history_word)))),
            sections=chapters,
            cell=cell,
            tints=TINTS,
            light_mark=light_mark,
            drawn=drawn,
            numeric=cells.numeric,
            text=text_here,
            family=FAMILY,
            palette=Markup(stylesheet()),
        )
    )
    return page.replace(STYLE_MARK, font_face(characters(page)), 1).encode()


def characters(page: str) -> str:
    """Every character a reader may see: the text of the page and its attributes, unescaped."""
    return "".join(sorted(set(Markup(re.sub(r"<(style)\b.*?</\1>", "", page, flags=re.DOTALL)).unescape())))
