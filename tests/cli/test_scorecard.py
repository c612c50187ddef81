"""The terminal's scorecard: every scenario, its light and its plans, on any width."""

import io
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from sim.cli.scorecard import heading, scorecard, sentences, unmet
from sim.cli.tables import interval_cell
from sim.reporting.headline import headline
from sim.reporting.values import quantity
from sim.results.studies import AnyStudy
from tests.reporting.hand import UNDEFINED, around, hand, read


def run(of: dict[str, Any], name: str, plan: str | None, share: float, light: str, title: str) -> dict[str, Any]:
    kpis = {"fulfilment_rate": around(share, 0.01, 30), "lead_time_p95": around(41.0, 1.0, 30)}
    wish = {
        "kpi": "fulfilment_rate",
        "at_least": 0.95,
        "value": share,
        "met": share >= 0.95,
        "runs": around(share, 0.1),
    }
    return of | {
        "id": name,
        "plan": plan,
        "title": {"zh": "面粉厂停工，很长时间没有面粉", "en": title},
        "plan_title": {"zh": "启用备用面粉厂和合作面包房", "en": "Second mill and a partner bakery"} if plan else None,
        "kpis": of["kpis"] | kpis | {"time_to_recover": UNDEFINED},
        "light": light,
        "score": 88.4,
        "expect": [wish | {"runs": around(share, 0.1)}],
    }


def played(**changes: Any) -> AnyStudy:
    """The baseline and one scenario without and with each of two plans."""
    document = hand() | {
        "brand": {"zh": "小店", "en": "Corner shop"},
        "replications": 30,
        "score": 78.2,
        "history": [{"month": "2026-10", "score": 74.0}, {"month": "2026-11", "score": 78.2}],
        "verdict": {"zh": "扛得住。", "en": "It holds."},
        "first_action": None,
    }
    baseline, bare, plan, *_ = document["scenarios"]
    title = "Mill stops for a long while"
    document["scenarios"] = [
        run(baseline, "baseline", None, 0.987, "green", title),
        run(bare, "m_mill", None, 0.831, "red", title),
        run(plan, "m_mill", "second", 0.93, "amber", title),
        run(plan, "m_mill", "third", 0.96, "green", title),
    ]
    return read(document | changes)


RESULT = played()


def drawn(width: int, lang: str = "zh") -> str:
    paper = io.StringIO()
    Console(file=paper, width=width, highlight=False, markup=False).print(scorecard(RESULT, lang, width))
    return paper.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 100, 120, 200, 10_000])
def test_the_table_fits_the_screen_and_cuts_no_number(width, lang):
    lines = drawn(width, lang).splitlines()
    assert max(cell_len(line.rstrip()) for line in lines) <= width
    told = "\n".join(lines)
    for number in ("98.7% ± 1.0", "83.1% ± 1.0", "93.0%", "96.0%", "41.0", "88"):
        assert number in told
    assert "…" not in told


@pytest.mark.parametrize("width", [60, 120])
def test_lights_are_shapes_and_not_only_colours(width):
    assert all(mark in drawn(width) for mark in "●▲■")


def test_narrow_screens_put_plans_under_their_scenario():
    assert drawn(80).count("→") == 2
    assert "→" not in drawn(120)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_can_be_written_on_a_chinese_windows_console(lang):
    told = drawn(120, lang) + heading(RESULT, lang) + "".join([*sentences(RESULT, lang), *unmet(RESULT, lang)])
    told.encode("gbk")


def test_the_heading_counts_what_was_played():
    assert heading(RESULT, "en") == "Corner shop · 2026-11 · 1 scenario, 2 plans · 30 replications of each"


def test_the_score_says_how_it_moved_since_the_last_drill():
    assert sentences(RESULT, "en") == ["Readiness score 78  (▲ +4 since 2026-10)", "In one sentence: It holds."]


def test_unmet_expectations_name_scenario_plan_value_and_bound():
    found = unmet(RESULT, "en")
    assert len(found) == 2
    assert found[1] == (
        "■ M Mill stops for a long while + Second mill and a partner bakery: Fulfilment rate 93.0%, "
        "expected at least 95.0%"
    )


def test_a_score_is_rounded_down_as_on_the_report_so_that_nothing_reads_as_reached_that_is_not():
    result = played(score=89.9, history=[{"month": "2026-10", "score": 74.6}])
    assert sentences(result, "en")[0] == "Readiness score 89  (▲ +15 since 2026-10)"
    assert headline(result, "en").score_change == "+15 since 2026-10 (74 → 89)"


@pytest.mark.parametrize(
    ("mean", "low", "high", "said"),
    [
        (0.987, 0.983, 0.991, "98.7% ± 0.4"),
        (0.999, 0.996, 1.0, "99.9% ± 0.3"),  # cut at 100 %: it reaches as far as the other side
        (0.999, 0.9988, 0.9992, "99.9% ± <0.1"),
        (0.999, 0.999, 0.999, "99.9% ± 0.0"),
        (0.999, None, None, "99.9%"),
    ],
)
def test_an_interval_is_told_as_far_as_it_reaches_and_never_as_nothing(mean, low, high, said):
    assert interval_cell(quantity(mean, "share", low, high), "en") == said
