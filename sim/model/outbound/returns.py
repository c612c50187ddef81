"""Returns: some customers send goods back; what can be sold again goes onto the shelf, the rest is destroyed."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.outbound.site import Outbound
from sim.state.ledger import SOLD, Status
from sim.state.stock import Elsewhere, Why


def handed_back_at(engine: Engine, orders: Ints) -> Floats:
    """When the customers of delivered orders hand the goods back, minutes; inf = they keep them."""
    model, ledger, streams = engine.world.customers.returns, engine.ledger.orders, engine.streams
    when = np.full(len(orders), np.inf)
    back = np.flatnonzero(streams.uniforms("returns", ledger.key[orders]) < model.share)
    after = model.after.quantile(streams.uniforms("returns when", ledger.key[orders[back]]))
    when[back] = ledger.delivered[orders[back]] + after
    return when


def brought_back(engine: Engine) -> tuple[Ints, Floats]:
    """Orders that customers have handed back by now and the desk takes in when it opens next, and when they were.

    After the last opening of a run nothing is taken in any more.
    """
    orders, model = engine.ledger.orders, engine.world.customers.returns
    opens = np.floor(engine.now / DAY) * DAY + DAY
    if model.share <= 0 or opens >= engine.horizon:
        return np.empty(0, np.int64), np.empty(0)
    delivered = np.flatnonzero((orders.status == Status.DELIVERED) & np.isin(orders.kind, SOLD))
    when = handed_back_at(engine, delivered)
    return delivered[when <= engine.now], when[when <= engine.now]


class ReturnsDesk:
    """Opens once a day and takes in what has come back since yesterday."""

    def __init__(self, engine: Engine, sites: list[Outbound]) -> None:
        self.engine, self._sites, self._model = engine, sites, engine.world.customers.returns
        self._known = np.zeros(0, dtype=bool)

    def start(self) -> None:
        """Begin to take in, where any goods come back at all."""
        if self._model.share > 0:
            self.engine.env.process(self._days())

    def _days(self) -> Process:
        engine = self.engine
        while True:
            yield engine.env.timeout(DAY)
            for site in self._sites:
                site.advance()
            self._take_in()

    def _take_in(self) -> None:
        engine = self.engine
        orders = engine.ledger.orders
        known = np.zeros(len(orders), dtype=bool)
        known[: len(self._known)] = self._known
        fresh = np.flatnonzero(~known & (orders.status == Status.DELIVERED) & np.isin(orders.kind, SOLD))
        when = handed_back_at(engine, fresh)
        due = when <= engine.now
        known[fresh[due | (when == np.inf)]] = True
        self._known = known
        back, at = fresh[due], when[due]
        self._put_away(back)
        orders.returned[back] = orders.refunded[back] = at
        orders.status[back] = Status.RETURNED

    def _put_away(self, orders: Ints) -> None:
        engine, stock = self.engine, self.engine.stock
        rows = np.flatnonzero(np.isin(engine.ledger.lines.order[stock.picks.line], orders))
        lots, units, sites = stock.picks.lot[rows], stock.picks.qty[rows], stock.picks.site[rows]
        keys = engine.ledger.orders.key[engine.ledger.lines.order[stock.picks.line[rows]]]
        kept = engine.streams.uniforms("restocked", keys) < self._model.restocked
        away, gone = int(Elsewhere.CUSTOMER), int(Elsewhere.DESTROYED)
        stock.move(engine.now, away, gone, stock.lots.sku[lots[~kept]], lots[~kept], units[~kept], Why.DESTROYED)
        for site in np.unique(sites[kept]).tolist():
            mine = kept & (sites == site)
            engine.points[site].receive(lots[mine], units[mine], away, Why.RETURNED)
