"""Colours: one role each, readable in both modes, heat that gets stronger without hue."""

import re

import numpy as np
import pytest

from sim.reporting.charts.palette import HEAT_STEPS, ROLES, heat_role, light, stylesheet, themed


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


def test_the_stylesheet_names_every_role_in_both_modes_and_keeps_the_dark_one_off_paper():
    css = stylesheet()
    bright, dark = css.split("@media screen and (prefers-color-scheme:dark)")
    for role, (day, night) in ROLES.items():
        assert f"--{role}:{day};" in bright
        assert f"--{role}:{night};" in dark


def test_a_drawing_takes_the_variables_of_the_page():
    assert themed(f'<path fill="{light("bare")}" stroke="{light("ink")}"/>') == (
        '<path fill="var(--bare)" stroke="var(--ink)"/>'
    )


def test_every_colour_is_written_as_the_drawings_write_it():
    for day, night in ROLES.values():
        assert re.fullmatch("#[0-9a-f]{6}", day)
        assert re.fullmatch("#[0-9a-f]{6}", night)
