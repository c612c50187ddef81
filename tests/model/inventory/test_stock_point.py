"""A stock point equals its slow twin, line by line and lot by lot, whenever its state is read."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.inventory.allocation import StockAllocation
from sim.model.inventory.stock_point import StockPoint
from sim.state.ledger import Exit, Kind, Mode, Status
from sim.state.stock import Elsewhere, Why
from tests.model.inventory.slow import Order, Receipt, SlowPoint
from tests.model.small import engine

ITEMS = 3
END = 1000.0
PRODUCTS = {f"item{number}": {"price": 1} for number in range(ITEMS)}


class Bench:
    """A real stock point on its own, fed by hand."""

    def __init__(self, unmet="backorder", stock="limited", **service):
        site = {"kind": "warehouse", "unmet": unmet, "stock": stock}
        self.engine = engine(products=PRODUCTS, sites={"shop": site}, horizon=f"{END}min", service=service)
        self.until = np.empty(0)
        self._handed, self.shipped = [], []
        self.point = StockPoint(self.engine, StockAllocation(self.engine, 0, self, self.deadlines))

    def deadlines(self, lines):
        return self.until[self.engine.ledger.lines.order[lines]]

    def ship(self, lines, lots, units):
        self.shipped.extend(zip(lines.tolist(), units.tolist(), strict=True))

    def destination(self, order):
        return ""

    @property
    def handed(self):
        """(order, instant) of all that may leave, as they were completed."""
        self._handed.extend(zip(*(column.tolist() for column in self.point.collect()), strict=True))
        return self._handed

    def order(self, time, lines, until=math.inf, kind=Kind.CUSTOMER):
        ledger = self.engine.ledger
        (row,) = ledger.orders.append(
            1, kind=kind, mode=Mode.DELIVERY, status=Status.RELEASED, first=len(ledger.lines), lines=len(lines),
            open=len(lines), placed=time, paid=time, released=time,
        )  # fmt: skip
        self.until = np.append(self.until, until)
        sku, qty = (np.array(column) for column in zip(*lines, strict=True))
        return ledger.lines.append(len(lines), order=row, sku=sku, qty=qty.astype(float))

    def expect(self, orders):
        for order in sorted(orders, key=lambda one: one.time):
            rows = self.order(order.time, order.lines, order.until)
            self.point.expect(rows, np.full(len(rows), order.time))

    def receive_at(self, receipt):
        def come(_event):
            lot = self.engine.stock.new_lot(receipt.item, receipt.time, receipt.expires, 0)
            self.point.receive(np.array([lot]), np.array([receipt.units]), int(Elsewhere.SUPPLIER), Why.RECEIVED)

        self.engine.env.timeout(receipt.time).callbacks.append(come)

    def look_at(self, time):
        self.engine.env.timeout(time).callbacks.append(lambda _event: self.point.sync())

    def run(self, until=END):
        self.engine.env.run(until=until)
        self.point.sync()

    def picked(self):
        """Net units per (line, lot)."""
        picks, net = self.engine.stock.picks, {}
        for line, lot, qty in zip(picks.line.tolist(), picks.lot.tolist(), picks.qty.tolist(), strict=True):
            net[line, lot] = net.get((line, lot), 0.0) + qty
        return {place: qty for place, qty in net.items() if abs(qty) > 1e-9}


@st.composite
def stories(draw):
    """Orders and receipts at different whole minutes, patience that ends at quarters, lots that expire at halves."""
    minutes = draw(st.lists(st.integers(1, 400), min_size=2, max_size=30, unique=True))
    orders, receipts = [], []
    for minute in sorted(minutes):
        if draw(st.integers(0, 3)) == 0:
            units, life = draw(st.integers(1, 12)), draw(st.one_of(st.none(), st.integers(0, 150)))
            item = draw(st.integers(0, ITEMS - 1))
            # lots that keep for ever still differ, so that the first to expire is always clear
            expires = minute + life + 0.5 if life is not None else 1e6 + minute
            receipts.append(Receipt(float(minute), item, float(units), expires))
        else:
            lines = draw(
                st.lists(st.tuples(st.integers(0, ITEMS - 1), st.integers(1, 4).map(float)), min_size=1, max_size=3)
            )
            patience = draw(st.one_of(st.none(), st.integers(0, 120)))
            until = math.inf if patience is None else minute + patience + 0.25
            orders.append(Order(float(minute), lines, until))
    return orders, receipts


def compare(bench, slow):
    ledger, stock = bench.engine.ledger, bench.engine.stock
    allocated = [when for order in slow.orders for when in order.allocated]
    np.testing.assert_array_equal(ledger.lines.allocated, allocated)
    np.testing.assert_array_equal(ledger.orders.cancelled, [order.cancelled for order in slow.orders])
    complete = [
        max(order.allocated) if not any(map(math.isnan, order.allocated)) and math.isnan(order.cancelled) else math.nan
        for order in slow.orders
    ]
    np.testing.assert_array_equal(ledger.orders.allocated, complete)
    assert dict(bench.handed) == {row: when for row, when in enumerate(complete) if not math.isnan(when)}
    assert [when for _, when in bench.handed] == sorted(when for _, when in bench.handed)
    first = np.cumsum([0, *(len(order.lines) for order in slow.orders)])
    held: dict[tuple[int, int], float] = {}
    for row, order in enumerate(slow.orders):
        for line, parts in enumerate(order.held):
            for lot, units in parts:
                held[int(first[row]) + line, lot] = held.get((int(first[row]) + line, lot), 0.0) + units
    assert bench.picked() == pytest.approx(held)
    for item in range(ITEMS):
        assert stock.on_hand[0, item] == pytest.approx(slow.on_hand(item), abs=1e-9)
        assert stock.backlog[0, item] == pytest.approx(slow.backlog(item), abs=1e-9)


@given(stories(), st.lists(st.integers(1, 450), max_size=6))
@settings(max_examples=120)
def test_every_line_is_served_cancelled_and_traced_as_one_line_at_a_time_would_be(story, looks):
    orders, receipts = story
    bench = Bench()
    bench.expect(orders)
    for receipt in receipts:
        bench.receive_at(receipt)
    for look in looks:
        bench.look_at(look + 0.75)
    bench.run()
    slow = SlowPoint(ITEMS, orders, receipts)
    slow.play(END)
    compare(bench, slow)


@given(stories(), st.lists(st.integers(1, 450), max_size=4))
@settings(max_examples=80)
def test_where_sales_are_lost_an_order_gets_all_it_wants_at_once_or_nothing(story, looks):
    orders, receipts = story
    for order in orders:
        order.until = math.inf
    bench = Bench(unmet="lost")
    bench.expect(orders)
    for receipt in receipts:
        bench.receive_at(receipt)
    for look in looks:
        bench.look_at(look + 0.75)
    bench.run()
    slow = SlowPoint(ITEMS, orders, receipts, lost=True)
    slow.play(END)
    compare(bench, slow)
    lost = ~np.isnan(bench.engine.ledger.orders.cancelled)
    assert (bench.engine.ledger.orders.exit[lost] == Exit.LOST_SALE).all()
    assert (bench.engine.stock.backlog == 0).all()


@given(stories())
@settings(max_examples=40)
def test_the_instant_at_which_demand_uses_up_its_slack_is_the_first_such_line(story):
    orders, _ = story
    bench = Bench()
    bench.expect(orders)
    for slack in (1.0, 3.0, 10.0, 60.0):
        for item in range(ITEMS):
            watched = np.full(ITEMS, math.inf)
            watched[item] = slack
            used, expected = 0.0, math.inf
            for order in orders:
                used += sum(units for sku, units in order.lines if sku == item)
                if used >= slack:
                    expected = order.time
                    break
            assert bench.point.next_demand(watched) == expected


def test_goods_that_expire_at_the_minute_of_an_order_are_gone_before_it():
    bench = Bench()
    bench.receive_at(Receipt(1.0, 0, 5.0, 10.0))
    bench.expect([Order(10.0, [(0, 1.0)])])
    bench.run()
    assert np.isnan(bench.engine.ledger.lines.allocated[0])
    assert bench.engine.stock.on_hand[0, 0] == 0


def test_goods_that_come_dead_never_lie_on_the_shelf():
    bench = Bench()
    bench.receive_at(Receipt(10.0, 0, 5.0, 10.0))
    bench.run()
    assert bench.engine.stock.on_hand[0, 0] == 0
    assert bench.engine.stock.moves.target.tolist() == [0, Elsewhere.EXPIRED]


def test_an_order_that_gives_up_at_the_minute_goods_come_gets_none():
    bench = Bench()
    bench.expect([Order(1.0, [(0, 1.0)], 10.0)])
    bench.receive_at(Receipt(10.0, 0, 5.0, 1e6))
    bench.run()
    assert bench.engine.ledger.orders.cancelled[0] == 10.0
    assert bench.engine.stock.on_hand[0, 0] == 5


def test_an_order_that_was_out_of_patience_before_it_was_let_through_leaves_when_it_comes():
    bench = Bench()
    bench.expect([Order(20.0, [(0, 1.0)], 5.0)])
    bench.run()
    assert bench.engine.ledger.orders.cancelled[0] == 20.0


def test_another_sites_order_waits_where_customers_are_lost():
    bench = Bench(unmet="lost")
    rows = bench.order(0.0, [(0, 4.0)], kind=Kind.REPLENISHMENT)
    bench.point.claim(rows)
    bench.expect([Order(5.0, [(0, 1.0)])])
    bench.receive_at(Receipt(10.0, 0, 3.0, 1e6))
    bench.receive_at(Receipt(20.0, 0, 3.0, 1e6))
    bench.run()
    assert bench.shipped == [(0, 3.0), (0, 1.0)]
    assert bench.engine.ledger.orders.exit.tolist() == [Exit.NONE, Exit.LOST_SALE]
    assert bench.engine.stock.on_hand[0, 0] == 2


def test_a_site_with_endless_stock_ships_what_other_sites_order():
    bench = Bench(stock="unlimited")
    bench.point.claim(bench.order(0.0, [(0, 4.0), (1, 2.0)], kind=Kind.REPLENISHMENT))
    assert bench.shipped == [(0, 4.0), (1, 2.0)]
    assert (bench.engine.stock.on_hand == 0).all()


def test_a_policy_shares_out_scarce_goods_between_waiting_lines():
    bench = Bench(allocation={"kind": "proportional"})
    bench.expect([Order(1.0, [(0, 6.0)]), Order(2.0, [(0, 3.0)])])
    bench.receive_at(Receipt(10.0, 0, 3.0, 1e6))
    bench.run()
    assert bench.picked() == {(0, 0): 2.0, (1, 0): 1.0}


def test_an_exchange_waits_no_longer_than_the_order_that_it_replaces_would_have():
    bench = Bench()
    orders = bench.engine.ledger.orders
    bench.expect([Order(time, [(0, 1.0)]) for time in (1.0, 3.0, 4.0, 20.0)])
    for minute in (25.0, 26.0, 27.0, 28.0, 29.0):
        bench.receive_at(Receipt(minute, 0, 1.0, 1e6))
    bench.run(until=5.0)
    # the order of minute 2 was served and is recalled, and its exchange is recalled once more
    for time, replaced in ((2.0, -1), (10.0, 4), (15.0, 5)):
        lines = bench.order(time, [(0, 1.0)], kind=Kind.EXCHANGE if replaced > 0 else Kind.CUSTOMER)
        orders.replaces[-1] = replaced
    bench.point.expect(lines, np.array([15.0]))
    bench.run()
    assert bench.handed == [(0, 25.0), (6, 26.0), (1, 27.0), (2, 28.0), (3, 29.0)]


def test_stopped_orders_wait_no_longer_and_their_goods_go_to_the_next_in_line():
    bench = Bench()
    bench.expect([Order(1.0, [(0, 2.0), (1, 1.0)]), Order(2.0, [(0, 2.0)])])
    bench.receive_at(Receipt(5.0, 0, 2.0, 1e6))
    bench.run(until=10.0)
    picks = bench.engine.stock.picks
    bench.point.stop(np.array([0]), np.flatnonzero(picks.line == 0))
    assert bench.handed == [(1, 10.0)]
    assert bench.engine.stock.backlog.tolist() == [[0.0, 0.0, 0.0]]
    assert bench.picked() == {(2, 0): 2.0}


def test_goods_at_the_dock_return_to_the_shelf_and_to_waiting_lines():
    bench = Bench()
    bench.receive_at(Receipt(1.0, 0, 3.0, 1e6))
    bench.run(until=2.0)
    bench.point.claim(bench.order(2.0, [(0, 3.0)], kind=Kind.REPLENISHMENT))
    bench.expect([Order(4.0, [(0, 1.0)])])
    bench.run(until=5.0)
    bench.point.unpack(np.array([0]), np.array([0]), np.array([3.0]))
    assert bench.handed == [(1, 5.0)]
    assert bench.engine.stock.on_hand[0, 0] == 2
