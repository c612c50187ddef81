"""Order routing: passes the orders of sites on to lines, other sites and suppliers, and routes them anew for plans."""

from collections.abc import Sequence

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.site_stock import SiteStock
from sim.model.supply.factory import Factory
from sim.model.supply.lane import LaneProcess
from sim.model.supply.source_selection import SourceSelection
from sim.model.supply.supplier import SupplierProcess
from sim.model.supply.transfer_orders import TransferOrders
from sim.schema.sourcing import Origin
from sim.tolerance import SAME_UNITS


class OrderRouting:
    """Every order of a site passes through `order`."""

    def __init__(
        self,
        engine: Engine,
        sources: SourceSelection,
        transfers: TransferOrders,
        factories: dict[str, Factory],
        lanes: dict[tuple[str, str], LaneProcess],
        suppliers: dict[str, SupplierProcess],
    ) -> None:
        self.engine, self._sources, self._transfers = engine, sources, transfers
        self._factories, self._lanes, self._suppliers = factories, lanes, suppliers

    def order(self, site: str, items: Ints, units: Floats, source: str | None = None) -> None:
        """Send an order of a site to `source`, or to the sources of its items; it is on order from now on.

        A supplier that is named as `source` and not active refuses the order; the trace notes it.
        """
        engine = self.engine
        if source in self._suppliers and not self._suppliers[source].active:
            names = [engine.codes.item_names[sku] for sku in items.tolist()]
            refused = dict(zip(names, units.tolist(), strict=True))
            engine.trace.add(engine.now, "order_refused", site, supplier=source, units=refused)
            return
        code = engine.codes.sites[site]
        engine.stock.on_order[code, items] += units
        engine.requests.append(len(items), time=engine.now, site=code, sku=items, units=units)
        self._send(site, items, units, source)

    def _send(self, site: str, items: Ints, units: Floats, source: str | None = None) -> None:
        """Pass on what is on order already; items from the same site go into one transfer order."""
        point = self._point(site)
        transfers: dict[str, list[tuple[int, float]]] = {}
        for sku, wanted in zip(items.tolist(), units.tolist(), strict=True):
            if source in self._suppliers:
                self._suppliers[source].order(point, sku, wanted)
                continue
            item = self.engine.codes.item_names[sku]
            origins = [(Origin("lane", source), wanted)] if source else self._sources.divide(site, item, wanted)
            for origin, part in origins:
                if origin.by == "line":
                    self._factories[site].order(sku, part)
                elif origin.by == "lane":
                    transfers.setdefault(origin.name, []).append((sku, part))
                elif self._sources.has_policy(site, item):
                    self._suppliers[origin.name].order(point, sku, part)
                else:
                    self._buy(point, sku, part)
        for start, rows in transfers.items():
            skus, parts = (np.array(column) for column in zip(*rows, strict=True))
            self._transfers.place(self._lanes[start, site], skus, parts)

    def _buy(self, point: SiteStock, sku: int, units: float) -> None:
        """From the supplier that the rule names or an activated backup, whichever is quickest; else from any."""
        item = self.engine.codes.item_names[sku]
        eligible = [self._suppliers[name] for name in self._sources.eligible_suppliers(point.name, item)]
        active = [supplier for supplier in eligible if supplier.active]
        active = active or [s for s in map(self._suppliers.__getitem__, self._sources.suppliers(item)) if s.active]
        min(active, key=lambda supplier: supplier.expected(sku)).order(point, sku, units)

    def _point(self, site: str) -> SiteStock:
        return self.engine.points[self.engine.codes.sites[site]]

    # --- what plans change

    def activate_supplier(self, name: str, surcharge: float) -> None:
        """Activate a backup supplier; what the others have not begun of its items is ordered anew."""
        self._suppliers[name].activate(surcharge)
        for item, sku in self.engine.codes.items.items():
            listed = self._sources.suppliers(item)
            if name not in listed:
                continue
            open_orders = [(other, order) for other in listed for order in self._suppliers[other].withdraw(sku)]
            for other, order in open_orders:
                if self._sources.has_policy(order.point.name, item):
                    self._sources.take_back(order.point.name, item, other, order.units)
                    self._send(order.point.name, np.array([sku]), np.array([order.units]))
                else:
                    self._buy(order.point, sku, order.units)

    def switch_source(self, sites: Sequence[str], source: str | None) -> None:
        """Sites order what `source` carries from there from now on, also what has not left their old source.

        None = back to the usual source. What is on the road still comes in either case.
        """
        for site in sites:
            self._sources.switch(site, source)
            if source is not None:
                carried = [sku for item, sku in self.engine.codes.items.items() if self._sources.carries(source, item)]
                self._reorder(site, self._transfers.lines_to(site, source, carried))

    def _reorder(self, site: str, lines: Ints) -> None:
        """Cancel lines as far as they are not on the road, and order what they lacked anew."""
        engine, ledger = self.engine, self.engine.ledger.lines
        back = np.zeros(len(engine.codes.items))
        lanes = [lane for lane in self._lanes.values() if lane.destination == site]
        for gone, units in self._transfers.withdraw(lines, lanes):
            for line, sku, amount in zip(gone.tolist(), ledger.sku[gone].tolist(), units.tolist(), strict=True):
                origin = self._transfers.lane(int(ledger.order[line])).origin
                self._sources.take_back(site, engine.codes.item_names[sku], origin, amount)
            back += np.bincount(ledger.sku[gone], units, minlength=len(back))
        items = np.flatnonzero(back > SAME_UNITS)
        code = engine.codes.sites[site]
        engine.stock.on_order[code] -= back
        engine.requests.append(len(items), time=engine.now, site=code, sku=items, units=-back[items])
        if len(items):
            self.order(site, items, back[items])
