"""Known demand: the planner's own figures."""

from typing import Literal

from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import Forecaster, Outlook, Prediction, flat
from sim.policies.view import PerItem, StockView


class Known(Forecaster):
    """The planner's own figures, every day the same.

    Mean = `mean` and deviation = `sd`, as in the textbooks (Hadley & Whitin 1963).

    >>> Known(mean=10, sd=3).demand(StockView.of([0.0]), minutes=4 * 1440)
    (array([40.]), array([6.]))
    """

    kind: Literal["known"] = "known"
    mean: PerItem = Field(description="units a day (or per item)", examples=[40])
    sd: PerItem = Field(default=0.0, description="standard deviation of a day (or per item)", examples=[12])

    def predict(self, history: Floats, ahead: int, outlook: Outlook) -> Prediction:
        """The given mean and deviation, whatever the history."""
        items = outlook.items or ("",) * len(history)
        here = StockView.of([0.0] * len(items), items=items)
        return flat(here.per_item(self.mean), here.per_item(self.sd), ahead)
