"""Pictures: no words on top of each other, none outside, every colour known, numbers as in the result."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axis import Axis, Tick
from matplotlib.text import Text

from sim.report.charts import key
from sim.report.charts.canvas import WIDTH, fitted, ink, inline_svg, sheet, width_of
from sim.report.charts.curves import Curve, Window, curves
from sim.report.charts.palette import HEAT_STEPS, ROLES, heat_role
from sim.report.charts.place import spread
from sim.report.document import Picture
from sim.report.sections import sections


def pictures(result: dict[str, Any], lang: Any) -> list[Picture]:
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


def test_no_two_words_of_a_picture_touch(result: dict[str, Any], lang: str) -> None:
    for picture in pictures(result, lang):
        found = list(boxes(picture))
        for i, (first, a) in enumerate(found):
            for second, b in found[i + 1 :]:
                over = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                assert over[0] <= 1 or over[1] <= 3, (picture.key, first, second, over)


def test_no_word_leaves_its_picture(result: dict[str, Any], lang: str) -> None:
    for picture in pictures(result, lang):
        for words, (left, _, right, _) in boxes(picture):
            assert left >= -1, (picture.key, words)
            assert right <= WIDTH + 1, (picture.key, words)


def test_every_colour_of_a_drawing_follows_the_page(result: dict[str, Any]) -> None:
    for picture in pictures(result, "zh"):
        drawn = inline_svg(picture)
        assert set(re.findall(r"#[0-9a-fA-F]{6}\b", drawn)) == set(), picture.key
        assert set(re.findall(r"var\(--(\w+)\)", drawn)) <= set(ROLES), picture.key


def test_a_drawing_scales_and_is_read_out(result: dict[str, Any]) -> None:
    drawn = inline_svg(pictures(result, "en")[0])
    assert re.match(r'<svg viewBox="0 0 360 [\d.]+" role="img" aria-label="[^"]{10,}">', drawn)


def test_each_colour_stands_for_one_role() -> None:
    used = [light for light, _ in ROLES.values()]
    assert len(used) == len(set(used))


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.1."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1])
def test_words_stand_out_in_both_modes(mode: int) -> None:
    for role in ("ink", "muted", "good", "warn", "bad", "bare", "plan", "target"):
        assert contrast(ROLES[role][mode], ROLES["paper"][mode]) >= 4.5, role
    for step in range(len(HEAT_STEPS) + 1):
        assert contrast(ROLES[f"onheat{step}"][mode], ROLES[f"heat{step}"][mode]) >= 4.5, step


@pytest.mark.parametrize("mode", [0, 1])
def test_heat_gets_stronger_step_by_step_without_help_of_hue(mode: int) -> None:
    away = [contrast(ROLES[f"heat{step}"][mode], ROLES["paper"][mode]) for step in range(len(HEAT_STEPS) + 1)]
    assert away == sorted(away)


def test_heat_steps_cover_everything() -> None:
    assert [heat_role(share) for share in (0.0, 0.39, 0.4, 0.96, 0.97, 1.4)] == [0, 0, 1, 5, 6, 6]


@given(st.lists(st.floats(0, 200), max_size=9), st.floats(1, 15))
def test_spread_labels_keep_their_order_their_room_and_their_distance(wanted: list[float], gap: float) -> None:
    placed = spread(wanted, gap, 0, 200)
    assert all(-1e-6 <= y <= 200 + 1e-6 for y in placed)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    steps = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(step >= gap - 1e-6 for step in steps)


def test_labels_that_are_far_apart_stay_where_they_are() -> None:
    assert spread([10, 50, 90], 14, 0, 100) == [10, 50, 90]


def test_more_labels_than_room_are_spaced_evenly() -> None:
    assert spread([5, 5, 5], 80, 0, 100) == pytest.approx([0, 50, 100])


@given(st.lists(st.text(alphabet="仓储配送物流abcdef ", min_size=1, max_size=30), min_size=1, max_size=12))
def test_entries_of_a_key_never_collide_and_never_leave_the_sheet(words: list[str]) -> None:
    spots = key.arranged(words)
    for word, (x, _) in zip(words, spots, strict=True):
        assert x + key.MARK + 4 + width_of(fitted(word, WIDTH - key.MARK - 4, 9.5), 9.5) <= WIDTH + 1e-6
    for (x0, y0), (x1, y1), word in zip(spots, spots[1:], words, strict=False):
        assert y1 > y0 or x1 >= x0 + key.MARK + 4 + width_of(fitted(word, WIDTH - key.MARK - 4, 9.5), 9.5)


@given(st.text(max_size=60), st.floats(20, 300))
def test_fitted_text_fits(text: str, width: float) -> None:
    assert width_of(fitted(text, width)) <= width or fitted(text, width) == "…"


def test_a_curve_with_gaps_and_nothing_else_can_be_drawn() -> None:
    nothing = np.full(5, np.nan)
    hours = np.arange(5.0)
    window = Window("heading", 0.95, "target", None, "shock", "days")
    with ink():
        figure = curves([Curve("x", "bare", hours, nothing, nothing, nothing)], window)
        figure.draw_without_rendering()
        assert figure.axes[0].get_ylim()[1] == pytest.approx(1.02)


def test_the_sheet_measures_in_units() -> None:
    assert tuple(sheet(200).get_size_inches() * 72) == pytest.approx((WIDTH, 200))
