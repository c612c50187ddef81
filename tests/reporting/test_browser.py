"""A real browser opens the page: nothing on the console, nothing asked for, nothing too wide, the own font in use."""

from pathlib import Path

import pytest

from .headless import browser, chromium

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="needs Debian's chromium on PATH (apt-get install chromium)"),
]


@pytest.mark.parametrize("width", [360, 820, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_calmly_at_every_width_and_in_both_modes(
    reports: dict[str, dict[str, Path]], lang: str, tmp_path: Path, width: int, scheme: str
) -> None:
    with browser(tmp_path) as tab:
        tab.open(reports[lang]["html"], width, scheme)
        tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert tab.complaints() == []
        assert [address for address in tab.requests() if not address.startswith(("file:", "data:"))] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.evaluate("document.fonts.check('16px \"Surge Sans SC\"')") is True
        paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 23, 28)")


def test_print_is_light_even_on_a_dark_screen(reports: dict[str, dict[str, Path]], tmp_path: Path) -> None:
    with browser(tmp_path) as tab:
        tab.open(reports["zh"]["html"], 720, "dark", media="print")
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert tab.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
