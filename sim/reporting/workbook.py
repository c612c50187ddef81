"""One sheet of the workbook: tables one under the other, every number with a format that says its unit."""

from functools import partial
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from sim.reporting.charts.palette import light
from sim.reporting.document import ReportColumn, ReportTable
from sim.reporting.numbers import WHOLE, unit_of
from sim.reporting.terms import light_mark, light_word, text
from sim.reporting.values import Cell, ReportQuantity, Spark, TrafficLight
from sim.results.study import Lang

STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "verdict": {"font_size": 12},
    "heading": {"bold": True, "font_size": 12},
    "note": {"font_color": light("muted"), "font_size": 9},
    "column": {
        "font_color": light("muted"),
        "bottom": 1,
        "bottom_color": light("muted"),
        "text_wrap": True,
        "valign": "bottom",
    },
    "text": {"text_wrap": True},
    "green": {"font_color": light("good")},
    "amber": {"font_color": light("warn")},
    "red": {"font_color": light("bad")},
}
SIGNS = {"green": 3, "amber": 2, "red": 1}
HIDDEN = 60  # first of the hidden columns that hold the points of sparklines
WIDEST = 46


class SheetWriter:
    """A sheet that is written from top to bottom."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, lang: Lang) -> None:
        self.book, self.lang, self.row = book, lang, 0
        self.sheet = book.add_worksheet(name)
        self.sheet.hide_gridlines(2)
        self.widths: dict[int, float] = {}
        self.formats: dict[tuple[str, str], Any] = {}
        self.sparks = False

    def line(self, words: str, style: str) -> None:
        """A line of text that runs over the columns."""
        self.sheet.write_string(self.row, 0, words, self._format(style))
        self.row += 1

    def pair(self, name: str, v: ReportQuantity) -> None:
        """A name and its number."""
        self.sheet.write_string(self.row, 0, name, self._format("text"))
        self._number(1, v.number, v)
        self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def table(self, table: ReportTable, finding: str) -> None:
        """Title, finding, headings, rows and note; numbers with bounds take a column for each of them and for n."""
        self.line(table.title, "heading")
        self.line(finding, "note")
        starts, at = [], 0
        for k, column in enumerate(table.columns):
            starts.append(at)
            at += self._headings(at, column, any(isinstance(row[k], TrafficLight) for row in table.rows))
        self.row += 1
        first = self.row
        for row in table.rows:
            for start, cell, column in zip(starts, row, table.columns, strict=True):
                self._cell(start, cell, column)
            self.row += 1
        if table.rows:
            for start, column in zip(starts, table.columns, strict=True):
                self._decorate(first, self.row - 1, start, column)
        if table.note:
            self.line(table.note, "note")
        self.row += 1

    def close(self) -> None:
        """Set the widths that the contents ask for."""
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, min(max(width, 7), WIDEST))
        if self.sparks:
            self.sheet.set_column(HIDDEN, HIDDEN + 200, None, None, {"hidden": True})
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)

    def _headings(self, at: int, column: ReportColumn, lights: bool) -> int:
        """Write the headings of one column and return how many columns of the sheet it takes."""
        low, high = text(self.lang, "95 % 下限", "95 % low"), text(self.lang, "95 % 上限", "95 % high")
        names = [column.title]
        if lights:
            names = ["", column.title]
        elif column.bounds == "interval":
            names += [low, high, "n"]
        elif column.bounds == "band":
            names += ["10 %", "90 %"]
        for k, name in enumerate(names):
            self.sheet.write_string(self.row, at + k, name, self._format("column"))
            self._widen(at + k, name)
        return len(names)

    def _cell(self, at: int, cell: Cell, column: ReportColumn) -> None:
        if cell is None:
            return
        if isinstance(cell, ReportQuantity):
            self._value(at, cell, column)
        elif isinstance(cell, TrafficLight):
            words = f"{light_mark(cell.colour)} {light_word(cell.colour, self.lang)}"
            if cell.colour:
                self.sheet.write_number(self.row, at, SIGNS[cell.colour])
            self.sheet.write_string(self.row, at + 1, words, self._format(cell.colour or "text"))
            self._widen(at + 1, words)
        elif isinstance(cell, Spark):
            self._spark(at, cell)
        else:
            self.sheet.write_string(self.row, at, cell, self._format("text"))
            self._widen(at, cell)

    def _value(self, at: int, v: ReportQuantity, column: ReportColumn) -> None:
        self._number(at, v.number, v)
        if column.bounds:
            self._number(at + 1, v.low, v)
            self._number(at + 2, v.high, v)
        if column.bounds == "interval" and v.n is not None:
            self.sheet.write_number(self.row, at + 3, v.n)

    def _number(self, at: int, x: float | None, v: ReportQuantity) -> None:
        if x is None:
            return
        self.sheet.write_number(self.row, at, x, self._format("", number_format(v, self.lang)))
        self._widen(at, f"{x:,.1f} {unit_of(v, self.lang)}")

    def _spark(self, at: int, spark: Spark) -> None:
        self.sparks = True
        for k, point in enumerate(spark.points):
            if point is not None:
                self.sheet.write_number(self.row, HIDDEN + k, point)
        ends = (xl_rowcol_to_cell(self.row, HIDDEN + k, row_abs=True, col_abs=True) for k in (0, len(spark.points) - 1))
        where = f"'{self.sheet.get_name()}'!{':'.join(ends)}"
        self.sheet.add_sparkline(
            self.row,
            at,
            {
                "range": where,
                "show_hidden": True,
                "low_point": True,
                "min": 0,
                "max": 1,
                "series_color": light("ink"),
                "low_color": light("bare"),
            },
        )
        self.widths[at] = max(self.widths.get(at, 0), 18)

    def _decorate(self, first: int, last: int, at: int, column: ReportColumn) -> None:
        paint = partial(self.sheet.conditional_format, first, at, last, at)
        bar = {
            "type": "data_bar",
            "bar_solid": True,
            "bar_color": "#9CC3E6",
            "min_type": "num",
            "max_type": "num",
            "min_value": 0,
        }
        if column.look == "bar":
            paint(bar | {"max_value": 1})
        elif column.look == "total":
            paint(bar | {"max_type": "max"})
        elif column.look == "score":
            paint(bar | {"max_value": 100})
        elif column.look == "heat":
            paint(
                {
                    "type": "3_color_scale",
                    "min_type": "num",
                    "mid_type": "num",
                    "max_type": "num",
                    "min_value": 0.3,
                    "mid_value": 0.8,
                    "max_value": 1,
                    "min_color": "#FFFFFF",
                    "mid_color": "#F3C98B",
                    "max_color": "#C1502E",
                }
            )
        elif column.look == "light":
            icons = [{"criteria": ">=", "type": "number", "value": 3}, {"criteria": ">=", "type": "number", "value": 2}]
            paint({"type": "icon_set", "icon_style": "3_signs", "icons_only": True, "icons": icons})

    def _format(self, style: str, number: str = "") -> Any:
        key = (style, number)
        if key not in self.formats:
            looks = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"} | STYLES.get(style, {})
            self.formats[key] = self.book.add_format(looks | ({"num_format": number} if number else {}))
        return self.formats[key]

    def _widen(self, column: int, words: str) -> None:
        wide = sum(2.0 if ord(letter) > 0x2E7F else 1.05 for letter in words) + 2
        self.widths[column] = max(self.widths.get(column, 0.0), wide)


def number_format(v: ReportQuantity, lang: Lang) -> str:
    """The spreadsheet's format of a number: per cent for shares, else the unit's word after the digits."""
    if v.unit == "share":
        return "+0.0%;-0.0%;0.0%" if v.signed else "0.0%"
    digits = "#,##0" if v.unit in WHOLE else "#,##0.00" if v.unit.startswith("yuan") else "#,##0.0##"
    unit = unit_of(v, lang).replace('"', "")
    shown = f'{digits}" {unit}"' if unit else digits
    return f"+{shown};-{shown};{shown}" if v.signed else shown
