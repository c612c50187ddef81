"""Reactive transshipment: neighbours help out when the shelf is empty."""

from collections.abc import Mapping
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sim.arrays import Floats
from sim.policies.levels import check_levels
from sim.policies.transfer import Transfer, net
from sim.policies.view import PerItem, StockView


class Reactive(Transfer):
    """When net stock falls to the trigger, take enough from the neighbours to be at `up_to` again.

    N_i <= trigger: q_i = up_to - N_i - T_i, from the neighbour j with the largest N_j - max(keeps, trigger + 1), then
    the next; N = on hand - backlog, T = on the way from neighbours (Lee 1987; Paterson et al. 2011, section 3.2). The
    giver stays above the trigger, so that two sites that are both short do not send the same goods to and fro. Row N7
    of docs/scenarios.md.

    >>> rich, poor = StockView.of([9.0]), StockView.of([3.0])
    >>> from dataclasses import replace
    >>> here = StockView.of([0.0], backlog=[6.0], neighbours=(replace(poor, site="p"), replace(rich, site="r")))
    >>> Reactive(up_to=4, keeps=1).decide(here, now=0.0)
    {'p': array([2.]), 'r': array([8.])}
    """

    kind: Literal["reactive"] = "reactive"
    trigger: PerItem = Field(default=0.0, description="net stock that calls for help (or per item)", examples=[0])
    up_to: PerItem = Field(description="net stock to be at again, units (or per item)", examples=[5])

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_levels(("trigger", self.trigger), ("up_to", self.up_to))
        return self

    def decide(self, view: StockView, now: float) -> Mapping[str, Floats]:
        """What is needed, from the richest first."""
        short = net(view) <= view.per_item(self.trigger)
        need = np.where(short, np.maximum(view.per_item(self.up_to) - net(view) - view.coming, 0.0), 0.0)
        return self.from_the_richest(need, view, [view.per_item(self.trigger) + 1] * len(view.neighbours))

    def asks_at(self, view: StockView) -> Floats:
        """The trigger."""
        return view.per_item(self.trigger)
