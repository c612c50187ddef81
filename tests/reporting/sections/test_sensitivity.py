"""Sensitivity in the report: the finding, a tornado, and every point of the sweep."""

import pytest

from sim.reporting.sections.sensitivity import short_key

from ..hand import around, build, hand, heads, printed, section

A, B = "suppliers.mill.capacity", "lanes.0.takes"


def swept(how, found=None, kpi="fulfilment_rate"):
    rows = [
        {"id": f"p00{number}", "at": {A: at, B: "20min"}, "scenario": "baseline", "kpis": {kpi: around(mean, 0.01)}}
        for number, (at, mean) in enumerate((("60/d", 0.9), ("80/d", 0.95)), 1)
    ]
    sweep = {"how": how, "kpis": [kpi], "rows": rows}
    if found is not None:
        sweep["analysis"] = [{"scenario": "baseline", "kpi": kpi, "found": found}]
    return hand() | {"kind": "sweep", "sweep": sweep}


TORNADO = [
    {"key": A, "from": "60/d", "to": "140/d", "low": around(-0.05, 0.01), "high": around(0.02, 0.01), "swing": 0.07},
    {"key": B, "from": "20min", "to": "80min", "low": around(0.0, 0.0), "high": around(-0.01, 0.0), "swing": 0.01},
]
MORRIS = [{"key": A, "mu_star": 0.5, "mu": -0.5, "mu_star_ci": 0.1, "sigma": 0.02}]
SOBOL = [{"key": A, "first": 0.6, "first_ci": 0.1, "total": 0.7, "total_ci": 0.1}]
INPUTS = {"mean": 0.9, "inputs": 0.04, "luck": 0.01, "interval": [0.89, 0.91], "range": [0.82, 0.97]}


def rows(result, part, lang="zh"):
    table = section("sensitivity", result, lang).parts[part].table
    return [[cell.replace("\u00a0", " ") for cell in row] for row in printed(table, lang)]


def test_a_drill_has_no_such_section():
    assert build("sensitivity", hand()) is None


def test_the_points_of_a_sweep_stand_with_their_settings():
    (part,) = section("sensitivity", swept("grid")).parts
    assert part.finding == "共比较 2 组设置。"
    assert heads(part.table) == ["场景", "mill.capacity", "lanes.0.takes", "履约率"]
    assert [row[:3] for row in rows(swept("grid"), 0)] == [["基线", "60/d", "20min"], ["基线", "80/d", "20min"]]
    assert rows(swept("grid"), 0)[0][3].startswith("90.0%")


def test_a_tornado_names_what_matters_most_and_draws_it():
    result = swept("tornado", TORNADO)
    first = section("sensitivity", result, "en").parts[0]
    assert first.finding.endswith(f"Fulfilment rate: {A} (−5.0 pp to +2.0 pp) matters most.")
    assert section("sensitivity", result, "en").answer == first.finding
    assert [picture.key for picture in first.pictures] == ["tornado-0"]
    assert [row[:3] for row in rows(result, 0)] == [[A, "60/d", "140/d"], [B, "20min", "80min"]]
    assert rows(result, 0)[0][3] == "▼−5.0个百分点|−6.0 – −4.0"


@pytest.mark.parametrize(
    "unclear",
    [
        {"low": around(0.0, 0.0), "high": around(0.0, 0.0), "swing": 0.0},
        {"low": around(-0.01, 0.02), "high": around(0.01, 0.02), "swing": 0.02},
    ],
)
def test_where_no_interval_leaves_zero_out_nothing_is_said_to_matter(unclear):
    first = section("sensitivity", swept("tornado", [TORNADO[0] | unclear]), "en").parts[0]
    assert first.finding.endswith("Fulfilment rate: no setting moves it clearly.")


@pytest.mark.parametrize(("how", "found", "columns"), [("morris", MORRIS, 3), ("sobol", SOBOL, 3)])
def test_an_index_stands_with_its_interval(how, found, columns):
    part = section("sensitivity", swept(how, found), "en").parts[0]
    assert f"{A} matters most" in part.finding
    assert len(heads(part.table)) == columns
    assert not part.pictures


def test_unknown_inputs_are_set_apart_from_random_variation():
    part = section("sensitivity", swept("inputs", INPUTS), "en").parts[0]
    assert "unknown inputs spread it by 4.0%" in part.finding
    assert "random variation by 1.0%" in part.finding


def test_an_analysis_that_found_nothing_is_left_out():
    assert len(section("sensitivity", swept("inputs", None)).parts) == 1


def test_a_key_is_known_by_its_end_and_a_row_of_a_list_by_its_list():
    assert short_key("suppliers.mill.capacity") == "mill.capacity"
    assert short_key("lanes.0.takes") == "lanes.0.takes"
    assert short_key("replenishment.0.policy.order_up_to") == "policy.order_up_to"
    assert short_key("horizon") == "horizon"
