"""The fulfilment curve of a run and what is read from it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kpi import resilience
from sim.kpi.resilience import fulfilment_curve

from .records import NAN, ledger, record

H = 60.0
DAYS = 10


def flow(late=(), never=(), meta=None):
    """Ten orders fall due every hour for ten days; those due in a `late` hour come 6 h late, in a `never` hour not."""
    due = np.repeat(np.arange(DAYS * 24, dtype=float), 10)
    delivered = due + np.where(np.isin(due, list(late)), 6.0, -1.0)
    delivered[np.isin(due, list(never))] = NAN
    orders = ledger(len(due), paid=-1.0, promise=due * H, delivered=delivered * H)
    return record(DAYS * 24 * H, meta, orders=orders)


def test_the_curve_is_the_share_of_what_was_due_in_a_day_that_is_in_hand():
    hours, curve = fulfilment_curve(flow(never=range(48, 60)))
    assert hours[[0, 1, -1]].tolist() == [0.0, 1.0, 240.0]
    assert curve[47] == 1.0
    assert curve[48] == pytest.approx(23 / 24)
    assert curve[59] == pytest.approx(0.5)
    assert curve[83] == pytest.approx(1.0)


def test_an_order_that_is_late_is_missing_only_until_it_arrives():
    _, curve = fulfilment_curve(flow(late=[48]))
    assert curve[[47, 48, 53, 54]] == pytest.approx([1.0, 23 / 24, 23 / 24, 1.0])


def test_a_recalled_order_is_missing_only_from_the_recall_until_its_exchange_comes():
    recalled = {"exit": [8] * 5 + [0] * 5, "returned": [50 * H] * 5 + [52 * H] + [NAN] * 4}
    whole = {name: values + [0 if name == "exit" else NAN] * 5 for name, values in recalled.items()}
    orders = ledger(
        15, kind=[0] * 10 + [2] * 5, promise=48 * H, delivered=[40 * H] * 10 + [60 * H] * 4 + [NAN],
        replaces=[-1] * 10 + list(range(5)), **whole,
    )  # fmt: skip
    run = record(100 * H, orders=orders)
    _, curve = fulfilment_curve(run)
    assert curve[[48, 49]].tolist() == [1.0, 1.0]  # before the recall nothing was wrong
    assert curve[[50, 59]].tolist() == [0.5, 0.5]  # a customer's own return takes nothing away
    assert curve[[60, 71]].tolist() == [0.9, 0.9]
    assert resilience.worst_dips(run)[0].start == 50.0


def test_a_recalled_order_told_but_not_yet_taken_back_is_still_in_hand():
    run = record(60 * H, orders=ledger(5, exit=8, promise=48 * H, delivered=40 * H))
    assert fulfilment_curve(run)[1][[48, 60]].tolist() == [1.0, 1.0]


def test_hours_in_which_hardly_anything_was_due_are_unknown():
    run = record(100 * H, orders=ledger(4, promise=10 * H, delivered=5.0))
    assert np.isnan(fulfilment_curve(run)[1]).all()
    assert fulfilment_curve(run, fewest=4)[1][10] == 1.0
    assert math.isnan(resilience.lowest_point(run))


@pytest.mark.plays("measure:lowest_point", "measure:recovered", "measure:time_below_target", "measure:time_to_recover")
def test_a_dip_is_measured_from_the_shock_to_the_recovery_that_holds():
    run = flow(never=range(48, 60), meta={"shock_from": 40 * H})
    # down to 0.5 at hour 59, and 1 - 1/24 (at or above 0.95) again from hour 82 on
    assert resilience.lowest_point(run) == pytest.approx(0.5)
    assert resilience.time_to_recover(run) == 42.0
    assert resilience.recovered(run) == 1.0
    assert resilience.time_below_target(run) == 82 - 49


def test_a_run_that_never_recovers_counts_to_its_end_and_says_so():
    run = flow(never=range(48, 300), meta={"shock_from": 48 * H})
    assert resilience.time_to_recover(run) == 240 - 48
    assert resilience.recovered(run) == 0.0
    assert resilience.worst_dips(run)[0].recovered == math.inf


def test_a_run_that_never_failed_has_nothing_to_recover_from():
    assert resilience.time_to_recover(flow()) == 0.0
    assert resilience.recovered(flow()) == 1.0
    assert resilience.worst_dips(flow()) == []


@pytest.mark.plays("measure:time_to_survive")
def test_service_survives_from_the_shock_until_it_first_falls_below_amber():
    # orders of a day: from the third empty hour on fewer than 90 % of them are in hand
    run = flow(never=range(48, 60), meta={"shock_from": 40 * H})
    assert resilience.time_to_survive(run) == 50 - 40
    assert resilience.time_to_survive(flow(never=range(48, 60))) == 50


def test_a_service_that_never_fails_has_no_time_to_survive():
    assert math.isnan(resilience.time_to_survive(flow()))
    assert math.isnan(resilience.time_to_survive(flow(never=range(24, 36), meta={"shock_from": 100 * H})))


def test_a_failure_under_way_at_the_shock_leaves_nothing_to_survive():
    assert resilience.time_to_survive(flow(never=range(24, 36), meta={"shock_from": 40 * H})) == 0.0


def test_what_happened_before_the_shock_is_not_its_doing():
    run = flow(never=range(24, 36), meta={"shock_from": 100 * H})
    assert resilience.lowest_point(run) == 1.0
    assert resilience.time_to_recover(run) == 0.0
    assert len(resilience.worst_dips(run)) == 1


def test_the_levels_are_the_declared_targets():
    declared = {"targets": {"fulfilment_rate": {"green": 0.99, "amber": 0.97, "better": "higher"}}}
    run = flow(never=[48, 49], meta=declared)
    assert resilience.levels(run) == resilience.Levels(0.97, 0.99, 12.0)
    assert resilience.time_to_recover(run) > 0
    assert resilience.time_to_recover(flow(never=[48, 49])) == 0.0


@pytest.mark.plays("measure:loss_area", "measure:depth")
def test_the_loss_area_is_what_the_shock_cost_against_the_twin():
    shocked, twin = flow(never=range(48, 60), meta={"shock_from": 40 * H}), flow()
    # twelve hours of orders, each missing from a window of 24 h: 12 x 24 hours x 1/24
    assert resilience.loss_area(shocked, twin) == pytest.approx(12.0)
    assert resilience.depth(shocked, twin) == pytest.approx(0.5)


def test_misfortune_that_the_twin_shares_costs_nothing():
    shocked = flow(never=range(48, 60), meta={"shock_from": 40 * H})
    assert resilience.loss_area(shocked, flow(never=range(48, 60))) == 0.0
    assert resilience.depth(shocked, flow(never=range(48, 60))) == 0.0


def slow_curve(run, window, fewest):
    """Every hour, every order."""
    found = []
    for now in np.arange(0.0, run.horizon + 1, 60.0):
        due = [
            (p, d)
            for p, d in zip(run.orders["promise"], run.orders["delivered"], strict=True)
            if p <= run.horizon and now - window < p <= now
        ]
        done = [d for _, d in due if d <= now]
        found.append(len(done) / len(due) if len(due) >= fewest else NAN)
    return found


instants = st.integers(0, 20).map(lambda half: half * 30.0)


@given(st.lists(st.tuples(instants, st.one_of(st.just(NAN), instants)), min_size=1, max_size=25))
def test_the_curve_agrees_with_asking_every_order_every_hour(found):
    promise, delivered = (np.array([pair[side] for pair in found]) for side in (0, 1))
    run = record(600.0, orders=ledger(len(found), promise=promise, delivered=delivered))
    np.testing.assert_allclose(fulfilment_curve(run, window=180.0, fewest=2)[1], slow_curve(run, 180.0, 2))
