"""Money: what a run cost and earned, worked out at its end from what happened."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from sim.arrays import Bools, Floats
from sim.instants import DAY, HOUR
from sim.model.engine import Engine
from sim.schema.selling import Show
from sim.state.ledger import SOLD, Kind
from sim.state.stock import Elsewhere

YEAR = 365 * DAY


def book_everything(engine: Engine) -> None:
    """Book all amounts that follow from stamps and logs."""
    _customers(engine)
    _compensation(engine)
    _production(engine)
    _transport(engine)
    _by_the_day(engine)
    _storage(engine)
    _waste(engine)


def _customers(engine: Engine) -> None:
    """Deposits when placed, balances when paid, refunds when refunded."""
    orders, cash, end = engine.ledger.orders, engine.cash, engine.horizon
    deposit = np.zeros(len(orders))
    for name, code in engine.codes.sources.items():
        model = engine.world.shows.get(name)
        if isinstance(model, Show) and model.presale:
            mine = (orders.source == code) & (orders.kind != Kind.PART)
            deposit[mine] = np.minimum(model.presale.deposit, orders.value[mine])
    customers = np.isin(orders.kind, SOLD)
    paid = customers & (orders.paid <= end)

    def book(account: str, which: Bools, at: Floats, amount: Floats) -> None:
        rows = np.flatnonzero(which)
        cash.book(account, at[rows], amount[rows], rows)

    book("revenue_deposit", customers & (orders.placed <= end) & (deposit > 0), orders.placed, deposit)
    book("revenue", paid & (deposit == 0), orders.paid, orders.value)
    book("revenue_balance", paid & (deposit != 0), orders.paid, orders.value - deposit)
    given = np.where(orders.paid <= end, orders.value, deposit)
    book("refund", customers & (orders.refunded <= end), orders.refunded, -given)


def _compensation(engine: Engine) -> None:
    """For each paid order that comes after its promise, is given up after it, or has not come by the end."""
    each, orders, end = engine.world.customers.compensation, engine.ledger.orders, engine.horizon
    if each > 0:
        over = np.fmin(np.fmin(orders.cancelled, orders.refunded), np.fmin(orders.returned, end))
        when = np.where(np.isnan(orders.delivered), over, orders.delivered)
        late = np.flatnonzero((orders.kind == Kind.CUSTOMER) & (orders.paid <= end) & (when > orders.promise))
        engine.cash.book("compensation", when[late], -each, late)


def _production(engine: Engine) -> None:
    """Line hours from setting up to the end of the batch, or of the run, those in which the line worked."""
    jobs, capacity = engine.jobs, engine.capacity
    for site, model in engine.world.sites.items():
        for name, line in model.lines.items():
            if line.cost:
                resource = engine.resource(f"{site}.{name}")
                mine, log = jobs.resource == resource, capacity.resource == resource
                worked = _integral(capacity.time[log], capacity.servers[log])
                done = np.fmin(jobs.finished[mine], engine.horizon)
                hours = (worked(done) - worked(jobs.setup[mine])) / HOUR
                engine.cash.book("production", done, -line.cost * hours)


def _integral(times: Floats, values: Floats) -> Callable[[Floats], Floats]:
    """The integral from the first of `times`, sorted, of the step function that takes `values` at them."""
    area = np.append(0.0, np.cumsum(values[:-1] * np.diff(times)))

    def until(when: Floats) -> Floats:
        step = np.searchsorted(times, when, side="right") - 1
        return np.asarray(area[step] + values[step] * (when - times[step]))

    return until


def _transport(engine: Engine) -> None:
    trips, pools = engine.trips, [engine.resource(name) for name in engine.world.couriers]
    last_mile = np.isin(trips.resource, pools)
    for account, mine in (("line_haul", ~last_mile), ("delivery", last_mile)):
        paid = mine & (trips.cost > 0)
        engine.cash.book(account, trips.departed[paid], -trips.cost[paid])


def _by_the_day(engine: Engine) -> None:
    """Couriers on the payroll and station workers for the hours on duty, capacity kept ready, systems."""
    days = np.arange(DAY, engine.horizon + DAY, DAY)
    days[-1] = engine.horizon
    day = np.diff(days, prepend=0.0) / DAY
    for pool in engine.world.couriers.values():
        hours = 24.0 if pool.shift is None else ((pool.shift[1] - pool.shift[0]) % DAY or DAY) / HOUR
        if pool.wage and pool.full_time:
            engine.cash.book("courier", days, -pool.wage * pool.full_time * hours * day)
    for site in engine.world.sites.values():
        for station in site.stations.values():
            if station.wage and station.servers != "unlimited":
                hours = 24.0 if station.open is None else ((station.open[1] - station.open[0]) % DAY or DAY) / HOUR
                engine.cash.book("warehouse", days, -station.wage * station.servers * hours * day)
    for supplier in engine.world.suppliers.values():
        if supplier.premium:
            engine.cash.book("production_surcharge", days, -supplier.premium * day)
    if engine.world.costs.technology_per_day:
        engine.cash.book("technology", days, -engine.world.costs.technology_per_day * day)


def _storage(engine: Engine) -> None:
    """Units on the shelf x time x rate, and interest on their value, by the day."""
    stock, end = engine.stock, engine.horizon
    moves = stock.moves
    edges = np.append(np.arange(0.0, end, DAY), end)
    rates = np.array([site.storage_cost / DAY for site in engine.world.sites.values()])
    interest = engine.world.costs.capital_per_year / YEAR
    cost = np.where(np.isnan(stock.lots.cost), 0.0, stock.lots.cost)
    by_day = np.zeros((2, len(edges) - 1))
    for side, sign in ((moves.target, 1.0), (moves.source, -1.0)):
        here = side >= 0
        site, qty, time = side[here], sign * moves.qty[here], moves.time[here]
        value = np.stack((qty * rates[site], qty * cost[moves.lot[here]] * interest))
        for day, (low, high) in enumerate(pairwise(edges.tolist())):
            by_day[:, day] += value @ np.clip(high - np.maximum(time, low), 0.0, None)
    engine.cash.book("storage", edges[1:], -by_day[0])
    engine.cash.book("capital", edges[1:], -by_day[1])


def _waste(engine: Engine) -> None:
    """Goods that expired, were destroyed or put in quarantine, at what suppliers were paid for them in this run.

    The same goods as in the measure `waste_share`, and also materials, which that share leaves out. What a factory
    rejects never becomes goods: its materials stay in the account of materials, `jobs.bad` counts it. Opening stock
    and an emergency kit cost this run nothing, neither sold nor thrown away.
    """
    moves, lots = engine.stock.moves, engine.stock.lots
    gone = np.isin(moves.target, (int(Elsewhere.EXPIRED), int(Elsewhere.DESTROYED), int(Elsewhere.QUARANTINE)))
    gone &= lots.paid[moves.lot] > 0
    worth = moves.qty[gone] * lots.paid[moves.lot[gone]]
    # what is thrown away moves from the account of materials to that of waste
    engine.cash.book("waste", moves.time[gone], -worth)
    engine.cash.book("material", moves.time[gone], worth)
