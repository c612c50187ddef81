"""An order between sites may take time until it is received: on order at once, owed only then."""

import numpy as np
import simpy

from sim.model.supply.order_transmission import OrderTransmission
from tests.model.small import at, play
from validation.measures.inventory import stock_history


def two_sites(*minutes, orders_take="30min"):
    return {
        "sites": {"dc": {"kind": "dc", "opening": {"loaf": 5}}, "shop": {"kind": "front_point"}},
        "communities": {"home": {"delivered_from": "shop"}},
        "lanes": [{"from": "dc", "to": "shop", "takes": "10min", "orders_take": orders_take}],
        "replenishment": [{"at": "shop", "items": ["loaf"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(*minutes)},
        "horizon": "1d",
    }


def test_an_order_is_seen_after_its_time_and_goods_travel_from_then_on():
    record = play(two_sites(100, 105))
    assert record.orders["delivered"][record.orders["kind"] == 0].tolist() == [140.0, 145.0]
    inner = record.orders["kind"] == 1
    assert record.orders["placed"][inner].tolist() == [100.0, 105.0]
    assert record.orders["released"][inner].tolist() == [130.0, 135.0]


def test_what_is_being_transmitted_is_on_order_but_not_yet_owed():
    record = play(two_sites(100))
    now = np.array([99.0, 115.0, 135.0, 141.0])
    assert stock_history(record, "shop", "loaf").on_order.at(now).tolist() == [0.0, 1.0, 1.0, 0.0]
    assert stock_history(record, "dc", "loaf").backorders.at(now).tolist() == [0.0, 0.0, 0.0, 0.0]
    assert stock_history(record, "dc", "loaf").on_hand.at(now).tolist() == [5.0, 5.0, 4.0, 4.0]


def test_an_order_in_transmission_at_the_end_of_a_run_is_counted_as_on_order():
    record = play(two_sites(1430))
    assert stock_history(record, "shop", "loaf").on_order.at(np.array([1439.0])).tolist() == [1.0]


def test_without_a_delay_an_order_is_seen_at_once():
    record = play(two_sites(100, orders_take="0min"))
    assert record.orders["delivered"][record.orders["kind"] == 0].tolist() == [110.0]


def test_a_line_that_is_cancelled_in_transmission_is_not_received_and_only_once_found():
    env, seen = simpy.Environment(), []
    transmission = OrderTransmission(env, lambda lines: seen.append(lines.tolist()))
    transmission.send(np.array([1, 2]), 5.0)
    transmission.send(np.array([3]), 7.0)
    transmission.send(np.array([4]), 0.0)
    assert seen == [[4]]
    assert transmission.cancel(np.array([2, 3, 4, 9])).tolist() == [2, 3]
    assert list(transmission) == [1]
    env.run(until=10)
    assert seen == [[4], [1]]
    assert transmission.cancel(np.array([1, 2, 3])).tolist() == []
