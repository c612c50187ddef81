"""Service falls, stays low and comes back along a line or an exponential: the area that is lost."""

import numpy as np

from sim.instants import HOUR
from sim.kpi.curves import loss_area
from sim.kpi.resilience import fulfilment_curve
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import shelf
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import ITEM, PLACE, SITE, Tree, minutes, per_minute, world

LOST, MOST = 400, 30_000
"""Orders that should be lost; orders in a run, at most."""
FADED = 9.0
"""Time constants after which one part in eight thousand of the drop is left."""
MOMENT = 1e-6


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: drop, duration, recovery, shape (linear or exponential), horizon.

    Service is the share of orders that a shop can fill at once: its shelf lives from hand to mouth, and the supplier
    who makes just what is sold falls to 1 - drop.
    """
    del length
    drop, lasts = inputs.share("drop"), inputs.number("duration", least=0)
    shape = inputs.word("shape", ("linear", "exponential"))
    recovery, horizon = inputs.number("recovery", least=0), inputs.number("horizon", above=0)
    if lasts + recovery <= 0:
        raise UnfitError("inputs.duration and inputs.recovery are both 0: nothing happens")
    end = max(horizon, lasts + recovery * (FADED if shape == "exponential" else 1.0))
    area = drop * (lasts + recovery * (0.5 if shape == "linear" else 1.0))
    gap = max(area / LOST, end / MOST) if area > 0 else end / LOST
    end += 2 * gap

    def observe(record: Record) -> dict[str, float]:
        hours, served = fulfilment_curve(record, window=2 * gap, step=2 * gap, fewest=1)
        return {
            "lost_area": loss_area(hours, served, np.ones(len(served))) * HOUR,
            "mean_service_over_horizon": shelf(record, SITE, ITEM).wanted.between(0.0, horizon).fill_rate(),
        }

    tree = world(
        {SITE: {"kind": "front_point", "unmet": "lost", "opening": {ITEM: 2}}},
        end,
        suppliers={"maker": {"lead": "0min", "capacity": per_minute(1 / gap), "supplies": [ITEM]}},
        replenishment=[{"at": SITE, "items": [ITEM], "from": "maker", "policy": {"kind": "base_stock", "level": 2}}],
        regular={
            "orders": {
                "arrives": {"kind": "steady", "rate": per_minute(1 / gap)},
                "evenly": True,
                "promise": "0min",
                "pickup": 1.0,
            }
        },
        communities={PLACE: {"picks_up_at": SITE}},
        customers={"pickup_after": "0min"},
    )
    back = {"back": {"over": minutes(recovery), "shape": shape}} if recovery > 0 else {}
    cut: Tree = {"kind": "hold", "lever": "supply", "where": "maker", "factor": 1 - drop, "from": "d0 00:00"}
    scenario = {"title": "Service falls", "shocks": [{**cut, "for": minutes(max(lasts, MOMENT)), **back}]}
    report = {name: Mean(name) for name in ("lost_area", "mean_service_over_horizon")}
    return Translation(tree, observe, report, 1, scenario)
