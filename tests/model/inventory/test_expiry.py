"""What expires on the shelf is discarded at that instant and watchers are notified, wherever it was before."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.state.ledger import Kind
from sim.state.stock import Elsewhere
from tests.model.inventory.slow import Order, Receipt
from tests.model.inventory.test_stock_point import Bench, stories


def thrown_away(bench):
    """Instant and units of what was thrown away as it expired, not because it came back dead."""
    moves, lots = bench.engine.stock.moves, bench.engine.stock.lots
    mine = moves.target == Elsewhere.EXPIRED
    alive = moves.time[mine] == lots.expires[moves.lot[mine]]
    return list(zip(moves.time[mine][alive].tolist(), moves.qty[mine][alive].tolist(), strict=True))


def listening(bench):
    heard = []
    bench.point.on_change.append(lambda: heard.append((bench.engine.now, bench.engine.stock.on_hand[0].tolist())))
    return heard


@given(stories(), st.lists(st.integers(1, 450), max_size=4))
@settings(max_examples=80)
def test_watchers_of_a_stock_point_are_notified_of_everything_that_expires_on_the_shelf(story, looks):
    orders, receipts = story
    bench = Bench()
    heard = listening(bench)
    bench.expect(orders)
    for receipt in receipts:
        bench.receive_at(receipt)
    for look in looks:
        bench.look_at(look + 0.75)
    bench.run()
    assert {when for when, _ in thrown_away(bench)} <= {when for when, _ in heard}


def test_goods_of_a_customer_who_gave_up_are_thrown_away_when_their_lot_expires():
    bench = Bench()
    heard = listening(bench)
    bench.receive_at(Receipt(1.0, 0, 2.0, 80.0))
    bench.expect([Order(2.0, [(0, 2.0), (1, 1.0)], until=50.0)])
    bench.look_at(10.0)
    bench.run()
    assert thrown_away(bench) == [(80.0, 2.0)]
    assert heard[-1] == (80.0, [0.0, 0.0, 0.0])
    assert bench.engine.ledger.orders.cancelled[0] == 50.0


def test_goods_that_come_back_after_their_expiry_never_lie_on_the_shelf():
    bench = Bench()
    heard = listening(bench)
    bench.receive_at(Receipt(1.0, 0, 2.0, 40.0))
    bench.expect([Order(2.0, [(0, 2.0), (1, 1.0)], until=50.0)])
    bench.look_at(10.0)
    bench.run()
    moves = bench.engine.stock.moves
    assert thrown_away(bench) == []
    assert moves.time[moves.target == Elsewhere.EXPIRED].tolist() == [50.0]
    assert all(on_hand == [0.0, 0.0, 0.0] for when, on_hand in heard if when > 10.0)


def test_goods_that_went_to_the_next_in_line_are_not_thrown_away():
    bench = Bench()
    bench.receive_at(Receipt(1.0, 0, 2.0, 80.0))
    bench.expect([Order(2.0, [(0, 2.0), (1, 1.0)], until=50.0), Order(3.0, [(0, 2.0)])])
    bench.run()
    assert thrown_away(bench) == []
    assert bench.handed == [(1, 50.0)]


def gone_from_the_shelf(units):
    """A bench at minute 30 whose lot that expires at 80 is with others: no lot lies here any more."""
    bench = Bench()
    bench.receive_at(Receipt(1.0, 0, units, 80.0))
    bench.receive_at(Receipt(1.0, 1, 1.0, 20.0))
    bench.expect([Order(2.0, [(0, 2.0)])])
    bench.run(until=3.0)
    return bench


def test_goods_of_stopped_orders_expire_on_the_shelf():
    bench = gone_from_the_shelf(2.0)
    bench.run(until=30.0)
    bench.point.stop(np.array([0]), np.flatnonzero(bench.engine.stock.picks.line == 0))
    heard = listening(bench)
    bench.run(until=90.0)
    assert thrown_away(bench) == [(20.0, 1.0), (80.0, 2.0)]
    assert heard == [(80.0, [0.0, 0.0, 0.0])]


def test_goods_from_the_dock_expire_on_the_shelf():
    bench = gone_from_the_shelf(5.0)
    bench.point.claim(bench.order(3.0, [(0, 3.0)], kind=Kind.REPLENISHMENT))
    bench.run(until=30.0)
    bench.point.unpack(np.array([1]), np.array([0]), np.array([3.0]))
    heard = listening(bench)
    bench.run(until=90.0)
    assert thrown_away(bench) == [(20.0, 1.0), (80.0, 3.0)]
    assert heard == [(80.0, [0.0, 0.0, 0.0])]
