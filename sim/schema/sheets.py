"""A table file, CSV or XLSX, as rows of text cells with their places."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import import_module
from pathlib import Path

from sim.errors import ConfigError, Problem
from sim.schema.document import Mark
from sim.schema.text import MEGABYTE, check_characters, decode, read_bytes

MAX_BYTES = 64 * MEGABYTE
MAX_UNPACKED = 512 * MEGABYTE
MAX_ROWS = 500_000
MAX_COLUMNS = 200
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file (from 1), its cells without blanks around them, and the line as written."""

    file: str
    line: int
    cells: tuple[str, ...]
    source: str = ""

    def mark(self, index: int) -> Mark:
        """The place of a cell: the character in a CSV line where that is certain, the column number in a sheet."""
        if not self.source:
            return Mark(self.file, self.line, index + 1)
        if '"' in self.source:
            return Mark(self.file, self.line, 0, self.source)
        begins = [0, *(found.end() for found in re.finditer(f"[{re.escape(delimiter(self.source))}]", self.source))]
        blanks = 0
        if index < len(begins):
            rest = self.source[begins[index] :]
            blanks = len(rest) - len(rest.lstrip(" "))
        return Mark(self.file, self.line, begins[min(index, len(begins) - 1)] + blanks + 1, self.source)


def rows_of(path: Path, sheet: str | None = None) -> list[Row]:
    """All rows of a table that are not blank, the header first; `sheet` names the sheet of a workbook (else the first).

    Lines above the header that begin with `# ` are notes (source, licence) and left out. CSV may be UTF-8 or GB18030,
    and separated by comma, semicolon or tab. ConfigError when it cannot be read.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        rows = _workbook(path, sheet)
    elif path.suffix.lower() == ".xls":
        raise ConfigError([Problem(str(path), 0, 0, "", "old Excel files cannot be read: save it as .xlsx or CSV")])
    else:
        rows = _csv(path)
    result: list[Row] = []
    for row in rows:
        if any(row.cells) and (result or not row.cells[0].startswith("# ")):
            result.append(row)
        if len(result) > MAX_ROWS + 1:
            raise ConfigError([Problem(row.file, row.line, 0, "", f"too many rows; at most {MAX_ROWS:,} are read")])
    if not result:
        raise ConfigError([Problem(str(path), 0, 0, "", "the table is empty")])
    return result


def delimiter(header: str) -> str:
    """The separator that a line uses most: comma, semicolon or tab."""
    return max(",;\t", key=header.count)


def _csv(path: Path) -> Iterator[Row]:
    file = str(path)
    text = decode(read_bytes(path, MAX_BYTES, "split the table"), file, ENCODINGS)
    check_characters(text, file)
    lines = re.split("\r\n|\n|\r", text)
    header = next((line for line in lines if line.strip() and not line.startswith("# ")), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(header), strict=True)
    line = 1
    try:
        for cells in reader:
            source = lines[line - 1]
            yield Row(file, line, tuple(cell.strip() for cell in cells), source)
            line = reader.line_num + 1
    except csv.Error as error:
        why = "a quote is opened and not closed" if "end of data" in str(error) else str(error)
        source = lines[line - 1] if line <= len(lines) else ""
        raise ConfigError([Problem(file, line, 0, "", f"this row cannot be read: {why}", source=source)]) from None


def _workbook(path: Path, sheet: str | None) -> Iterator[Row]:
    file = str(path)
    data = io.BytesIO(read_bytes(path, MAX_BYTES, "split the table"))
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        cure = "install it with `pip install openpyxl`, or save the table as CSV"
        raise ConfigError([Problem(file, 0, 0, "", f"Excel tables need the library 'openpyxl': {cure}")]) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with zipfile.ZipFile(data) as package:
                unpacked = sum(part.file_size for part in package.infolist())
            if unpacked > MAX_UNPACKED:
                raise ConfigError([Problem(file, 0, 0, "", "the workbook is too large when unpacked")])
            book = openpyxl.load_workbook(data, read_only=True, data_only=True)
            names = book.sheetnames
            if sheet is not None and sheet not in names:
                raise ConfigError([Problem(file, 0, 0, "", f"no sheet '{sheet}'", allowed=", ".join(names))])
            page = book[sheet or names[0]]
            page.reset_dimensions()  # a sheet may claim a million empty columns
            for number, values in enumerate(page.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
                yield Row(file, number, tuple(_cell(value) for value in values))
        except (ConfigError, GeneratorExit):
            raise
        except Exception as error:  # on a damaged workbook the library raises many kinds of errors
            why = f"this is not a readable .xlsx workbook ({type(error).__name__})"
            raise ConfigError([Problem(file, 0, 0, "", why)]) from None


def _cell(value: object) -> str:
    """A sheet's value as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, time):
        return value.isoformat("seconds").removesuffix(":00")
    return value.isoformat() if isinstance(value, date) else str(value).strip()
