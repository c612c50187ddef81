"""Money: what a run has cost and earned by now, worked out from what happened.

An amount is due at the instant that its row of the record carries: a receipt, purchase, refund, trip or loss when it
happens; a line's hours when the batch is done; the compensation of a late order when it comes or is off; wages,
capacity kept ready, systems, storage and interest at the end of their day. What has been earned before it is due has
accrued, by the minute: the hours of the batch in hand, the day so far, the compensation of orders that are late and
still open. At the end of a run all of it is due.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sim.arrays import Bools, Floats, Ints
from sim.instants import DAY, HOUR
from sim.model.engine import Engine
from sim.model.outbound.returns import brought_back
from sim.schema.selling import Show
from sim.state.ledger import SOLD, Kind
from sim.state.stock import Elsewhere

YEAR = 365 * DAY


class Entries(NamedTuple):
    """Amounts of one account, yuan: dated `time` (minutes), tied to an `order` or -1, `due` or only accrued."""

    account: str
    time: Floats
    amount: Floats
    order: Ints | int = -1
    due: Bools | bool = True


def balance(engine: Engine) -> float:
    """Money that has come in less what has gone out by now, yuan; a run begins with none."""
    return sum(balances(engine).values())


def balances(engine: Engine) -> dict[str, float]:
    """What is due on each account by now: the sum of the rows that the record will date up to now.

    They are known now as they are in the end, but for four things. An order in an open group counts at the price at
    which its group will settle, as things stand. Goods that a recall collects are written off in its next round of
    calls. A return counts when it is handed back, unless a recall comes before the desk opens. When an order is cut
    in two later on, accounts share its payment otherwise; their sum stays.
    """
    engine.advance()
    cash = engine.cash
    booked = np.bincount(cash.table.account, cash.table.amount, len(cash.accounts))
    total = dict(zip(cash.accounts, booked.tolist(), strict=True))
    return _sums(_entries(engine, _today(engine)), total, due=True)


def accruals(engine: Engine) -> dict[str, float]:
    """What has been earned on each account by now and is not due yet."""
    engine.advance()
    return _sums(_entries(engine, _today(engine)), {}, due=False)


def close_books(engine: Engine) -> None:
    """At the end of a run: book everything that follows from what happened."""
    for entries in _entries(engine, np.append(np.arange(0.0, engine.horizon, DAY), engine.horizon)):
        engine.cash.book(entries.account, entries.time, entries.amount, entries.order)


def _sums(entries: Iterator[Entries], total: dict[str, float], due: bool) -> dict[str, float]:
    for one in entries:
        amount = float(one.amount[np.broadcast_to(one.due, one.amount.shape) == due].sum())
        if amount or one.account in total:
            total[one.account] = total.get(one.account, 0.0) + amount
    return total


def _today(engine: Engine) -> Floats:
    """The edges of two spans: the days that are over, and the day so far."""
    return np.unique([0.0, np.floor(engine.now / DAY) * DAY, engine.now])


def _entries(engine: Engine, days: Floats) -> Iterator[Entries]:
    """Everything by now; what is due at the end of a day is added up between the edges `days`."""
    yield from _customers(engine)
    yield from _compensation(engine)
    yield from _production(engine)
    yield from _transport(engine)
    yield from _by_the_day(engine, days)
    yield from _storage(engine, days)
    yield from _waste(engine)


def _is_over(engine: Engine) -> bool:
    return engine.now >= engine.horizon


def _customers(engine: Engine) -> Iterator[Entries]:
    """Deposits when placed, balances when paid, refunds when refunded."""
    orders = engine.ledger.orders
    deposit = np.zeros(len(orders))
    for name, code in engine.codes.sources.items():
        model = engine.world.shows.get(name)
        if isinstance(model, Show) and model.presale:
            mine = (orders.source == code) & (orders.kind != Kind.PART)
            deposit[mine] = np.minimum(model.presale.deposit, orders.value[mine])
    customers = np.isin(orders.kind, SOLD)
    is_paid, refunded = ~np.isnan(orders.paid), orders.refunded
    if not _is_over(engine):
        returned, when = brought_back(engine)
        refunded = refunded.copy()
        refunded[returned] = when

    def entries(account: str, which: Bools, at: Floats, amount: Floats) -> Entries:
        rows = np.flatnonzero(which)
        return Entries(account, at[rows], amount[rows], rows)

    yield entries("revenue_deposit", customers & (deposit > 0), orders.placed, deposit)
    yield entries("revenue", customers & is_paid & (deposit == 0), orders.paid, orders.value)
    yield entries("revenue_balance", customers & is_paid & (deposit != 0), orders.paid, orders.value - deposit)
    given = np.where(is_paid, orders.value, deposit)
    yield entries("refund", customers & ~np.isnan(refunded), refunded, -given)


def _compensation(engine: Engine) -> Iterator[Entries]:
    """For each paid order that comes after its promise, is given up after it, or has not come by the end."""
    each, orders = engine.world.customers.compensation, engine.ledger.orders
    if each > 0:
        over = np.fmin(np.fmin(orders.cancelled, orders.refunded), orders.returned)
        until = np.where(np.isnan(orders.delivered), over, orders.delivered)
        when = np.fmin(until, engine.now)
        late = np.flatnonzero((orders.kind == Kind.CUSTOMER) & ~np.isnan(orders.paid) & (when > orders.promise))
        due = ~np.isnan(until[late]) | _is_over(engine)
        yield Entries("compensation", when[late], np.full(len(late), -each), late, due)


def _production(engine: Engine) -> Iterator[Entries]:
    """Line hours from setting up to the end of the batch, or to now, those in which the line worked."""
    jobs, capacity = engine.jobs, engine.capacity
    for site, model in engine.world.sites.items():
        for name, line in model.lines.items():
            if line.cost:
                resource = engine.resource(f"{site}.{name}")
                mine, log = jobs.resource == resource, capacity.resource == resource
                worked = _integral(capacity.time[log], capacity.servers[log])
                finished = jobs.finished[mine]
                done = np.fmin(finished, engine.now)
                hours = (worked(done) - worked(jobs.setup[mine])) / HOUR
                yield Entries("production", done, -line.cost * hours, due=~np.isnan(finished) | _is_over(engine))


def _integral(times: Floats, values: Floats) -> Callable[[Floats], Floats]:
    """The integral from the first of `times`, sorted, of the step function that takes `values` at them."""
    area = np.append(0.0, np.cumsum(values[:-1] * np.diff(times)))

    def until(when: Floats) -> Floats:
        step = np.searchsorted(times, when, side="right") - 1
        return np.asarray(area[step] + values[step] * (when - times[step]))

    return until


def _transport(engine: Engine) -> Iterator[Entries]:
    """Trips when they depart: those between sites are line haul, those to customers delivery."""
    pools = [engine.resource(name) for name in engine.world.couriers]
    trips = [engine.trips.columns(), *(pool.trips() for pool in engine.pools)]
    columns = ("resource", "departed", "cost")
    resource, departed, cost = (np.concatenate([table[name] for table in trips]) for name in columns)
    last_mile = np.isin(resource, pools)
    for account, mine in (("line_haul", ~last_mile), ("delivery", last_mile)):
        paid = mine & (cost > 0)
        yield Entries(account, departed[paid], -cost[paid])


def _by_the_day(engine: Engine, days: Floats) -> Iterator[Entries]:
    """Couriers on the payroll and station workers for the hours on duty, capacity kept ready, systems."""
    ends, share = days[1:], np.diff(days) / DAY

    def entries(account: str, per_day: float) -> Entries:
        return Entries(account, ends, -per_day * share, due=_day_is_over(engine, ends))

    for pool in engine.world.couriers.values():
        if pool.wage and pool.full_time:
            yield entries("courier", pool.wage * pool.full_time * _hours(pool.shift))
    for site in engine.world.sites.values():
        for station in site.stations.values():
            if station.wage and station.servers != "unlimited":
                yield entries("warehouse", station.wage * station.servers * _hours(station.open))
    for supplier in engine.world.suppliers.values():
        if supplier.premium:
            yield entries("production_surcharge", supplier.premium)
    if engine.world.costs.technology_per_day:
        yield entries("technology", engine.world.costs.technology_per_day)


def _hours(shift: tuple[float, float] | None) -> float:
    """Hours a day of a daily shift; without one, all day."""
    return 24.0 if shift is None else ((shift[1] - shift[0]) % DAY or DAY) / HOUR


def _day_is_over(engine: Engine, ends: Floats) -> Bools:
    return np.asarray((ends % DAY == 0) | _is_over(engine))


def _storage(engine: Engine, days: Floats) -> Iterator[Entries]:
    """Units on the shelf x time x rate, and interest on their value, between the edges `days`."""
    stock = engine.stock
    moves = stock.moves
    rates = np.array([site.storage_cost / DAY for site in engine.world.sites.values()])
    interest = engine.world.costs.capital_per_year / YEAR
    cost = np.where(np.isnan(stock.lots.cost), 0.0, stock.lots.cost)
    by_day = np.zeros((2, len(days) - 1))
    for side, sign in ((moves.target, 1.0), (moves.source, -1.0)):
        here = side >= 0
        site, qty, time = side[here], sign * moves.qty[here], moves.time[here]
        value = np.stack((qty * rates[site], qty * cost[moves.lot[here]] * interest))
        for day, (low, high) in enumerate(pairwise(days.tolist())):
            by_day[:, day] += value @ np.clip(high - np.maximum(time, low), 0.0, None)
    ends = days[1:]
    for account, amount in zip(("storage", "capital"), by_day, strict=True):
        yield Entries(account, ends, -amount, due=_day_is_over(engine, ends))


def _waste(engine: Engine) -> Iterator[Entries]:
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
    yield Entries("waste", moves.time[gone], -worth)
    yield Entries("material", moves.time[gone], worth)
