"""(r, Q): when the inventory position falls to r, Q units are ordered; Poisson demand unit by unit, backorders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.families.continuous_review import long_run
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import minutes


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, lead_time, r, Q, and for the cost K, holding, stockout."""
    inputs.only("lam", "lead_time", "r", "Q", "K", "holding", "stockout")
    rate, lead = inputs.number("lam", above=0), inputs.number("lead_time", least=0)
    point, quantity = int(inputs.number("r")), inputs.whole("Q", least=1)
    if point != inputs.number("r") or point + quantity < 0:
        raise UnfitError(f"inputs.r is {inputs.number('r'):g}; a whole number of at least -Q is needed")
    policy = {"kind": "fixed_quantity", "reorder_point": point, "quantity": quantity}
    measures = ("fill_rate", "backorders", "on_hand", "order_rate")
    made = long_run(length, rate, policy, minutes(lead), lead, point + quantity, measures)
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

    return replace(made, observe=observe, report={**made.report, "cost": Mean("cost")})
