"""Groups and pre-sales are read one by one."""

import numpy as np

from tests.kpi.records import NAN, ledger, record
from validation.measures.selling import orders_joined, paid_balance, time_to_form


def test_a_group_that_never_formed_has_no_time_to_form():
    run = record(groups={"opened": [0.0, 5.0], "formed": [7.0, NAN], "closes": 60.0, "joined": [3, 2], "size": 3})
    np.testing.assert_array_equal(time_to_form(run), [7.0, NAN])
    assert orders_joined(run).tolist() == [3.0, 2.0]


def test_an_order_without_a_payment_has_not_paid_the_balance():
    assert paid_balance(record(orders=ledger(3, paid=[4.0, NAN, 0.0]))).tolist() == [True, False, True]
