"""A quality outbreak: lots are suspect, and must be traced, stopped, taken back and replaced."""

from typing import Literal

from pydantic import Field

from sim.arrays import Floats
from sim.distributions import Distribution, Exponential
from sim.instants import DAY, HOUR
from sim.plug import Places
from sim.shocks import Process, Shock
from sim.state.control import Control
from sim.units import Duration, Money


class QualityRecall(Shock):
    """Everything of `products` made in the last `made_within` is suspect: frozen wherever it lies or drives.

    Customers who hold it are notified one after another over `notify_within` (the lever `notify` speeds that up), hand
    it back some time later, and get a new one when `exchange`. `for` is the window in which its effect is measured; the
    recall itself ends when all of them have been notified and have handed their goods back.

    Row X4 of docs/scenarios.md.
    """

    kind: Literal["recall"] = "recall"
    products: Places = Field(
        description="product, or several", examples=["oat_loaf"], json_schema_extra={"names": "product"}
    )
    made_within: Duration = Field(description="lots made this long before the discovery", examples=["2d"])
    notify_within: Duration = Field(default=2 * DAY, description="time to reach all customers", examples=["24h"])
    handed_back: Distribution = Field(default=Exponential(mean="24h"), description="notice to goods handed back")
    exchange: bool = Field(default=True, description="customers get a new one; false = their money")
    exchange_within: Duration = Field(
        default=48 * HOUR,
        gt=0,
        description="promised time of an exchange; recalls are measured against it",
        examples=["48h"],
    )
    compensation: Money = Field(default=0.0, description="per recalled order, yuan", examples=[10])

    def return_times(self, uniforms: Floats) -> Floats:
        """Minutes from notice to goods handed back, one for each uniform random number in [0, 1)."""
        return self.handed_back.quantile(uniforms)

    def strike(self, control: Control) -> Process:
        """Ask the engine to carry the recall out."""
        yield control.recall(self.products, control.now - self.made_within, self)
