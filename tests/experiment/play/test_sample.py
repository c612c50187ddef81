"""What is kept of one replication: plain, measured against the twin, with causes that make sense."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from sim.experiment.inputs.loading import load, load_scenarios
from sim.experiment.play.replicate import run
from sim.experiment.play.sample import Sample, lead_hours, take
from sim.experiment.play.variants import Variant, blocks, with_baseline
from sim.kpi.exits import STEPS
from sim.kpi.registry import compute, measures, scalars
from tests.experiment.small import NOTHING, RUSH, write


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    config = write(tmp_path_factory.mktemp("shop"), rush=RUSH, nothing=NOTHING)
    world = load(config)
    (shared,) = blocks(world, with_baseline(world, load_scenarios(world, None, config)))
    return {one: run(shared, one, 7, 0) for one in (Variant("baseline"), Variant("rush"), Variant("nothing"))}


def test_a_sample_is_plain_json(played):
    sample = take(played[Variant("rush")], played[Variant("baseline")])
    text = json.dumps(sample.model_dump(), allow_nan=False)
    assert Sample.model_validate(json.loads(text)) == sample


def test_the_measures_are_those_of_the_record_and_its_twin(played):
    record, twin = played[Variant("rush")], played[Variant("baseline")]
    sample = take(record, twin)
    expected = compute(record, twin)
    assert set(sample.kpis) == set(scalars())
    for name, value in sample.kpis.items():
        assert math.isnan(expected[name]) if value is None else value == expected[name], name


def test_every_measure_with_a_value_for_each_key_is_kept(played):
    sample = take(played[Variant("rush")], played[Variant("baseline")])
    assert set(sample.by_key) == {name for name, measure in measures().items() if measure.by}
    assert sample.by_key["utilisation"] == measures()["utilisation"](played[Variant("rush")])
    assert list(sample.by_key["funnel"]) == list(STEPS)


def test_the_twin_is_seen_from_the_same_shock(played):
    record, twin = played[Variant("rush")], played[Variant("baseline")]
    seen = replace(twin, meta={**twin.meta, "shock_from": record.meta["shock_from"]})
    assert take(record, twin).twin["lowest_point"] == compute(seen, names=["lowest_point"])["lowest_point"]
    assert "depth" not in take(record, twin).twin


def test_a_shock_that_does_nothing_changes_nothing_at_all(played):
    record, twin = played[Variant("nothing")], played[Variant("baseline")]
    sample = take(record, twin)
    for name, value in sample.twin.items():
        if name not in ("time_to_detect", "time_to_decide"):  # a twin has no shock to detect
            assert sample.kpis[name] == value, name
    assert (sample.kpis["loss_area"], sample.kpis["depth"]) == (0.0, 0.0)
    for table in ("orders", "lines", "moves", "visits", "trips", "cash"):
        for column, values in record.tables[table].items():
            np.testing.assert_array_equal(values, twin.tables[table][column], err_msg=f"{table}.{column}")


def test_the_baseline_has_no_twin_and_no_shock(played):
    sample = take(played[Variant("baseline")], None)
    assert sample.twin is None
    assert sample.shock_until is None
    assert sample.kpis["loss_area"] is None


def test_the_shock_ends_when_the_trace_says_so_or_never(played):
    record = played[Variant("rush")]
    assert take(record, record).shock_until == 2640.0
    events = record.trace["event"]
    endless = {name: values[events != "shock_ended"] for name, values in record.trace.items()}
    unending = replace(record, tables={**record.tables, "trace": endless})
    assert take(unending, record).shock_until == record.horizon


def test_a_failure_is_put_down_to_a_busy_resource_else_to_the_shock_while_it_lasts(played):
    for dip in take(played[Variant("rush")], played[Variant("baseline")]).dips:
        assert dip.cause in (None, "shock", "riders", "shop.pick", "bakery.oven")
        if dip.cause == "shock":
            assert dip.trough >= 1920 and dip.start <= 2640 + 1440
    assert all(dip.cause != "shock" for dip in take(played[Variant("baseline")], None).dips)


def test_the_hours_of_the_delivery_curve_rise_to_the_horizon():
    for days in (0.01, 1, 21):
        hours = lead_hours(days * 1440)
        assert (np.diff(hours) > 0).all()
        assert hours[0] == 0
        assert hours[-1] <= max(days * 24, 1)
    assert lead_hours(21 * 1440)[-1] == 504
