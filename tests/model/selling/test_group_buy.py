"""Group buys: pools fill or not, packs are cut from one stream, word of mouth spreads."""

import numpy as np
import pytest

from sim.state.ledger import Exit
from tests.model.small import play

DAY = 1440.0


def buy(seed=1, shocks=(), **more):
    """Pools that open on the first morning at a shop with endless stock."""
    group_buy = {"product": "loaf", "opens": "d0 08:00", "groups": {"size": 10, "within": "1d"}, "pools": 30, **more}
    parts = {
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "communities": {"home": {}},
        "group_buys": {"neighbours": group_buy},
        "horizon": "4d",
    }
    return play(parts, *shocks, seed=seed)


def test_pools_form_at_their_tenth_buyer_or_pay_everybody_back_when_they_close():
    record = buy(joins="0.4/h")
    orders, groups = record.orders, record.groups
    formed = np.isfinite(groups["formed"])
    assert 0 < formed.sum() < 30
    for row in range(30):
        mine = np.sort(orders["placed"][orders["group"] == row])
        assert groups["joined"][row] == len(mine)
        assert formed[row] == (len(mine) >= 10)
        assert not formed[row] or groups["formed"][row] == mine[9]
    failed = ~formed[orders["group"]]
    assert (orders["exit"][failed] == Exit.GROUP_FAILED).all()
    assert (orders["refunded"][failed] == 480 + DAY).all()
    assert (orders["exit"][~failed] == Exit.NONE).all()


def test_a_pool_that_does_not_stay_open_takes_nobody_beyond_its_size():
    assert buy(joins="2/h", keeps_open=False).groups["joined"].max() == 10


def test_buyers_of_one_window_may_be_packed_into_groups_of_the_size():
    record = buy(joins="2/h", repeats=True, pools=3)
    joined = record.groups["joined"]
    assert set(joined[np.isfinite(record.groups["formed"])].tolist()) == {10}
    assert (joined[np.isnan(record.groups["formed"])] < 10).all()
    assert joined.sum() == record.rows("orders")


def test_word_of_mouth_reaches_at_most_everybody():
    record = buy(pools=1, bass={"p": "0.5/d", "q": "4/d", "m": 200}, groups={"size": 10, "within": "3d"})
    assert 100 < record.rows("orders") <= 200


def test_first_buyers_bring_others_by_the_cascade():
    counts = [
        buy(seed=seed, pools=1, cascade={"seeds": 20, "brings": 0.5, "after": "10min"}).rows("orders")
        for seed in range(20)
    ]
    assert np.mean(counts) == pytest.approx(40, abs=8)


def test_a_lever_on_demand_moves_how_fast_people_join():
    lever = {"kind": "hold", "lever": "demand", "where": "loaf", "factor": 3, "from": "d0"}
    assert buy(joins="0.4/h", shocks=[lever]).rows("orders") == pytest.approx(3 * 288, abs=120)
    assert buy(joins="0.4/h", shocks=[{**lever, "factor": 0}]).rows("orders") == 0
