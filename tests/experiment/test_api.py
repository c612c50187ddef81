"""The Python interface: tables, comparisons, single replications, reports."""

import subprocess
import sys
from inspect import isfunction

import pandas as pd
import pytest

import sim
from sim.errors import ConfigError
from sim.experiment.api import UnknownVariantError
from sim.experiment.play.contrasts import contrasts
from sim.experiment.stats.holm import holm
from sim.kpi.exits import STEPS
from sim.kpi.registry import UnknownMeasureError, measures, scalars
from sim.schema.policy_set import PolicySet
from tests.experiment.small import RUSH, write

SLOW = {"couriers.riders.full_time": 1}


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


KEYED = [name for name, measure in measures().items() if measure.by]


@pytest.mark.parametrize("name", KEYED)
def test_a_measure_with_a_value_for_each_key_has_a_level_for_its_keys(study, name):
    table = study.table(name)
    assert list(table.index) == [("baseline", ""), ("rush", ""), ("rush", "more_hands"), ("rush", "more_bread")]
    assert list(table.columns.names) == ["kpi", measures()[name].by, ""]
    keys = table.columns.get_level_values(1).unique()
    for variant, samples in study.samples.items():
        for key in keys:
            values = [sample.by_key[name].get(key) for sample in samples]
            known = [value for value in values if value is not None]
            found = table[name][key].loc[(variant.scenario, variant.plan or "")]
            assert found["n"] == len(known), (variant, key)
            if known:
                assert found["mean"] == pytest.approx(sum(known) / len(known)), (variant, key)
            if len(known) == len(values):
                # a share may exceed 1 in its last digit, where its interval ends
                assert found["ci_low"] - 1e-9 <= found["mean"] <= found["ci_high"] + 1e-9


def test_a_table_in_long_form_has_a_row_a_key(study):
    long = study.table("funnel")["funnel"].stack("step", future_stack=True)
    assert list(long.index) == [(*variant, step) for variant in study.table().index for step in STEPS]
    assert list(long.columns) == ["mean", "ci_low", "ci_high", "n"]


def test_single_numbers_beside_measures_by_key_have_no_key(study):
    table = study.table("fulfilment_rate", "funnel", "utilisation")
    assert list(table.columns.names) == ["kpi", "key", ""]
    alone = study.table("fulfilment_rate")["fulfilment_rate"]
    pd.testing.assert_frame_equal(table["fulfilment_rate"][""], alone)


@pytest.mark.parametrize("name", KEYED)
def test_measures_by_key_are_compared_key_by_key_and_adjusted_over_all_keys(study, name):
    found = study.compare("rush", name)
    by = measures()[name].by
    assert list(found.index.names) == ["scenario", "plan", "kpi", by]
    table = study.table(name)[name]
    for (scenario, plan, _, key), row in found.iterrows():
        difference = table.loc[(scenario, plan), (key, "mean")] - table.loc[("rush", ""), (key, "mean")]
        if row["n"] == 3:
            assert row["mean"] == pytest.approx(difference, abs=1e-9)


def test_holm_counts_all_keys_of_a_measure(study):
    found = study.compare("rush", "funnel")
    rows = contrasts(study.samples, lambda _: study.variant("rush"), measures()["funnel"])
    assert found["p"].to_list() == pytest.approx(holm([one.p for one in rows]), nan_ok=True)
    assert len(rows) == 3 * len(STEPS)


def test_policy_sets_are_compared_in_measures_by_key_too(study):
    sets = {"base": PolicySet(title="Base"), "slow": PolicySet.model_validate({"title": "Slow", "over": SLOW})}
    played = sim.study(study.design.world, replications=2, jobs=1, policies=sets)
    found = played.compare("base", "stage_mean", "fulfilment_rate")
    assert list(found.index.names) == ["scenario", "policy", "kpi", "stage"]
    assert found.loc[("baseline", "slow", "fulfilment_rate", ""), "verdict"]
    late = found.loc[("baseline", "slow", "stage_mean", "last_mile")]
    table = played.table("stage_mean")["stage_mean"]["last_mile"]["mean"]
    assert late["mean"] == pytest.approx(table["baseline", "slow"] - table["baseline", "base"])
    assert set(found["verdict"]) <= {"better", "worse", "no significant difference", "unknown"}


def test_a_replication_is_played_again_to_the_same_numbers(study):
    orders = study.run("rush", "more_hands", replication=1).orders
    assert isinstance(orders, pd.DataFrame)
    delivered = orders[(orders["kind"] == "customer") & orders["delivered"].notna()]
    hours = (delivered["delivered"] - delivered["paid"]).dt.total_seconds() / 3600
    sample = study.samples[study.variant("rush+more_hands")][1]
    assert hours.mean() == pytest.approx(sample.kpis["lead_time_mean"], abs=1e-6)
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
    with pytest.raises(UnknownMeasureError, match="did you mean 'funnel'"):
        study.compare("rush", "funel")


def test_a_report_is_written_from_a_study(study, tmp_path):
    (html,) = sim.write_report(study, to=tmp_path / "new", formats=["html"], lang="en")
    assert "Corner Bakery" in html.read_text(encoding="utf-8")
    (again,) = sim.report(study, to=tmp_path / "again", formats=["html"], lang="en")
    assert again.read_bytes() == html.read_bytes()


def test_the_report_is_a_function_whatever_was_imported_before():
    from sim.reporting import formats

    assert "html" in formats()
    assert isfunction(sim.report)
    assert sim.report is sim.write_report
    assert "report" in sim.__all__
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
