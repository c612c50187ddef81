"""The resilience triangle: service drops and recovers along a line or an exponential; the lost area."""

import numpy as np

from sim.instants import HOUR
from sim.kpi.curves import loss_area
from sim.kpi.resilience import fulfilment_curve
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_history
from validation.translation import Translation, played
from validation.worlds.world import ITEM, PLACE, SITE, Tree, minutes, per_minute, world

LOST, MOST = 400, 30_000
"""Lost orders that are aimed at; orders in a run, at most."""
RECOVERED = 9.0
"""Time constants in a run: one part in eight thousand of the drop is then left."""
SHORTEST = 1e-6
"""Duration of a shock that only recovers, minutes."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: drop, duration, recovery, shape (linear or exponential), horizon.

    Service is the share of orders that a shop fills at once: it holds hardly any stock, and the capacity of its
    supplier, which equals the demand, falls to 1 - drop.
    """
    del length
    drop, lasts = inputs.share("drop"), inputs.number("duration", least=0)
    shape = inputs.word("shape", ("linear", "exponential"))
    recovery, horizon = inputs.number("recovery", least=0), inputs.number("horizon", above=0)
    if lasts + recovery <= 0:
        raise UnfitError("inputs.duration and inputs.recovery are both 0: nothing happens")
    end = max(horizon, lasts + recovery * (RECOVERED if shape == "exponential" else 1.0))
    area = drop * (lasts + recovery * (0.5 if shape == "linear" else 1.0))
    gap = max(area / LOST, end / MOST) if area > 0 else end / LOST
    end += 2 * gap

    def observe(record: Record) -> dict[str, float]:
        hours, served = fulfilment_curve(record, window=2 * gap, step=2 * gap, fewest=1)
        return {
            "lost_area": loss_area(hours, served, np.ones(len(served))) * HOUR,
            "mean_service_over_horizon": stock_history(record, SITE, ITEM).demand.between(0.0, horizon).fill_rate(),
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
    scenario = {"title": "Service falls", "shocks": [{**cut, "for": minutes(max(lasts, SHORTEST)), **back}]}
    outputs = played(("lost_area", "mean_service_over_horizon"))
    return Translation(tree, observe, outputs, 1, scenario)
