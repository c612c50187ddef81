"""Columns of the tables of a run, declared once: NumPy type, kind, unit and meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

import numpy as np


class ColumnKind(Enum):
    """What the values of a column are."""

    NUMBER = auto()
    """a count or an amount in `unit`"""
    TEXT = auto()
    """str"""
    TIME = auto()
    """an instant, minutes since the start; NaN = not (yet)"""
    NAME = auto()
    """a code: index into the names of `of`, such as "site"; -1 = none"""
    ROW = auto()
    """row number of the table `of`; -1 = none"""
    ENUM = auto()
    """a member of the enumeration `members`"""
    PLACE = auto()
    """a code of a site, or a member of `members` for a place outside the network"""


@dataclass(frozen=True)
class Column:
    """One column: NumPy `dtype` ("O" holds str), what it is `about`, and of which `kind` its values are.

    `of`        what a NAME, PLACE or ROW points into: a key of `Record.names`, or a table
    `members`   the enumeration of an ENUM or PLACE
    `unit`      the unit of a NUMBER; "" when it has none
    `optional`  whether a record may leave it out
    """

    dtype: str
    about: str
    kind: ColumnKind = ColumnKind.NUMBER
    of: str = ""
    members: type[IntEnum] | None = None
    unit: str = ""
    optional: bool = False

    @property
    def is_text(self) -> bool:
        """Whether the column holds str."""
        return self.kind is ColumnKind.TEXT

    @property
    def missing(self) -> float:
        """The value of a row for which nothing is given: -1 for none, NaN for floats, else 0."""
        if self.kind in (ColumnKind.NAME, ColumnKind.ROW):
            return -1
        return float("nan") if np.dtype(self.dtype).kind == "f" else 0

    @property
    def meaning(self) -> str:
        """What the column is about, with how to read its values, as a sentence for people."""
        codes = legend(self.members) if self.members else ""
        notes = {
            ColumnKind.ENUM: f" ({codes})",
            ColumnKind.PLACE: f" (index into names.{self.of}, or {codes})",
            ColumnKind.TIME: " (minutes since the start; NaN = not (yet))",
            ColumnKind.NAME: f" (index into names.{self.of})",
            ColumnKind.ROW: f" (row of `{self.of}`, -1 = none)",
        }
        return self.about + notes.get(self.kind, f", {self.unit}" if self.unit else "")


TableColumns = Mapping[str, Column]
"""The columns of a table by name."""


def legend(members: type[IntEnum]) -> str:
    """The codes of an enumeration with their words: `0 placed, 1 paid, ...`."""
    return ", ".join(f"{member.value} {word(member)}" for member in members)


def word(member: IntEnum) -> str:
    """A member of an enumeration as a word for people: `Status.PAID` is "paid"."""
    return member.name.lower()


def number(about: str, unit: str = "", dtype: str = "f8", optional: bool = False) -> Column:
    """A count or an amount."""
    return Column(dtype, about, unit=unit, optional=optional)


def text(about: str) -> Column:
    """Strings."""
    return Column("O", about, ColumnKind.TEXT)


def time(about: str) -> Column:
    """An instant."""
    return Column("f8", about, ColumnKind.TIME)


def name(of: str, about: str, dtype: str = "i4") -> Column:
    """A code of one of the world's names: of a "site", a "sku", a "resource"..."""
    return Column(dtype, about, ColumnKind.NAME, of)


def row(of: str, about: str, optional: bool = False) -> Column:
    """A row of another table."""
    return Column("i4", about, ColumnKind.ROW, of, optional=optional)


def place(outside: type[IntEnum], about: str) -> Column:
    """A site, or a place outside the network."""
    return Column("i2", about, ColumnKind.PLACE, "site", outside)


def enum(members: type[IntEnum], about: str) -> Column:
    """A member of an enumeration."""
    return Column("i1", about, ColumnKind.ENUM, members=members)
