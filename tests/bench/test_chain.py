"""The chain workload plays every link: show, deposit, group, factory, line haul, micro-warehouse, courier."""

from itertools import pairwise

import numpy as np

from bench import chain
from sim.state.ledger import Exit


def test_every_link_of_the_chain_is_played():
    record = chain.play(5_000, 1)
    orders = record.orders
    customers = orders["kind"] == 0
    assert customers.sum() == 5_000
    ends = (
        np.isfinite(orders["delivered"])
        | (orders["exit"] == Exit.BALANCE_LAPSED)
        | (orders["exit"] == Exit.GROUP_FAILED)
    )
    assert ends[customers].all()
    done = customers & np.isfinite(orders["delivered"])
    assert done.sum() > 4_000
    stages = ("placed", "grouped", "released", "allocated", "ready", "departed", "delivered")
    for before, after in pairwise(stages):
        assert (orders[before][done] <= orders[after][done]).all(), (before, after)
    for table in ("groups", "jobs", "trips", "lots", "picks", "moves", "visits"):
        assert record.rows(table) > 0, table


def test_the_same_seed_gives_the_same_lead_times():
    assert np.array_equal(chain.run(1_000, 3), chain.run(1_000, 3), equal_nan=True)
