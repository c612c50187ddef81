"""Single sourcing."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.sourcing import SourceView, SourcingPolicy


class Single(SourcingPolicy):
    """x(of) = Q, all others 0: everything from one source, also while its road is closed (docs/policies.md).

    The same as `from` of a rule, and the base to compare the others with.

    >>> Single(of="south").decide(SourceView.of(9.0, ("north", "south"), is_open=[True, False]), now=0.0)
    array([0., 9.])
    """

    kind: Literal["single"] = "single"
    of: str = Field(description="site or supplier", examples=["dc"], json_schema_extra={"names": "origin"})

    def decide(self, view: SourceView, now: float) -> Floats:
        """All from the one."""
        return np.where([name == self.of for name in view.names], view.units, 0.0)

    def named(self) -> tuple[str, ...]:
        """The one."""
        return (self.of,)
