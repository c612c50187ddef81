"""Money: revenue, costs by category, contribution, and how low the cash falls. Yuan."""

import numpy as np

from sim.kpi.counted import is_in_hand, share
from sim.kpi.registry import kpi
from sim.results.accounts import ACCOUNTS, INCOME, REFUND
from sim.results.columns import distinct
from sim.results.record import Record
from sim.state.ledger import SOLD, Kind

SOURCE = "docs/measures.md#money"


def booked(record: Record) -> dict[str, float]:
    """Sum of every account within the run, yuan, positive = in; an account that nobody used is 0."""
    cash = record.cash
    within = cash["time"] <= record.horizon
    names, which = distinct(cash["account"][within])
    sums = np.bincount(which, cash["amount"][within], len(names))
    return dict.fromkeys(ACCOUNTS, 0.0) | dict(zip(names, sums.tolist(), strict=True))


def costs(record: Record) -> dict[str, float]:
    """What was paid on every account that is neither income nor refund, yuan: the known categories, then any other."""
    return {account: 0.0 - amount for account, amount in booked(record).items() if account not in (*INCOME, REFUND)}


@kpi(
    unit="yuan/order", better="lower", title_zh="单均成本（分类）", title_en="Cost per order by category",
    source=SOURCE, by="category",
)  # fmt: skip
def cost_per_order_by_category(record: Record) -> dict[str, float]:
    """What was paid on each cost account / customers' orders delivered within the run."""
    delivered = is_in_hand(record).sum()
    return {category: share(amount, delivered) for category, amount in costs(record).items()}


@kpi(unit="yuan/order", better="lower", title_zh="单均成本", title_en="Cost per order", source=SOURCE)
def cost_per_order(record: Record) -> float:
    """All costs within the run / customers' orders delivered within the run."""
    return share(total_cost(record), is_in_hand(record).sum())


@kpi(unit="yuan", better="lower", title_zh="总成本", title_en="Total cost", source=SOURCE)
def total_cost(record: Record) -> float:
    """What was paid on all cost accounts within the run; refunds lower the revenue instead."""
    return sum(costs(record).values())


@kpi(unit="yuan", better="higher", title_zh="收入", title_en="Revenue", source=SOURCE)
def revenue(record: Record) -> float:
    """Deposits, balances and full payments received, less refunds."""
    sums = booked(record)
    return sum(sums[account] for account in (*INCOME, REFUND))


@kpi(unit="yuan", better="higher", title_zh="贡献毛利", title_en="Contribution", source=SOURCE)
def contribution(record: Record) -> float:
    """Revenue less total cost."""
    return float(revenue(record) - total_cost(record))


def margin_in_hand(record: Record) -> float:
    """What customers got and kept is worth, less what went into it, yuan; when money changed hands does not matter.

    Price of the customers' orders delivered within the run and not paid back in it, less the cost of the lots that were
    picked for them, for those paid back and for exchanges.
    """
    orders, picks = record.orders, record.picks
    arrived = orders["delivered"] <= record.horizon
    kept = arrived & np.isin(orders["kind"], SOLD) & ~(orders["refunded"] <= record.horizon)
    gone = (arrived & (orders["kind"] != Kind.REPLENISHMENT))[record.lines["order"]][picks["line"]]
    spent = (picks["qty"] * record.lots["cost"][picks["lot"]])[gone]
    return float(orders["value"][kept].sum() - spent.sum())


@kpi(unit="yuan", better="lower", title_zh="损失的贡献毛利", title_en="Lost contribution", source=SOURCE)
def lost_contribution(record: Record, twin: Record) -> float:
    """Margin of what customers got in the unshocked twin (price less material cost of the goods), less that here."""
    return margin_in_hand(twin) - margin_in_hand(record)


@kpi(unit="yuan", better="higher", title_zh="现金最低点", title_en="Cash low point", source=SOURCE)
def cash_low_point(record: Record) -> float:
    """Lowest balance of the cash book within the run, which starts at 0; what is booked at one instant is one sum."""
    cash = record.cash
    within = cash["time"] <= record.horizon
    times, which = np.unique(cash["time"][within], return_inverse=True)
    balance = np.cumsum(np.bincount(which, cash["amount"][within], len(times))) if len(times) else np.empty(0)
    return float(min(balance.min(initial=0.0), 0.0))
