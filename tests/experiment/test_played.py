"""The Python interface: tables, comparisons, single replications, reports."""

import subprocess
import sys

import pandas as pd
import pytest

import sim
from sim.errors import ConfigError
from sim.experiment.played import UnknownVariantError
from sim.kpi.registry import UnknownMeasureError, scalars

from .small import RUSH, write


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    config = write(tmp_path_factory.mktemp("shop"), rush=RUSH)
    return sim.study(sim.load(config, ["horizon=2d"]), ["rush"], replications=3, jobs=1)


def test_the_table_has_a_row_a_variant_and_mean_and_interval_a_measure(study):
    table = study.table("fulfilment_rate", "lead_time_p95")
    assert list(table.index) == [("baseline", ""), ("rush", ""), ("rush", "more_hands"), ("rush", "more_bread")]
    assert list(table.columns) == [
        (kpi, part) for kpi in ("fulfilment_rate", "lead_time_p95") for part in ("mean", "ci_low", "ci_high", "n")
    ]
    times = table["lead_time_p95"]
    assert (times["ci_low"] < times["mean"]).all() and (times["mean"] < times["ci_high"]).all()
    assert (times["n"] == 3).all()


def test_the_table_of_everything_has_every_measure(study):
    assert set(study.table().columns.get_level_values(0)) == set(scalars())


def test_comparisons_are_paired_and_adjusted(study):
    found = study.compare("rush", "lead_time_mean")
    plan = found.loc[("rush", "more_hands", "lead_time_mean")]
    table = study.table("lead_time_mean")["lead_time_mean"]["mean"]
    assert plan["mean"] == pytest.approx(table["rush", "more_hands"] - table["rush", ""])
    assert ("rush", "", "lead_time_mean") not in found.index
    assert set(found.index.get_level_values("scenario")) == {"baseline", "rush"}
    assert found["p"].between(0, 1).all()


def test_a_replication_is_played_again_to_the_same_numbers(study):
    orders = study.run("rush", "more_hands", replication=1).orders
    assert isinstance(orders, pd.DataFrame)
    delivered = orders[(orders["kind"] == "customer") & orders["delivered"].notna()]
    hours = (delivered["delivered"] - delivered["paid"]).dt.total_seconds() / 3600
    sample = study.samples[study.variant("rush+more_hands")][1]
    assert hours.mean() == pytest.approx(sample["kpis"]["lead_time_mean"], abs=1e-6)
    assert len(study.run("baseline").lines) > 0
    with pytest.raises(AttributeError, match="no table 'order'"):
        _ = study.run("baseline").order


def test_names_that_mean_nothing_are_refused_with_the_nearest(study):
    with pytest.raises(UnknownVariantError, match="did you mean 'rush'"):
        study.compare("rish")
    with pytest.raises(UnknownVariantError):
        study.run("rush", "more_hand")
    with pytest.raises(UnknownMeasureError, match="fulfilment_rate"):
        study.table("fulfillment_rate")


def test_a_report_is_written_from_a_study(study, tmp_path):
    (html,) = sim.write_report(study, to=tmp_path / "new", formats=["html"], lang="en")
    assert "Corner Bakery" in html.read_text(encoding="utf-8")
    (again,) = sim.report(study, to=tmp_path / "again", formats=["html"], lang="en")
    assert again.read_bytes() == html.read_bytes()


def test_the_report_is_a_package_and_a_verb_whoever_imported_what_before():
    from sim.reporting import formats

    assert "html" in formats()
    assert callable(sim.report)
    with pytest.raises(AttributeError, match="'sim' has no attribute 'reports'"):
        sim.reports  # noqa: B018  # asking is the test


def test_scenarios_are_found_by_letter_and_all_of_them_without_a_name(root, monkeypatch):
    monkeypatch.chdir(root)
    assert [path.stem for path in sim.scenarios("a", "b_material_shortage")] == [
        "a_head_streamer",
        "b_material_shortage",
    ]
    assert {path.stem for path in sim.scenarios()} >= {path.stem for path in (root / "scenarios").glob("*.yaml")}
    with pytest.raises(ConfigError, match="a_head_streamer"):
        sim.scenarios("a_head_streamr")


def test_importing_the_package_loads_nothing_heavy():
    script = "import sim, sys; print(*sorted({'numpy', 'pydantic', 'pandas', 'simpy'} & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
