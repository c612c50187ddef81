"""Echelon inventory position: the position of a site and of all sites that it supplies, added up."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.supply.source_selection import SourceSelection


def echelon_position(engine: Engine, sources: SourceSelection, site: str, items: Ints) -> Floats:
    """On hand + on order - backlog of items at a site and all sites downstream of it at present, shape (items,)."""
    stock, total = engine.stock, np.zeros(len(items))
    for row, sku in enumerate(items.tolist()):
        for name in sources.supplied_from(site, engine.codes.item_names[sku]):
            point = engine.points[engine.codes.sites[name]]
            point.sync()
            here = point.site, sku
            total[row] += stock.on_hand[here] + stock.on_order[here] - stock.backlog[here]
    return total
