"""Returns: some customers send goods back; what can be sold again goes onto the shelf, the rest is destroyed."""

import numpy as np

from sim.arrays import Ints
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.labour import Process
from sim.model.outbound.site import Outbound
from sim.state.ledger import SOLD, Status
from sim.state.stock import Elsewhere


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
        engine, model = self.engine, self._model
        orders = engine.ledger.orders
        known = np.zeros(len(orders), dtype=bool)
        known[: len(self._known)] = self._known
        fresh = np.flatnonzero(~known & (orders.status == Status.DELIVERED) & np.isin(orders.kind, SOLD))
        luck = engine.streams.uniforms("returns", orders.key[fresh])
        coming = luck < model.share
        known[fresh[~coming]] = True
        back = fresh[coming]
        when = orders.delivered[back] + model.after.quantile(engine.streams.uniforms("returns when", orders.key[back]))
        due = when <= engine.now
        known[back[due]] = True
        self._known = known
        self._put_away(back[due])
        orders.returned[back[due]] = when[due]
        orders.refunded[back[due]] = when[due]
        orders.status[back[due]] = Status.RETURNED

    def _put_away(self, orders: Ints) -> None:
        engine, stock = self.engine, self.engine.stock
        rows = np.flatnonzero(np.isin(engine.ledger.lines.order[stock.picks.line], orders))
        lots, units, sites = stock.picks.lot[rows], stock.picks.qty[rows], stock.picks.site[rows]
        keys = engine.ledger.orders.key[engine.ledger.lines.order[stock.picks.line[rows]]]
        kept = engine.streams.uniforms("restocked", keys) < self._model.restocked
        away, gone = int(Elsewhere.CUSTOMER), int(Elsewhere.DESTROYED)
        stock.move(engine.now, away, gone, stock.lots.sku[lots[~kept]], lots[~kept], units[~kept], "destroyed")
        for site in np.unique(sites[kept]).tolist():
            mine = kept & (sites == site)
            engine.points[site].receive(lots[mine], units[mine], away, "returned")
