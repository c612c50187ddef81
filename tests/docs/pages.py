"""The documentation as data: pages, their tables by heading, and the blocks of code that are marked."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_CELLS = re.compile(r"(?<!\\)\|")
_FILE = re.compile(r"<!-- file (?P<name>[\w./-]+) -->\n```\w*\n(?P<text>.*?)```", re.DOTALL)


class Row(NamedTuple):
    """A row of a table: the heading above it, and its cells by the title of their column."""

    heading: str
    cells: dict[str, str]

    def codes(self, column: str) -> list[str]:
        """What stands between backticks in a cell."""
        return re.findall(r"`([^`]+)`", self.cells.get(column, ""))


def page(path: Path) -> str:
    """The name of a page, from the root."""
    return path.relative_to(ROOT).as_posix()


def rows(name: str) -> Iterator[Row]:
    """The rows of all tables of a page of `docs/`."""
    heading, titles = "", None
    for line in (ROOT / "docs" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if not line.startswith("|"):
            titles = None
            continue
        cells = [cell.strip() for cell in _CELLS.split(line)[1:-1]]
        if titles is None:
            titles = cells
        elif set(line) - set("|-: "):
            assert len(cells) == len(titles), f"{name}: {len(cells)} cells where the table has {len(titles)}: {line}"
            yield Row(heading, dict(zip(titles, cells, strict=True)))


def files_of(path: Path) -> dict[str, str]:
    """The files that a page shows, by name: blocks of code after `<!-- file NAME -->`."""
    found = {match["name"]: match["text"] for match in _FILE.finditer(path.read_text(encoding="utf-8"))}
    assert not [name for name in found if name.split("/")[0] in ("configs", "scenarios")], "shipped files lie there"
    return found
