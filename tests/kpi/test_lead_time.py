"""Lead time runs from paid in full to in hand."""

import math

import numpy as np

from sim.kpi import lead_time

from .records import NAN, ledger, record

HOURS = np.arange(1.0, 101.0)


def run():
    return record(1e6, orders=ledger(101, paid=30.0, delivered=np.append(30.0 + HOURS * 60.0, NAN)))


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
