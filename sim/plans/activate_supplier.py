"""Switch on a backup supplier."""

from typing import Literal

from pydantic import Field

from sim.plans import Action, Process
from sim.state.control import Control


class ActivateSupplier(Action):
    """A supplier that was declared `active: false` begins to take orders, at a surcharge.

    Rows S7, X9 of docs/scenarios.md.
    """

    undone_at_end = False

    kind: Literal["activate_supplier"] = "activate_supplier"
    supplier: str = Field(
        description="id of the supplier", examples=["mill_b"], json_schema_extra={"names": "supplier"}
    )
    surcharge: float = Field(default=0.0, ge=0, description="price above the item's cost, share", examples=[0.12])

    def act(self, control: Control) -> Process:
        """Activate; the supplier stays active."""
        control.activate_supplier(self.supplier, self.surcharge)
        yield self.going_on(control)
