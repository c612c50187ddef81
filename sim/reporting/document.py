"""The report before it has a format: sections of parts, each with a finding, a table and perhaps pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.reporting.values import Row

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Look = Literal["", "bar", "heat", "light", "score", "total"]
Sheet = Literal["scorecard", "measures", "resilience", "bottleneck", "funnel", "cost", "setup", "notes"]


@dataclass(frozen=True)
class ReportColumn:
    """A column: its heading, what the bounds of its numbers mean, and how a spreadsheet may decorate it."""

    title: str
    bounds: Literal["", "interval", "band"] = ""
    look: Look = ""


@dataclass(frozen=True)
class ReportTable:
    """Rows of cells under columns; `sheet` is the sheet of the workbook that it belongs to."""

    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[Row, ...]
    sheet: Sheet
    note: str = ""
    cards: bool = False  # on a narrow screen every row becomes a card


@dataclass(frozen=True)
class Picture:
    """A drawing that is made only when a format needs it; `label` is its text alternative."""

    key: str
    label: str
    draw: Callable[[], "Figure"]


@dataclass(frozen=True)
class Part:
    """One thing found: the sentence, its table, and the pictures that show it."""

    finding: str
    table: ReportTable
    pictures: tuple[Picture, ...] = ()
    beside: bool = False  # on a wide screen it may stand beside the next part
    folded: bool = False  # the table is one click away even without a picture


@dataclass(frozen=True)
class Section:
    """A chapter of the report; `subject` is the title of a report that is about this chapter before all others.

    `answer` is then its one sentence; none = the first finding.
    """

    key: str
    title: str
    parts: tuple[Part, ...]
    subject: str = ""
    answer: str = ""
