"""The sheet: units, text that fits, and SVG that scales, follows the page and shares no id."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.reporting.charts.canvas import WIDTH, axes, blank, fitted, inline_svg, sheet, width_of
from sim.reporting.charts.palette import light
from sim.reporting.document import Picture


@given(st.text(max_size=60), st.floats(20, 300))
def test_fitted_text_fits(text: str, width: float) -> None:
    assert width_of(fitted(text, width)) <= width or fitted(text, width) == "…"


def test_the_sheet_measures_in_units() -> None:
    assert tuple(sheet(200).get_size_inches() * 72) == pytest.approx((WIDTH, 200))


def test_chinese_is_one_em_wide_and_capitals_are_wider_than_digits():
    assert width_of("仓储", 10) == 20
    assert width_of("00", 10) == pytest.approx(11.2)
    assert width_of("AA", 10) == pytest.approx(12.4)


def test_what_fits_stays_whole_and_what_does_not_ends_in_dots():
    assert fitted("short", 100) == "short"
    assert fitted("a long one indeed", 60) == "a long o…"


def test_margins_are_in_units():
    figure = sheet(200)
    ax = axes(figure, left=30, bottom=20, right=10, top=40)
    box = ax.get_position()
    assert (box.x0 * WIDTH, box.y0 * 200) == pytest.approx((30, 20))
    assert (box.x1 * WIDTH, box.y1 * 200) == pytest.approx((WIDTH - 10, 160))


def test_blank_axes_count_from_the_top_left_corner():
    ax = blank(sheet(120))
    assert ax.get_xlim() == (0, WIDTH)
    assert ax.get_ylim() == (120, 0)


def picture(key="k", label='A "label" <b> & more'):
    def draw():
        figure = sheet(50)
        ax = axes(figure, 5, 5, 5, 5)
        ax.plot([0, 1], [0, 1], color=light("bare"))
        ax.text(0.5, 0.5, "words", gid="halo")
        return figure

    return Picture(key, label, draw)


def test_the_svg_scales_is_read_out_and_carries_no_size_namespace_or_colour():
    svg = inline_svg(picture())
    assert svg.startswith('<svg viewBox="0 0 360 50" role="img" aria-label="A &quot;label&quot; &lt;b> &amp; more">')
    assert not re.search(r"<svg[^>]* (width|height)=", svg)
    assert "xmlns" not in svg
    assert "var(--bare)" in svg
    assert not re.search(r"#[0-9a-fA-F]{6}\b", svg)
    assert ">words<" in svg, "text stays text"
    assert 'class="halo"' in svg


def test_ids_of_two_pictures_never_meet():
    one, other = (set(re.findall(r' id="([^"]*)"', inline_svg(picture(key)))) for key in ("one", "other"))
    assert one
    assert not one & other
    assert all(name.startswith("one-") for name in one)


def test_the_same_picture_gives_the_same_text():
    assert inline_svg(picture()) == inline_svg(picture())
