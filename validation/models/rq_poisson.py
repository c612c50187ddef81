"""(r, Q) under continuous review: Q units are ordered at position r; Poisson demand of unit size, backorders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.families.continuous_review import continuous_review
from validation.translation import Translation, played
from validation.worlds.world import minutes


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, lead_time, r, Q, and for the cost K, holding, stockout."""
    inputs.only("lam", "lead_time", "r", "Q", "K", "holding", "stockout")
    rate, lead = inputs.number("lam", above=0), inputs.number("lead_time", least=0)
    point, quantity = int(inputs.number("r")), inputs.whole("Q", least=1)
    if point != inputs.number("r") or point + quantity < 0:
        raise UnfitError(f"inputs.r is {inputs.number('r'):g}; a whole number of at least -Q is needed")
    policy = {"kind": "fixed_quantity", "reorder_point": point, "quantity": quantity}
    measures = ("fill_rate", "backorders", "on_hand", "order_rate")
    made = continuous_review(length, rate, policy, minutes(lead), lead, point + quantity, measures)
    if "K" not in inputs:
        return made
    price = {
        "order_rate": inputs.number("K", least=0),
        "on_hand": inputs.number("holding", least=0),
        "backorders": inputs.number("stockout", least=0),
    }

    def observe(record: Record) -> Mapping[str, Any]:
        found = made.observe(record)
        return {**found, "cost": sum(each * found[name] for name, each in price.items())}

    return replace(made, observe=observe, outputs={**made.outputs, **played(["cost"])})
