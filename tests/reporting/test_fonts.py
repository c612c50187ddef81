"""The typeface: found without importing its package, cut to what is used, with its licence inside."""

import io
import sys

import pytest
from fontTools.ttLib import TTFont

from sim.reporting import fonts


def test_the_font_file_is_found_and_its_package_is_not_imported() -> None:
    assert fonts.font_file().suffix == ".ttf"
    assert "zhplot" not in sys.modules


def test_a_subset_holds_what_was_asked_for_and_little_else() -> None:
    data, _ = fonts.subset("爆单演练 98.7 %")
    with TTFont(io.BytesIO(data)) as font:
        held = {chr(code) for code in font.getBestCmap()}
        assert set("爆单演练 98.7%") <= held
        assert len(held) < 20
        assert "SIL Open Font License" in str(font["name"].getDebugName(13))
        assert "Adobe" in str(font["name"].getDebugName(0))
    assert len(data) < 20_000


def test_digits_stand_in_columns() -> None:
    with TTFont(fonts.font_file(), lazy=True) as font:
        widths = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
    assert len(widths) == 1


def test_a_missing_font_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "files", lambda _: [])
    fonts.font_file.cache_clear()
    try:
        with pytest.raises(FileNotFoundError, match="reinstall"):
            fonts.font_file()
    finally:
        fonts.font_file.cache_clear()
