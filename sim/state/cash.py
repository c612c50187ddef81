"""Cash: dated amounts by account; positive comes in, negative goes out, yuan."""

from typing import Any

import numpy as np

from sim.arrays import Ints
from sim.state import columns
from sim.state.columns import TableColumns
from sim.state.table import Table

CASH: TableColumns = {
    "time": columns.time("booked"),
    "account": columns.text("category (`sim.results.accounts`)"),
    "amount": columns.number("positive comes in", "yuan"),
    "order": columns.row("orders", "the order concerned"),
}
_ACCOUNT = columns.name("account", "category", "i2")


class Cash:
    """Amounts are booked in blocks; `order` ties an amount to an order where there is one (-1 = none)."""

    def __init__(self) -> None:
        self.accounts: list[str] = []
        self.table = Table.of({**CASH, "account": _ACCOUNT})

    def book(self, account: str, time: Any, amount: Any, order: Ints | int = -1) -> None:
        """Book `amount` (yuan; array or number) at `time` (minutes) on `account`."""
        if account not in self.accounts:
            self.accounts.append(account)
        count = np.broadcast(np.asarray(time), np.asarray(amount), np.asarray(order)).size
        self.table.append(count, time=time, account=self.accounts.index(account), amount=amount, order=order)
