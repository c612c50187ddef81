"""Cross-dock: pass on exactly the demand since the last order, and keep no stock."""

from typing import Literal

import numpy as np

from sim.arrays import Floats
from sim.policies.replenishment import Replenishment
from sim.policies.view import StockView


class CrossDock(Replenishment):
    """Order exactly the demand since the last order, whatever the stock here.

    Q = A; A = demand since the policy was last called (passed on one for one, which does not amplify
    its variation: Snyder & Shen 2019, section 13.2; Apte & Viswanathan 2000).

    >>> CrossDock().decide(StockView.of([30.0, 0.0], asked=np.array([12.0, 0.0])), now=0.0)
    array([12.,  0.])
    """

    kind: Literal["cross_dock"] = "cross_dock"

    def decide(self, view: StockView, now: float) -> Floats:
        """The demand since the last order."""
        return np.maximum(view.asked, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """Just below the position before that demand: the next unit is passed on."""
        return np.nextafter(view.position + view.asked, -np.inf)
