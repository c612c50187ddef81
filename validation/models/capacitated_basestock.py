"""A factory with so much capacity a period: what is asked in a period is made at its end, as far as that goes."""

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, stable
from validation.measures.inventory import shelves
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.network import MAKER, collected, maker, rule
from validation.worlds.single_site import by_period, items
from validation.worlds.world import SITE, minutes, world

REPLICATIONS, SIDE_BY_SIDE, PERIODS = 20, 20, 400
RUN_IN = 10.0


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: mean, capacity, S, perhaps N (how far a calculation goes, which does not matter here).

    A period is a minute. Its demand comes at its middle; at its end what the maker has made of what is owed to the
    factory is there. Items side by side have nothing in common but the clock.
    """
    inputs.only("mean", "capacity", "S", "N")
    mean, capacity, level = inputs.number("mean", above=0), inputs.whole("capacity", least=1), inputs.whole("S")
    stable(mean / capacity)
    names = items(SIDE_BY_SIDE)
    replications, periods = length.at_most(REPLICATIONS, PERIODS)
    # the shortfall forgets its beginning in about variance / drift^2 periods
    begin = float(np.ceil(RUN_IN * (1 + mean / (capacity - mean) ** 2)))
    end = begin + periods

    def observe(record: Record) -> dict[str, float]:
        # stock at the very end of a period, when what was made in it is there
        times = np.arange(begin + 1, end + 1) + 0.25
        net = np.concatenate([goods.net.at(times) for goods in shelves(record, SITE)])
        return {
            "mean_shortfall": float(np.mean(level - net)),
            "backorders": float(np.mean(np.maximum(-net, 0.0))),
            "on_hand": float(np.mean(np.maximum(net, 0.0))),
            "P_no_backorder": float(np.mean(net >= 0)),
        }

    site = {"kind": "factory", "opening": dict.fromkeys(names, float(level))}
    return Translation(
        world(
            {SITE: site},
            end + 1,
            **collected(SITE),
            products={name: {"price": 1} for name in names},
            suppliers=maker(0.0, *names, capacity=f"{capacity}/min", every=minutes(1)),
            replenishment=[rule(SITE, MAKER, {"kind": "base_stock", "level": level}, "*")],
            regular=by_period(names, {"poisson": {"mean": mean}}, first=0.5),
        ),
        observe,
        {name: Mean(name) for name in ("mean_shortfall", "backorders", "on_hand", "P_no_backorder")},
        replications,
    )
