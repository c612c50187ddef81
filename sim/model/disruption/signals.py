"""Signals: readings of the running chain that may trigger a plan."""

import numpy as np

from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.outbound.site import Outbound
from sim.schema.scenario import Trigger
from sim.state.stock import Elsewhere


class Signals:
    """Reads the state of the chain now; reading changes nothing."""

    def __init__(self, engine: Engine, sites: list[Outbound]) -> None:
        self._engine, self._sites = engine, sites

    def crossed(self, when: Trigger) -> bool:
        """Whether the signal has reached the value that triggers."""
        value = {"cover": self.cover, "backlog": self.backlog, "queue": self.queue}[when.signal or ""](when.of or "")
        if when.below is not None:
            return value <= when.below
        return when.above is not None and value >= when.above

    def cover(self, item: str) -> float:
        """Minutes for which the goods on all shelves last at the usage of the last seven days (inf = none)."""
        engine = self._engine
        sku = engine.codes.items[item]
        for point in engine.points:
            point.sync()
        on_hand = float(engine.stock.on_hand[:, sku].sum())
        rate = self._usage(sku)
        return on_hand / rate if rate > 0 else float("inf")

    def _usage(self, sku: int) -> float:
        """Units a minute that leave the shelves: what was picked or used in the last seven days."""
        moves, now = self._engine.stock.moves, self._engine.now
        since = max(now - 7 * DAY, 0.0)
        if now <= since:
            return 0.0
        gone = np.isin(moves.target, (int(Elsewhere.CUSTOMER), int(Elsewhere.PRODUCTION)))
        out = (moves.sku == sku) & gone & (moves.time > since)
        return float(moves.qty[out].sum()) / (now - since)

    def backlog(self, site: str) -> float:
        """Units that customers and other sites wait for at a site (`*` or nothing: everywhere)."""
        engine = self._engine
        codes = engine.site_codes([site or "*"])
        for code in codes:
            engine.points[code].sync()
        return float(np.sum(engine.stock.backlog[codes, : engine.codes.products]))

    def queue(self, place: str) -> float:
        """Orders that wait at a station, `site.station`."""
        site, _, station = place.partition(".")
        return float(self._sites[self._engine.codes.sites[site]].queue(station))
