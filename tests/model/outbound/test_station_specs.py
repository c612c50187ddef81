"""The stations of a site: each knob of the configuration, on a floor small enough to follow by hand."""

import numpy as np
import pytest

from sim.model.outbound.station_specs import on_duty
from sim.randoms import Streams
from sim.state.ledger import Exit
from tests.model.small import at, engine, play
from validation.measures import queueing as queue

DAY = 1440.0


def shop(stations, horizon="3d", **regular):
    """A shop for service alone."""
    return {
        "horizon": horizon,
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited", "stations": stations}},
        "communities": {"town": {"delivered_from": "shop"}},
        "regular": regular or {"orders": at(0, 1, 2)},
    }


def ready(stations, **regular):
    return play(shop(stations, **regular)).orders["ready"].tolist()


def test_without_a_shift_the_servers_are_always_there():
    assert on_duty(engine(), 3, None) == 3


def test_a_shift_is_counted_from_the_start_of_the_run_and_stops_work_at_its_end():
    shift = on_duty(engine(start="2026-06-15 06:00 +08:00"), 3, (480.0, 720.0))
    assert [shift.at(minute) for minute in (0.0, 119.0, 120.0, 359.0, 360.0, DAY + 120.0)] == [0, 0, 3, 3, 0, 3]
    assert shift.running == "halt"


def test_a_night_shift_is_there_at_midnight():
    shift = on_duty(engine(), 2, (1320.0, 360.0))
    assert [shift.at(minute) for minute in (0.0, 359.0, 360.0, 1319.0, 1320.0)] == [2, 2, 0, 0, 2]


@pytest.mark.parametrize("window", [(0.0, DAY), (480.0, 480.0 + DAY)])
def test_a_shift_as_long_as_the_day_has_no_end(window):
    assert on_duty(engine(), 2, window) == 2


def test_work_that_the_end_of_the_shift_stops_is_finished_the_next_morning():
    stations = {"bench": {"servers": 1, "takes": "10min", "open": "00:00-00:25"}}
    assert ready(stations) == [10.0, 20.0, DAY + 5.0]


def test_each_unit_of_goods_takes_its_extra_time():
    stations = {"bench": {"servers": 1, "takes": "1min", "per_unit": "2min"}}
    assert ready(stations, orders=at(0, 100, quantity={3: 1})) == [7.0, 107.0]


def test_with_unlimited_servers_no_order_waits():
    assert ready({"bench": {"servers": "unlimited", "takes": "10min"}}) == [10.0, 11.0, 12.0]


@pytest.mark.parametrize(
    ("priority", "calm", "urgent"),
    [("none", [10.0, 20.0], [30.0]), ("waits", [10.0, 30.0], [20.0]), ("preempts", [20.0, 30.0], [12.0])],
)
def test_an_urgent_order_waits_overtakes_or_interrupts(priority, calm, urgent):
    stations = {"bench": {"servers": 1, "takes": "10min", "priority": priority}}
    record = play(shop(stations, calm=at(0, 1, priority=5), urgent=at(2, priority=0)))
    source = record.orders["source"]
    assert record.orders["ready"][source == 0].tolist() == calm
    assert record.orders["ready"][source == 1].tolist() == urgent


@pytest.mark.parametrize(("order", "second", "third"), [("fifo", 20.0, 30.0), ("lifo", 30.0, 20.0)])
def test_the_next_order_served_is_the_first_or_the_last_that_came(order, second, third):
    assert ready({"bench": {"servers": 1, "takes": "10min", "order": order}}) == [10.0, second, third]


def test_an_order_goes_on_or_out_by_its_own_draw_and_each_visit_has_a_new_one():
    stations = {
        "pick": {"servers": 9, "takes": "1min", "next": {"pick": 0.4, "pack": 0.3, "out": 0.3}},
        "pack": {"servers": 9, "takes": "100min"},
    }
    record = play(shop(stations, orders=at(*range(0, 200, 10))))
    orders, streams = record.orders, Streams(1)
    for row in range(20):
        visits, packed = 0, False
        while True:
            u = streams.uniforms(f"shop.pick>#{visits}", orders["key"][[row]])[0]
            visits += 1
            if u >= 0.4:
                packed = u < 0.7
                break
        assert orders["ready"][row] == orders["placed"][row] + visits + 100 * packed
    assert len(queue.sojourns_at(record, "shop.pick").order) > 20


def test_patience_at_a_station_is_a_draw_of_its_own():
    alike = {"exponential": {"mean": "10min"}}
    stations = {"bench": {"servers": 1, "takes": alike, "patience": alike}}
    record = play(shop(stations, orders=at(*range(0, 60, 2))))
    orders, streams = record.orders, Streams(1)
    gone = orders["exit"] == Exit.RENEGED
    assert gone.any()
    waited = orders["cancelled"][gone] - orders["placed"][gone]
    u = streams.uniforms("shop.bench.patience#0", orders["key"][gone])
    np.testing.assert_allclose(waited, -10 * np.log1p(-u))
    worked = record.visits["finished"] - record.visits["started"]
    served = record.visits["order"][np.isfinite(worked)]
    u = streams.uniforms("shop.bench#0", orders["key"][served])
    np.testing.assert_allclose(worked[np.isfinite(worked)], -10 * np.log1p(-u))


def test_each_server_breaks_down_in_a_sequence_of_its_own():
    stop = {"up": {"recorded": ["30min", "100min"]}, "down": {"recorded": ["5min", "20min"]}, "of": "server"}
    record = play(shop({"bench": {"servers": 2, "takes": "1min", "breakdown": stop}}, horizon="200min"))
    # both run for 30 minutes, stop for 5, run for 100 and stop for 20: the sequence is not shared out between them
    times = record.capacity["time"].tolist()
    servers = record.capacity["servers"].tolist()
    steps = [(time, count) for time, count in zip(times, servers, strict=True) if time > 0]
    assert {time for time, _ in steps} == {30.0, 35.0, 135.0, 155.0, 185.0, 190.0}
    last = dict(steps)
    assert [last[time] for time in sorted(last)] == [0.0, 2.0, 0.0, 2.0, 0.0, 2.0]


def test_two_servers_do_not_break_down_at_the_same_instants_by_chance():
    stop = {"up": {"exponential": {"mean": "30min"}}, "down": "1min", "of": "server"}
    record = play(shop({"bench": {"servers": 2, "takes": "1min", "breakdown": stop}}, horizon="600min"))
    falls = record.capacity["time"][record.capacity["servers"] < 2]
    assert len(np.unique(falls)) > 10
    assert (record.capacity["servers"] == 0).sum() < 10


def test_work_on_a_returning_order_follows_its_draw_of_that_visit_and_its_units():
    takes = {"exponential": {"mean": "4min"}}
    stations = {"pick": {"servers": "unlimited", "takes": takes, "per_unit": "2min", "next": {"pick": 0.5, "out": 0.5}}}
    record = play(shop(stations, orders=at(*range(0, 200, 10), quantity={3: 1})))
    visits = queue.sojourns_at(record, "shop.pick")
    seen: dict[int, int] = {}
    for order, begun, done in zip(visits.order.tolist(), visits.started, visits.finished, strict=True):
        u = Streams(1).uniforms(f"shop.pick#{seen.get(order, 0)}", record.orders["key"][[order]])[0]
        seen[order] = seen.get(order, 0) + 1
        assert done - begun == pytest.approx(-4 * np.log1p(-u) + 6)
    assert max(seen.values()) > 1
