"""Lead time runs from paid in full to in hand."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.kpi import lead_time

from . import slow
from .random_records import runs
from .records import NAN, ledger, record

HOURS = np.arange(1.0, 101.0)


def run():
    return record(1e6, orders=ledger(101, paid=30.0, delivered=np.append(30.0 + HOURS * 60.0, NAN)))


@pytest.mark.plays(
    "measure:lead_time_mean",
    "measure:lead_time_p50",
    "measure:lead_time_p90",
    "measure:lead_time_p95",
    "measure:lead_time_p99",
)
def test_mean_and_quantiles_in_hours():
    assert lead_time.lead_time_mean(run()) == 50.5
    assert lead_time.lead_time_p50(run()) == 50.5
    assert lead_time.lead_time_p90(run()) == np.quantile(HOURS, 0.9)
    assert lead_time.lead_time_p95(run()) == np.quantile(HOURS, 0.95)
    assert lead_time.lead_time_p99(run()) == np.quantile(HOURS, 0.99)


def test_only_customers_orders_in_hand_within_the_run_count():
    orders = ledger(4, kind=[0, 1, 2, 0], delivered=[60.0, 600.0, 600.0, 2000.0])
    assert lead_time.lead_hours(record(1500.0, orders=orders)).tolist() == [1.0]
    assert math.isnan(lead_time.lead_time_p95(record(10.0, orders=orders)))


def test_the_share_delivered_within_some_hours_is_of_all_that_were_paid():
    share = lead_time.delivered_share(run(), np.array([0.0, 1.0, 50.5, 1000.0]))
    np.testing.assert_allclose(share, np.array([0, 1, 50, 100]) / 101)


QUANTILES = {
    lead_time.lead_time_p50: 0.50,
    lead_time.lead_time_p90: 0.90,
    lead_time.lead_time_p95: 0.95,
    lead_time.lead_time_p99: 0.99,
}


@pytest.mark.parametrize("measure", list(QUANTILES), ids=lambda measure: measure.name)
def test_between_two_orders_a_quantile_is_interpolated(measure):
    two = record(1e4, orders=ledger(2, paid=0.0, delivered=[60.0, 11 * 60.0]))
    assert measure(two) == pytest.approx(1 + 10 * QUANTILES[measure])


def test_of_no_order_every_measure_is_undefined_and_nothing_is_delivered():
    none = record(orders=ledger(2, delivered=NAN))
    assert all(math.isnan(measure(none)) for measure in (lead_time.lead_time_mean, *QUANTILES))
    assert lead_time.delivered_share(none, np.array([0.0, 1e9])).tolist() == [0.0, 0.0]
    assert lead_time.delivered_share(record(), np.array([5.0])).tolist() == [0.0]


def test_who_is_delivered_in_exactly_some_hours_was_delivered_within_them():
    run = record(
        1e4, orders=ledger(4, kind=[0, 0, 1, 0], paid=[0.0, 0.0, 0.0, 2e4], delivered=[60.0, 120.0, 60.0, NAN])
    )
    assert lead_time.delivered_share(run, np.array([0.99, 1.0, 2.0])).tolist() == [0.0, 0.5, 1.0]


@given(runs())
def test_lead_times_agree_with_one_order_at_a_time(run):
    hours = slow.lead_hours(run)
    np.testing.assert_allclose(lead_time.lead_hours(run), hours)
    np.testing.assert_allclose(lead_time.lead_time_mean(run), np.mean(hours) if hours else NAN)
    np.testing.assert_allclose(lead_time.lead_time_p90(run), np.quantile(hours, 0.9) if hours else NAN)
    paid = sum(order["paid"] <= run.horizon for _, order in slow.customers(run))
    within = [sum(spell <= limit for spell in hours) / max(paid, 1) for limit in (-0.1, 0.0, 0.1)]
    np.testing.assert_allclose(lead_time.delivered_share(run, np.array([-0.1, 0.0, 0.1])), within)
