"""A sweep from files: what is varied, what is found, the same on any number of workers, and what is refused."""

import json
import math

import numpy as np
import pytest

from sim.errors import ConfigError
from sim.experiment.play.setup import Setup
from sim.experiment.play.variants import Variant
from sim.experiment.stats.points import KnobError
from sim.experiment.studies.sweep import PointValues, SweepStudy, run_sweep
from sim.results.studies import Spread, SweepTable
from tests.experiment.samples import of_kpis
from tests.experiment.small import NOTHING, WORLD, write

COURIERS, STOCK = "couriers.riders.full_time", "replenishment.0.policy.order_up_to"


def example(folder):
    """A small study of this kind, for the contract."""
    config = write(folder, nothing=NOTHING)
    study = SweepStudy((f"{COURIERS}=1..3",), "tornado")
    return study, Setup(config, folder / "out", replications=2, overrides=["horizon=2d"])


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"), nothing=NOTHING)


def sweep(config, out, *vary, scenarios=(), replications=2, jobs=1, seed=7, overrides=("horizon=2d",), **more):
    return run_sweep(Setup(config, out, scenarios, replications, seed, jobs, overrides), vary, **more)


def test_a_grid_plays_every_combination_and_the_world_as_it_is(config, tmp_path):
    result = sweep(config, tmp_path, f"{COURIERS}=1,3", f"{STOCK}=80,300", kpis=["lead_time_mean"])
    found = result.sweep
    assert (found.how, found.kpis) == ("grid", ("lead_time_mean",))
    assert [row.at for row in found.rows] == [{COURIERS: a, STOCK: b} for a in "13" for b in ("80", "300")]
    assert found.analysis == ()
    assert [run.id for run in result.runs] == ["baseline"]
    lead = [row.kpis["lead_time_mean"].mean for row in found.rows]
    assert lead[0] > lead[2]  # fewer couriers, later in hand
    kept = json.loads((tmp_path / result.run_id / "result.json").read_text("utf-8"))["sweep"]
    assert SweepTable.model_validate(kept) == found
    assert "analysis" not in kept


def test_a_point_like_the_world_as_it_is_gives_its_numbers(config, tmp_path):
    result = sweep(config, tmp_path, f"{COURIERS}=2,3")
    base = result.runs[0].kpis
    assert {kpi: base[kpi].mean for kpi in result.sweep.kpis} == {
        kpi: one.mean for kpi, one in result.sweep.rows[0].kpis.items()
    }


def test_one_worker_and_two_write_the_same_bytes(config, tmp_path):
    results = [sweep(config, tmp_path / str(jobs), f"{COURIERS}=1,2", jobs=jobs) for jobs in (1, 2)]
    texts = [(tmp_path / str(jobs + 1) / one.run_id / "result.json").read_bytes() for jobs, one in enumerate(results)]
    assert texts[0] == texts[1]


def test_a_tornado_finds_what_moves_the_measure(config, tmp_path):
    result = sweep(config, tmp_path, f"{COURIERS}=1..3", "regular.everyday.promise=5h..7h", how="tornado",
                   kpis=["lead_time_mean"])  # fmt: skip
    (one,) = result.sweep.analysis
    assert (one.scenario, one.kpi) == ("baseline", "lead_time_mean")
    assert [row.key for row in one.found] == [COURIERS, "regular.everyday.promise"]
    assert one.found[0].low.mean > 0 > one.found[0].high.mean
    assert len(result.sweep.rows) == 5


@pytest.mark.parametrize(("how", "points", "rows"), [("morris", 2, 6), ("sobol", 2, 8)])
def test_morris_and_sobol_rank_the_settings_of_each_scenario(config, tmp_path, how, points, rows):
    pytest.importorskip("SALib")
    found = sweep(config, tmp_path, f"{COURIERS}=1..4", f"{STOCK}=80..300", how=how, points=points, replications=1,
                  scenarios=["nothing"], kpis=["lead_time_mean"]).sweep  # fmt: skip
    assert [(one.scenario, {row.key for row in one.found}) for one in found.analysis] == [
        (name, {COURIERS, STOCK}) for name in ("baseline", "nothing")
    ]
    assert len(found.rows) == 2 * rows


def test_morris_refuses_levels_that_would_be_rounded(config, tmp_path):
    with pytest.raises(KnobError, match=r"not whole numbers in 1..3: take 1..4, or 1.0..3 for fractions"):
        sweep(config, tmp_path / "out", f"{COURIERS}=1..3", how="morris", points=2)
    assert not (tmp_path / "out").exists()


def test_what_the_world_lists_as_uncertain_is_split_from_the_random_numbers(config, tmp_path):
    path = tmp_path / "unsure.yaml"
    path.write_text(WORLD + f"uncertain: {{{COURIERS}: 1..3}}\n", encoding="utf-8")
    result = sweep(path, tmp_path / "out", how="inputs", points=3, replications=3, kpis=["lead_time_mean"])
    (one,) = result.sweep.analysis
    assert isinstance(one.found, Spread)
    assert one.found.inputs > one.found.luck > 0  # one courier or three is more than a good day


def test_a_measure_that_hardly_ever_is_defined_has_no_spread_to_split(config, tmp_path):
    found = sweep(config, tmp_path, f"{COURIERS}=1..3", how="inputs", points=2, kpis=["time_to_survive"],
                  overrides=["horizon=3h"]).sweep  # fmt: skip
    assert [one.found for one in found.analysis] == [None]


def test_a_table_gives_the_points(config, tmp_path):
    table = tmp_path / "points.csv"
    table.write_text(f"{COURIERS},{STOCK}\n1,90\n3,200\n", encoding="utf-8")
    found = sweep(config, tmp_path / "out", table=table, replications=1).sweep
    assert found.how == "list"
    assert [row.at for row in found.rows] == [{COURIERS: "1", STOCK: "90"}, {COURIERS: "3", STOCK: "200"}]


def test_another_kind_of_sweep_is_another_run(config, tmp_path):
    ids = {sweep(config, tmp_path, f"{COURIERS}=1..2", how=how, points=2, replications=1).run_id
           for how in ("grid", "lhs")}  # fmt: skip
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("vary", "more", "error", "said"),
    [
        ((), {}, KnobError, "nothing to vary"),
        ((f"{COURIERS}=1,2", f"{COURIERS}=1..2"), {}, KnobError, f"'{COURIERS}' is varied twice"),
        ((f"{COURIERS}=1,2",), {"how": "tornado"}, KnobError, "a tornado analysis needs a range"),
        (("couriers.rider.full_time=1,2",), {}, ConfigError, "riders"),
        ((f"{COURIERS}=1,-2",), {}, ConfigError, "-2"),
    ],
)
def test_what_cannot_be_swept_is_refused_and_nothing_is_written(config, tmp_path, vary, more, error, said):
    with pytest.raises(error) as caught:
        sweep(config, tmp_path / "out", *vary, **more)
    assert said in (caught.value.render() if isinstance(caught.value, ConfigError) else str(caught.value))
    assert not (tmp_path / "out").exists()


def values():
    def samples(*rates):
        return [of_kpis(fulfilment_rate=rate) for rate in rates]

    played = {
        Variant(scenario, None, name): samples(*rates)
        for name, scenario, rates in [
            ("p001", "baseline", (0.9, 0.7)),
            ("p001", "rush", (0.5, None)),
            ("p002", "baseline", (1.0, 0.8)),
            ("p002", "rush", (0.6, 0.4)),
        ]
    }
    return PointValues({"p001": {COURIERS: "1"}, "p002": {COURIERS: "2"}}, played)


def test_values_stand_by_point_and_replication():
    found = values().values("rush", "fulfilment_rate")
    np.testing.assert_array_equal(found, [[0.5, math.nan], [0.6, 0.4]])
    assert values().means("rush", "fulfilment_rate") == pytest.approx([0.5, 0.5])
    assert values().means("baseline", "fulfilment_rate") == pytest.approx([0.8, 0.9])


def test_a_row_says_where_it_was_and_what_came_of_it():
    rows = values().rows(["fulfilment_rate"])
    assert [(row.id, row.scenario) for row in rows] == [
        ("p001", "baseline"), ("p001", "rush"), ("p002", "baseline"), ("p002", "rush"),
    ]  # fmt: skip
    assert rows[2].at == {COURIERS: "2"}
    assert rows[2].kpis["fulfilment_rate"].mean == pytest.approx(0.9)
    assert rows[2].kpis["fulfilment_rate"].n == 2
