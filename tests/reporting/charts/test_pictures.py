"""All pictures of a report: no words on top of each other, none outside, every colour known, read out."""

import re
from collections.abc import Iterator
from typing import Any

from matplotlib.axis import Axis, Tick
from matplotlib.text import Text

from sim.reporting.charts.canvas import WIDTH, ink, inline_svg
from sim.reporting.charts.palette import ROLES
from sim.reporting.document import Picture
from sim.reporting.sections import sections
from sim.results.studies import AnyStudy


def pictures(result: AnyStudy, lang: Any) -> list[Picture]:
    """All pictures of the report."""
    return [picture for section in sections(result, lang) for part in section.parts for picture in part.pictures]


def in_view(axle: Axis, tick: Tick) -> bool:
    """Whether a tick lies within the limits of its axis; others are never drawn."""
    low, high = sorted(axle.get_view_interval())
    return bool(low <= tick.get_loc() <= high)


def boxes(picture: Picture) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Every visible text of a drawing with its box in units."""
    with ink():
        figure = picture.draw()
        figure.draw_without_rendering()
        axles = [axle for axes in figure.axes for axle in (axes.xaxis, axes.yaxis)]
        beyond = {id(tick.label1) for axle in axles for tick in axle.get_major_ticks() if not in_view(axle, tick)}
        for text in figure.findobj(Text):
            if id(text) not in beyond and text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                if box.width > 0:
                    yield text.get_text(), (box.x0, box.y0, box.x1, box.y1)


def test_no_two_words_of_a_picture_touch(result: AnyStudy, lang: str) -> None:
    for picture in pictures(result, lang):
        found = list(boxes(picture))
        for i, (first, a) in enumerate(found):
            for second, b in found[i + 1 :]:
                over = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                assert over[0] <= 1 or over[1] <= 3, (picture.key, first, second, over)


def test_no_word_leaves_its_picture(result: AnyStudy, lang: str) -> None:
    for picture in pictures(result, lang):
        for words, (left, _, right, _) in boxes(picture):
            assert left >= -1, (picture.key, words)
            assert right <= WIDTH + 1, (picture.key, words)


def test_every_colour_of_a_drawing_follows_the_page(result: AnyStudy) -> None:
    for picture in pictures(result, "zh"):
        drawn = inline_svg(picture)
        assert set(re.findall(r"#[0-9a-fA-F]{6}\b", drawn)) == set(), picture.key
        assert set(re.findall(r"var\(--(\w+)\)", drawn)) <= set(ROLES), picture.key


def test_a_drawing_scales_and_is_read_out(result: AnyStudy) -> None:
    drawn = inline_svg(pictures(result, "en")[0])
    assert re.match(r'<svg viewBox="0 0 360 [\d.]+" role="img" aria-label="[^"]{10,}">', drawn)
