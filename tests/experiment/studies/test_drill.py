"""A drill from file to run folder: the bytes, the contents, the history, going on after a failure."""

import json
import math
from pathlib import Path

import pytest

from sim.errors import ConfigError, ReplicationError
from sim.experiment.play import replicate
from sim.experiment.play.setup import Setup
from sim.experiment.studies.drill import DrillStudy, run_drill, run_study
from sim.kpi.exits import STEPS
from sim.kpi.stages import STAGES
from sim.reporting import formats, render
from sim.results.folder import RunFolder
from sim.results.index import RunIndex
from sim.results.study import DrillScore
from tests.experiment.small import FEWER, NOTHING, RUSH, write


def play(config: Path, out: Path, month="2026-11", jobs=1, **more):
    setup = Setup(config, out, **{"scenarios": None, "replications": 2, "overrides": ["horizon=2d"], **more}, jobs=jobs)
    return run_drill(setup, month)


def example(folder):
    """A small study of this kind, for the contract."""
    config = write(folder, rush=RUSH)
    return DrillStudy("2026-11"), Setup(config, folder / "out", None, 2, overrides=["horizon=2d"])


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"), rush=RUSH, nothing=NOTHING, fewer=FEWER)


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def result(config, out):
    return play(config, out)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run_of(result, name, plan=None):
    return next(run for run in result.runs if (run.id, run.plan) == (name, plan))


def test_one_and_two_workers_leave_the_same_bytes(config, out, result, tmp_path):
    again = play(config, tmp_path, jobs=2)
    assert again == result
    one, two = files(out / result.run_id), files(tmp_path / result.run_id)
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
    assert "result.json" in one


def test_another_seed_is_another_run(config, result, tmp_path):
    other = play(config, tmp_path, seed=8, scenarios=[])
    assert other.run_id != result.run_id
    assert run_of(other, "baseline").kpis != run_of(result, "baseline").kpis


def test_the_run_folder_says_what_was_run(out, result):
    folder = RunFolder(out / result.run_id)
    assert folder.result() == result
    assert [one.step for one in folder.result().runs[0].funnel] == list(STEPS)
    assert list(folder.result().runs[0].stages) == list(STAGES)
    assert folder.manifest().config_hash == result.config_hash
    assert folder.manifest().scenarios == ["baseline", "fewer", "nothing", "rush", "rush+more_hands", "rush+more_bread"]
    assert "horizon: 2d" in folder.config()
    assert (folder.path / "scenarios" / "rush.yaml").is_file()
    assert {(name, plan) for name, plan, _ in folder.records()} == {(r.id, r.plan) for r in result.runs}


def test_the_configuration_in_the_run_folder_can_be_run_again(config, out, result, tmp_path):
    folder = out / result.run_id
    again = play(folder / "config.yaml", tmp_path, overrides=())
    assert again.config_hash == result.config_hash
    assert again.runs == result.runs


def test_the_result_knows_no_clock_and_no_place(result, config):
    text = result.model_dump_json()
    assert "created" not in json.loads(text)
    assert str(config.parent) not in text


def test_a_shock_that_does_nothing_makes_no_difference_at_all(result):
    for name in ("nothing", "fewer"):
        for kpi, delta in run_of(result, name).delta.items():
            # a twin has no shock, so nobody detects one nor decides about it
            known = 0 if kpi in ("time_to_detect", "time_to_decide") else run_of(result, name).kpis[kpi].n
            assert delta.mean == 0.0 if known else math.isnan(delta.mean), (name, kpi)
            ends = (delta.ci_low, delta.ci_high)
            assert ends == (0.0, 0.0) if known > 1 else all(map(math.isnan, ends)), (name, kpi)


def test_a_twin_has_the_patch_of_its_scenario(result):
    # one courier instead of two changes the world; the shock in it changes nothing
    assert run_of(result, "fewer").kpis["lead_time_mean"] != run_of(result, "baseline").kpis["lead_time_mean"]
    assert run_of(result, "fewer").delta["lead_time_mean"].mean == 0.0


def test_a_plan_is_compared_with_no_plan_pair_by_pair(result):
    plan, bare = run_of(result, "rush", "more_hands"), run_of(result, "rush")
    effect = plan.effect["lead_time_mean"]
    assert effect.mean == pytest.approx(plan.kpis["lead_time_mean"].mean - bare.kpis["lead_time_mean"].mean)
    assert effect.n == 2
    assert plan.plan_cost == 200.0
    assert bare.effect == {}
    assert bare.plan_cost is None


def test_expectations_are_judged_on_the_mean_and_counted_over_the_runs(result):
    fulfilled, fast = run_of(result, "rush").expect
    assert (fulfilled.kpi, fulfilled.at_least, fulfilled.met) == ("fulfilment_rate", 0.2, True)
    assert (fast.kpi, fast.at_most, fast.met) == ("lead_time_p95", 0.01, False)
    assert fast.value == run_of(result, "rush").kpis["lead_time_p95"].mean
    assert (fulfilled.runs.mean, fast.runs.mean, fast.runs.n) == (1.0, 0.0, 2)
    assert 0 < fulfilled.runs.ci_low < 1


def test_the_score_is_the_mean_of_each_scenarios_best_run(result):
    best = {}
    for run in result.runs:
        best[run.id] = max(best.get(run.id, 0.0), run.score)
    del best["baseline"]
    assert result.score == pytest.approx(sum(best.values()) / len(best))
    assert 0 <= result.score <= 100


def test_few_replications_are_warned_of(result):
    assert any("2" in warning.en for warning in result.method.warnings)
    assert result.method.not_modelled
    assert set(result.method.versions) >= {"python", "numpy", "surgetwin"}


def test_every_format_can_be_written_from_it(result, tmp_path):
    assert all(path.stat().st_size for path in render(result, tmp_path, formats(), "zh"))


def test_the_history_holds_earlier_months_and_this_one(config, tmp_path):
    scores = {
        month: play(config, tmp_path, month, scenarios=[], replications=1).score for month in ("2026-10", "2026-12")
    }
    found = play(config, tmp_path, "2026-11", scenarios=[], replications=1)
    assert list(found.history) == [
        DrillScore(month="2026-10", score=scores["2026-10"]),
        DrillScore(month="2026-11", score=found.score),
    ]
    assert play(config, tmp_path, "2026-11", scenarios=[], replications=1) == found


def test_the_index_remembers_the_drill(config, out, result):
    (entry,) = [run for run in RunIndex(out).runs() if run.run_id == result.run_id]
    assert (entry.brand, entry.month, entry.score) == ("小麦铺", "2026-11", result.score)
    assert entry.exists
    assert set(entry.summary) == {"baseline", "fewer", "nothing", "rush", "rush+more_hands", "rush+more_bread"}


def test_without_a_month_it_is_that_of_the_worlds_start(config, tmp_path):
    assert play(config, tmp_path, None, scenarios=[], replications=1).month == "2026-06"


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "../2026-11", "November"])
def test_a_month_that_is_none_is_refused(config, tmp_path, month):
    with pytest.raises(ValueError, match="month"):
        play(config, tmp_path, month)


def test_a_wrong_configuration_writes_nothing(config, tmp_path):
    with pytest.raises(ConfigError):
        play(config, tmp_path / "out", overrides=["horizn=3d"])
    with pytest.raises(ConfigError):
        play(config, tmp_path / "out", scenarios=["no_such"])
    assert not (tmp_path / "out").exists()


def test_one_replication_has_numbers_and_no_intervals(config, tmp_path):
    found = play(config, tmp_path, scenarios=["rush"], replications=1)
    for run in found.runs:
        for estimate in run.kpis.values():
            assert math.isnan(estimate.ci_low) and math.isnan(estimate.ci_high)
            assert estimate.n == (not math.isnan(estimate.mean))
    assert found.verdict.zh


def test_a_failed_drill_goes_on_to_the_same_result(config, result, tmp_path, monkeypatch):
    def failing(world, scenario, plans, seed, number, meta):
        if plans and number == 1:
            raise RuntimeError("oven on fire")
        return real(world, scenario, plans, seed, number, meta)

    real = replicate.simulate
    with monkeypatch.context() as patch:
        patch.setattr(replicate, "simulate", failing)
        with pytest.raises(ReplicationError, match="oven on fire"):
            play(config, tmp_path)
    assert not (tmp_path / result.run_id / "result.json").exists()
    assert RunIndex(tmp_path).runs() == []
    progress = []
    assert play(config, tmp_path, resume=True, progress=lambda done, total: progress.append(done)) == result
    assert progress[0] > 0


def test_samples_of_another_version_are_not_taken(config, tmp_path):
    small = play(config, tmp_path, scenarios=[])
    manifest = tmp_path / small.run_id / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"numpy": "', '"numpy": "0.'), encoding="utf-8")
    progress = []
    play(config, tmp_path, scenarios=[], resume=True, progress=lambda done, total: progress.append(done))
    assert progress[0] == 0


def test_a_study_has_no_month_and_no_place_in_the_history(config, tmp_path):
    found = run_study(Setup(config, tmp_path, ["rush"], 1, overrides=["horizon=2d"]))
    assert found.run_id.startswith("run-")
    assert (found.month, found.history) == ("", ())
    assert [run.id for run in found.runs] == ["baseline", "rush", "rush", "rush"]
    assert RunIndex(tmp_path).history("小麦铺") == []
    alone = run_study(Setup(config, tmp_path, replications=1, overrides=["horizon=2d"]))
    assert [run.id for run in alone.runs] == ["baseline"]


def test_every_number_of_the_result_is_finite_or_null(out, result):
    def walk(part):
        if isinstance(part, dict):
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)
        elif isinstance(part, float):
            assert math.isfinite(part)

    walk(json.loads((out / result.run_id / "result.json").read_text(encoding="utf-8")))
