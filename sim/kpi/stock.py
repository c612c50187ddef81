"""Stock: how often goods are there when wanted, what is open, how much lies about, and what is wasted."""

import numpy as np

from sim.arrays import Bools, Floats
from sim.instants import DAY
from sim.kpi.counted import INSTANT, delivered_at, exchanged_at, is_customer, parts_of, share
from sim.kpi.registry import kpi
from sim.kpi.steps import Steps, count_between, from_changes
from sim.results.record import Record
from sim.state.ledger import Exit
from sim.state.stock import Elsewhere, Why

SOURCE = "docs/measures.md#stock"
MONTH = 30.0
WASTED = (Elsewhere.EXPIRED, Elsewhere.DESTROYED, Elsewhere.QUARANTINE)


def served_at_once(record: Record) -> tuple[Floats, Floats]:
    """Units asked and units served at once of every line that was to be served from stock, shapes (such lines,) both.

    To be served from stock: a customer's line of an order outside any group that was placed, paid and released in one
    instant, or was lost for want of stock. A pre-sale, whose balance comes later, and a group's order are made to
    order even when they are released the moment they are paid. At once: drawn at that very moment (for a site that
    keeps no lots: allocated then).
    """
    orders, lines, picks = record.orders, record.lines, record.picks
    spot = is_customer(record) & (orders["placed"] <= record.horizon)
    spot &= (orders["group"] < 0) & ~(orders["paid"] > orders["placed"] + INSTANT)
    spot &= (orders["released"] <= orders["paid"] + INSTANT) | (orders["exit"] == Exit.LOST_SALE)
    asked = np.fmax(np.fmax(orders["placed"], orders["paid"]), orders["released"])[lines["order"]] + INSTANT
    in_time = picks["time"] <= asked[picks["line"]]
    drawn = np.bincount(picks["line"][in_time], picks["qty"][in_time], len(lines["qty"]))
    traced = np.bincount(picks["line"], minlength=len(lines["qty"])) > 0
    served = np.where(traced, drawn, np.where(lines["allocated"] <= asked, lines["qty"], 0.0))
    wanted = spot[lines["order"]]
    if not len(parts := parts_of(record)):
        return lines["qty"][wanted], served[wanted]
    # a line of which a part was sent ahead, or cancelled, is the line that it was
    root = np.arange(record.rows("orders"))
    root[parts] = orders["replaces"][parts]
    owner = root[lines["order"]]
    mine = spot[owner]
    _, line = np.unique(np.stack((owner[mine], lines["sku"][mine])), axis=1, return_inverse=True)
    asked_units, at_once = (np.bincount(line.ravel(), column[mine]) for column in (lines["qty"], served))
    return asked_units.astype(np.float64), at_once.astype(np.float64)


@kpi(unit="share", better="higher", title_zh="现货满足率", title_en="Fill rate", source=SOURCE)
def fill_rate(record: Record) -> float:
    """Units served at once from stock / units asked from stock, over customers' lines that are not made to order."""
    asked, served = served_at_once(record)
    return share(served.sum(), asked.sum())


@kpi(unit="share", better="lower", title_zh="缺货率", title_en="Stock-out rate", source=SOURCE)
def stock_out_rate(record: Record) -> float:
    """Customers' lines that found less on the shelf than they asked for / lines asked from stock."""
    asked, served = served_at_once(record)
    return share((served < asked - INSTANT).sum(), len(asked))


def backlog(record: Record) -> Steps:
    """Customers' orders paid in full and neither in hand nor cancelled nor paid back, over time.

    One that a recall stopped on its way is in hand when its exchange is.
    """
    orders, mine = record.orders, is_customer(record)
    in_hand = np.fmin(delivered_at(record), exchanged_at(record))
    gone = np.fmin(np.fmin(in_hand, orders["cancelled"]), orders["refunded"])
    return count_between(orders["paid"][mine], gone[mine])


@kpi(unit="orders", better="lower", title_zh="期末积压", title_en="Backlog at the end", source=SOURCE)
def backlog_end(record: Record) -> float:
    """Orders paid in full and neither in hand nor cancelled nor paid back at the end of the run."""
    return float(backlog(record).at(np.array([record.horizon]))[0])


@kpi(unit="orders", better="lower", title_zh="积压峰值", title_en="Peak backlog", source=SOURCE)
def backlog_peak(record: Record) -> float:
    """Most orders that were at any instant paid in full and neither in hand nor cancelled nor paid back."""
    steps = backlog(record)
    return float(steps.values[steps.times <= record.horizon].max(initial=0.0))


@kpi(unit="days", better="lower", title_zh="库存天数", title_en="Inventory days", source=SOURCE)
def inventory_days(record: Record) -> float:
    """Mean stock of finished goods at all sites / units sold a day; NaN when nothing was sold."""
    return share(_mean_stock(record) * record.horizon / DAY, _sold(record))


@kpi(unit="times", better="higher", title_zh="月周转次数", title_en="Turns a month", source=SOURCE)
def turns(record: Record) -> float:
    """Units sold in 30 days / mean stock of finished goods at all sites."""
    return share(_sold(record) * MONTH, _mean_stock(record) * record.horizon / DAY)


@kpi(unit="share", better="lower", title_zh="损耗率", title_en="Waste", source=SOURCE)
def waste_share(record: Record) -> float:
    """Finished goods wasted / finished goods wasted or sold for good, in units.

    Wasted: expired, destroyed or put in quarantine, on the shelf or after a customer handed them back (those were not
    sold for good). The same goods in yuan are on the account `waste`, with materials that spoiled. What a factory
    rejects (`jobs.bad`) never became goods and is no waste here.
    """
    moves = record.moves
    lost = _finished(record) & np.isin(moves["target"], WASTED)
    wasted = float(moves["qty"][lost].sum())
    handed_back = float(moves["qty"][lost & (moves["source"] == Elsewhere.CUSTOMER)].sum())
    return share(wasted, wasted + _sold(record) - handed_back)


def _finished(record: Record) -> Bools:
    """Movements within the run of what is sold, not of materials. Shape (moves,)."""
    skus, products = record.names.get("sku", ()), set(record.names.get("product", ()))
    sold = np.array([not products or name in products for name in skus], dtype=np.bool_)
    return np.asarray(sold[record.moves["sku"]] & (record.moves["time"] <= record.horizon))


def _sold(record: Record) -> float:
    """Finished units that went to customers, less what was put back on the shelf."""
    moves, finished = record.moves, _finished(record)
    out = finished & (moves["target"] == Elsewhere.CUSTOMER)
    back = finished & (moves["source"] == Elsewhere.CUSTOMER) & (moves["why"] == Why.PUT_BACK)
    return float(moves["qty"][out].sum() - moves["qty"][back].sum())


def _mean_stock(record: Record) -> float:
    """Time average of finished units lying at all sites."""
    moves, finished = record.moves, _finished(record)
    change = ((moves["target"] >= 0).astype(np.float64) - (moves["source"] >= 0)) * moves["qty"]
    return from_changes(moves["time"][finished], change[finished]).mean(0.0, record.horizon)
