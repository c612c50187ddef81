"""What each source of orders brings, worked out by hand: shows, group buys, everyday streams, recorded orders."""

import numpy as np
import pytest

from sim.state.ledger import Exit
from tests.model.small import at, play

DAY, HOUR = 1440.0, 60.0
ENDLESS = {"sites": {"shop": {"kind": "front_point", "stock": "unlimited"}}, "communities": {"home": {}}}


def exits(record):
    """How many orders left for which reason."""
    codes, counts = np.unique(record.orders["exit"], return_counts=True)
    return {Exit(code).name: int(count) for code, count in zip(codes, counts, strict=True)}


@pytest.mark.plays("demand:regular")
def test_an_everyday_stream_brings_an_order_at_each_of_its_instants_and_it_is_paid_at_once():
    record = play({**ENDLESS, "regular": {"people": at(60, 90.5, 90.5, quantity={3: 1})}})
    assert record.orders["placed"].tolist() == record.orders["paid"].tolist() == [60, 90.5, 90.5]
    assert record.orders["units"].tolist() == [3, 3, 3]
    assert record.orders["value"].tolist() == [30, 30, 30]


SHOW = {"start": "d0 20:00", "lasts": "2h", "orders": 100, "exactly": True, "products": {"loaf": 1}}


@pytest.mark.plays("demand:shows")
def test_a_show_sells_while_it_is_on():
    placed = play({**ENDLESS, "shows": {"gala": SHOW}}).orders["placed"]
    assert len(placed) == 100
    assert ((placed >= 20 * HOUR) & (placed <= 22 * HOUR)).all()


@pytest.mark.plays("demand:shows")
@pytest.mark.parametrize(("threshold", "left"), [(100, {"NONE": 100}), (101, {"THRESHOLD_FAILED": 100})])
def test_a_presale_is_made_from_its_threshold_on_and_paid_back_below_it(threshold, left):
    presale = {"pays": 1, "balance_within": "10h", "threshold": threshold}
    record = play({**ENDLESS, "shows": {"gala": {**SHOW, "presale": presale}}})
    assert exits(record) == left
    cash = record.cash["amount"].sum()
    assert cash == pytest.approx(1000 if "NONE" in left else 0)


# Twenty first buyers who bring nobody, all at eight o'clock.
NEIGHBOURS = {"product": "loaf", "opens": "d0 08:00", "cascade": {"seeds": 20, "brings": 0}}


@pytest.mark.plays("demand:group_buys")
@pytest.mark.parametrize(
    ("groups", "left", "paid"),
    [
        ({"size": 20}, {"NONE": 20}, 200),
        ({"size": 20, "discount": 0.1}, {"NONE": 20}, 180),
        ({"size": 21}, {"GROUP_FAILED": 20}, 0),
        # the group is short of one: everybody pays the single price when the pool closes
        ({"size": 21, "discount": 0.1, "otherwise": "single"}, {"NONE": 20}, 200),
    ],
    ids=str,
)
def test_a_group_buy_is_for_all_or_for_none_of_those_who_joined(groups, left, paid):
    buy = {**NEIGHBOURS, "groups": {"within": "10h", **groups}}
    record = play({**ENDLESS, "group_buys": {"neighbours": buy}})
    assert exits(record) == left
    assert record.cash["amount"].sum() == pytest.approx(paid)


@pytest.mark.plays("demand:group_buys")
def test_a_pool_that_repeats_packs_its_buyers_into_groups_of_the_size():
    buy = {**NEIGHBOURS, "groups": {"size": 8, "within": "10h"}, "repeats": True}
    record = play({**ENDLESS, "group_buys": {"neighbours": buy}})
    # twenty buyers are two groups of eight, and four who are too few
    assert exits(record) == {"NONE": 16, "GROUP_FAILED": 4}
    assert sorted(record.groups["joined"].tolist()) == [4, 8, 8]


@pytest.mark.plays("demand:recorded")
def test_recorded_orders_come_at_their_instants_with_their_lines_and_prices(tmp_path):
    rows = ["A,2026-06-15 01:00,loaf,2,9", "B,2026-06-15 02:30,loaf,1,8", "B,2026-06-15 02:30,cake,4,5"]
    (tmp_path / "orders.csv").write_text("\n".join(["order,time,sku,qty,price", *rows]), encoding="utf-8")
    record = play(
        {
            **ENDLESS,
            "products": {"loaf": {"price": 10}, "cake": {"price": 20}},
            "recorded": {"till": {"file": str(tmp_path / "orders.csv"), "start": "2026-06-15 00:00"}},
        }
    )
    assert record.orders["placed"].tolist() == [60, 150]
    assert record.orders["units"].tolist() == [2, 5]
    assert record.orders["value"].tolist() == [2 * 9, 8 + 4 * 5]
