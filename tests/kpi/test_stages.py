"""The stages of an order add up to its lead time, and each gets what belongs to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kpi.lead_time import lead_hours, lead_time_mean
from sim.kpi.stages import STAGES, stage_hours, stage_mean, stage_p95

from . import slow
from .random_records import runs
from .records import NAN, ledger, record


def test_every_stage_gets_its_own_hours():
    orders = ledger(
        3, paid=60.0, grouped=[120.0, NAN, NAN], released=[300.0, 60.0, 60.0], allocated=[900.0, 60.0, 360.0],
        ready=[960.0, 180.0, 420.0], departed=[1000.0, 200.0, NAN], delivered=[1080.0, 240.0, 1620.0], mode=[0, 0, 1],
    )  # fmt: skip
    lines = {"order": [0, 0, 2]}
    lots = {"made": [400.0, 600.0, 0.0], "sku": [0, 0, 0]}
    picks = {"line": [0, 1, 2], "lot": [0, 1, 2]}
    hours = stage_hours(record(orders=orders, lines=lines, lots=lots, picks=picks))
    assert {stage: hours[stage].tolist() for stage in STAGES} == {
        "wait_for_group": [1.0, 0.0, 0.0],
        "wait_for_threshold": [3.0, 0.0, 0.0],
        "production": [5.0, 0.0, 0.0],  # until its last lot is made
        "line_haul": [5.0, 0.0, 5.0],  # goods made long ago were only not here yet
        "warehouse": [1.0, 2.0, 1.0],
        "last_mile": [2.0, 1.0, 0.0],
        "pickup": [0.0, 0.0, 20.0],
    }


def test_without_a_known_lot_the_wait_for_goods_is_production():
    hours = stage_hours(record(orders=ledger(1, allocated=120.0, ready=120.0, delivered=180.0)))
    assert hours["production"].tolist() == [2.0]
    assert hours["line_haul"].tolist() == [0.0]


def test_an_order_that_leaves_by_lane_is_on_the_line_haul():
    hours = stage_hours(record(orders=ledger(1, ready=60.0, delivered=180.0, mode=2)))
    assert hours["line_haul"].tolist() == [2.0]


stamp = st.one_of(st.just(NAN), st.integers(0, 600).map(float))


@given(st.lists(st.tuples(stamp, stamp, stamp, stamp, st.integers(0, 600), st.integers(0, 2)), min_size=1, max_size=20))
def test_stages_add_up_to_the_lead_time_whatever_stamps_are_missing_or_out_of_order(found):
    grouped, released, allocated, ready, delivered, mode = (np.array(column) for column in zip(*found, strict=True))
    orders = ledger(len(found), grouped=grouped, released=released, allocated=allocated, ready=ready,
                    delivered=delivered.astype(float), mode=mode)  # fmt: skip
    run = record(orders=orders)
    hours = stage_hours(run)
    np.testing.assert_allclose(sum(hours.values()), lead_hours(run), atol=1e-12)
    assert min(values.min() for values in hours.values()) >= 0.0
    np.testing.assert_allclose(sum(stage_mean(run).values()), lead_time_mean(run), atol=1e-12)


@pytest.mark.plays("measure:stage_mean", "measure:stage_p95")
def test_mean_and_p95_by_stage():
    run = record(orders=ledger(100, ready=np.arange(100) * 60.0, delivered=1e4))
    assert stage_mean(run)["warehouse"] == 49.5
    assert stage_p95(run)["warehouse"] == np.quantile(np.arange(100), 0.95)


@given(runs())
def test_every_stage_agrees_with_walking_along_one_order_after_another(run):
    ways = slow.stages(run)
    for stage, hours in stage_hours(run).items():
        np.testing.assert_allclose(hours, [way[stage] for way in ways], atol=1e-12)
    means = [np.mean([way[stage] for way in ways]) if ways else NAN for stage in STAGES]
    np.testing.assert_allclose(list(stage_mean(run).values()), means, atol=1e-12)
    highs = [np.quantile([way[stage] for way in ways], 0.95) if ways else NAN for stage in STAGES]
    np.testing.assert_allclose(list(stage_p95(run).values()), highs, atol=1e-12)
