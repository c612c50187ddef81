"""Stock that is watched all the time: one item, customers who want one unit each, long runs, averages over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.kpi.counted import share
from sim.results.record import Record
from validation.cases.case import Length
from validation.measures.inventory import Shelf, shelf
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.single_site import by_unit, items, orders_per_period, store
from validation.worlds.world import SITE, Tree

SIZE, REPLICATIONS, WARM_UP = 5_000, 8, 20.0
Measure = Callable[[Shelf, float, float], float]


def lost_share(shelf: Shelf, begin: float, end: float) -> float:
    """Units lost / units wanted."""
    came = shelf.wanted.between(begin, end)
    return share(came.lost_units(), float(came.units.sum()))


MEASURES: Mapping[str, Measure] = {
    "fill_rate": lambda shelf, begin, end: shelf.wanted.between(begin, end).fill_rate(),
    "lost_fraction": lost_share,
    "mean_customer_wait": lambda shelf, begin, end: shelf.wanted.between(begin, end).mean_wait(),
    "backorders": lambda shelf, begin, end: shelf.owed.mean(begin, end),
    "on_hand": lambda shelf, begin, end: shelf.on_hand.mean(begin, end),
    "on_order": lambda shelf, begin, end: shelf.on_order.mean(begin, end),
    "order_rate": orders_per_period,
}


def long_run(
    length: Length,
    rate: float,
    policy: Tree,
    lead: Any,
    mean: float,
    opening: float,
    outputs: Sequence[str],
    **site: Any,
) -> Translation:
    """Poisson demand at `rate` against one item under a policy; the outputs among `MEASURES`, after a warm-up.

    `mean`: the mean lead time. The run goes on for a few lead times after what is counted, so that who came late in it
    is served as well.
    """
    size = min(length.size or SIZE, SIZE)
    begin = WARM_UP * mean
    end = begin + size / rate
    (name,) = items(1)

    def observe(record: Record) -> Mapping[str, Any]:
        here = shelf(record, SITE, name)
        return {output: MEASURES[output](here, begin, end) for output in outputs}

    horizon = end + WARM_UP * mean + 1 / rate
    return Translation(
        store([name], horizon, by_unit([name], rate, horizon), policy, lead, opening, **site),
        observe,
        {output: Mean(output) for output in outputs},
        REPLICATIONS if size == SIZE else length.replications or REPLICATIONS,
    )
