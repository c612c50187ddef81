"""What a site takes from its neighbours: when, how much, and from whom first."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.transfer.hybrid import Hybrid
from sim.policies.transfer.proactive import Proactive
from sim.policies.transfer.reactive import Reactive
from sim.policies.view import StockView

STOCK = st.integers(0, 40).map(float)


def near(*stocks, rate=4.0, backlog=0.0):
    return tuple(
        replace(StockView.of([stock], backlog=[backlog], usage=[[rate] * 7]), site=f"s{k}")
        for k, stock in enumerate(stocks)
    )


def units(given):
    return {name: float(amount[0]) for name, amount in given.items()}


@given(STOCK, STOCK, st.integers(0, 30).map(float), st.lists(STOCK, max_size=4), st.integers(0, 9))
def test_reactive_equals_asking_the_richest_neighbour_first(on_hand, backlog, coming, stocks, keeps):
    view = StockView.of([on_hand], backlog=[backlog], neighbours=near(*stocks), coming=np.array([coming]))
    got = units(Reactive(up_to=6, trigger=2, keeps=keeps).decide(view, 0.0))
    stock = on_hand - backlog
    need = max(6 - stock - coming, 0) if stock <= 2 else 0
    for k in sorted(range(len(stocks)), key=lambda k: -stocks[k]):
        expected = min(need, max(stocks[k] - max(keeps, 3), 0))
        assert got[f"s{k}"] == expected
        need -= expected


@pytest.mark.plays("transfer:reactive")
def test_a_neighbour_gives_nothing_of_what_it_owes_and_stays_above_the_trigger():
    view = StockView.of([0.0], neighbours=near(9.0, backlog=6.0))
    assert units(Reactive(up_to=6).decide(view, 0.0)) == {"s0": 2}


def test_without_neighbours_nobody_helps():
    assert Reactive(up_to=6).decide(StockView.of([0.0]), 0.0) == {}
    assert Proactive().decide(StockView.of([0.0], usage=[[3.0] * 7]), 0.0) == {}


@given(STOCK, st.lists(STOCK, min_size=1, max_size=4), st.integers(1, 9))
def test_proactive_takes_up_to_equal_days_of_supply_and_leaves_everybody_his(on_hand, stocks, rate):
    view = StockView.of([on_hand], usage=[[float(rate)] * 7], neighbours=near(*stocks))
    got = units(Proactive().decide(view, 0.0))
    days = (on_hand + sum(stocks)) / (rate + 4 * len(stocks))
    assert on_hand + sum(got.values()) <= max(days * rate, on_hand) + 1e-9
    for k, stock in enumerate(stocks):
        assert got[f"s{k}"] == 0 or stock - got[f"s{k}"] >= days * 4 - 1e-9
    spare = sum(np.floor(max(stock - days * 4, 0) + 1e-9) for stock in stocks)
    assert sum(got.values()) == min(np.floor(max(days * rate - on_hand, 0) + 1e-9), spare)


def test_nobody_moves_goods_that_nobody_wants():
    view = StockView.of([0.0], usage=[[0.0] * 7], neighbours=near(30.0, rate=0.0))
    assert units(Proactive().decide(view, 0.0)) == {"s0": 0}


@pytest.mark.plays("transfer:hybrid")
@pytest.mark.parametrize(("now", "moved"), [(0.0, 20.0), (1440.0, 20.0), (1500.0, 4.0)])
def test_hybrid_evens_out_at_reviews_and_helps_between_them(now, moved):
    policy = Hybrid(up_to=4)
    view = StockView.of([0.0], usage=[[4.0] * 7], neighbours=near(40.0))
    assert units(policy.decide(view, now)) == {"s0": moved}
    assert policy.watched
    assert not Proactive().watched
    assert Reactive(up_to=1).watched
