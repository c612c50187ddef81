"""Writing: the right files, complete or absent, and nothing heavy before it is needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.reporting import UnknownFormatError, formats, render
from sim.results.studies import AnyStudy

from .hand import hand, read


def test_files_are_named_by_format_and_language(reports: dict[str, dict[str, Path]]) -> None:
    assert [path.name for path in reports["zh"].values()] == ["report.html", "report.xlsx", "report.json"]
    assert [path.name for path in reports["en"].values()] == ["report.en.html", "report.en.xlsx", "report.json"]


def test_an_unknown_format_is_told_with_those_allowed_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"'docx' is not one of html, json, xlsx") as caught:
        render(read(hand()), tmp_path / "out", ["json", "docx"], "zh")
    assert caught.value.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_formats_are_found_by_being_there() -> None:
    assert {"html", "json", "xlsx"} <= set(formats())


def test_a_format_asked_for_twice_is_written_once(tmp_path: Path) -> None:
    assert len(render(read(hand()), tmp_path, ["json", "json"], "zh")) == 1


def test_a_failed_report_leaves_the_old_one_and_no_debris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (old,) = render(read(hand() | {"month": "2026-10"}), tmp_path, ["json"], "zh")
    before = old.read_bytes()

    def fail(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        render(read(hand()), tmp_path, ["json"], "zh")
    assert old.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [old.name]


def loaded_after(code: str) -> set[str]:
    """Modules that `code` brings into a fresh interpreter, beyond those that it holds anyway."""
    tail = "; import sys; print(*sorted({name.split('.')[0] for name in sys.modules} | set(sys.modules)))"
    bare, after = (
        subprocess.run([sys.executable, "-c", one + tail], capture_output=True, text=True, check=True).stdout.split()
        for one in ("pass", code)
    )
    return set(after) - set(bare)


def test_importing_the_report_imports_no_drawing_and_no_templates() -> None:
    held = loaded_after("import sim.reporting; sim.reporting.formats()")
    assert not held & {"matplotlib", "jinja2", "xlsxwriter", "fontTools", "numpy"}


def test_making_a_report_never_touches_the_simulation(result: AnyStudy) -> None:
    formats, sections = (
        "import sim.reporting.formats.html, sim.reporting.formats.xlsx",
        "import sim.reporting.sections as all",
    )
    held = loaded_after(f"{formats}; {sections}; all.section_modules()")
    assert not held & {"simpy", "sim.model", "zhplot", "matplotlib.pyplot"}
