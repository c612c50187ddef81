"""The engine as shocks and plan actions may use it: levers, and a few operations that no lever expresses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sim.arrays import Floats
from sim.state.levers import Levers
from sim.state.trace import Trace


class Control(Protocol):
    """The engine as a shock or an action sees it. Times are minutes, amounts yuan, quantities units."""

    levers: Levers
    trace: Trace

    @property
    def now(self) -> float:
        """The current instant."""

    @property
    def start(self) -> datetime:
        """The wall-clock instant of minute 0."""

    def wait(self, minutes: float) -> Any:
        """An event to yield: it happens after `minutes`; inf = when the run ends."""

    def places(self, names: Sequence[str], lever: str = ...) -> tuple[str, ...]:
        """Names with groups and `*` spelled out: places on the axis of a lever; without one, sites."""

    def activate_supplier(self, supplier: str, surcharge: float) -> None:
        """Open a backup supplier: open and new orders of its items go to the supplier that can deliver first."""

    def switch_source(self, sites: Sequence[str], source: str | None) -> None:
        """From now on `sites` order from `source` what it carries, also what their old source still owes them.

        None = back to the usual source.
        """

    def add_stock(self, site: str, item: str, units: float) -> None:
        """Put units that were held outside the network (an emergency kit, a hired shelf) on a site's shelf."""

    def send_back(self, site: str, item: str, keeps: float, share: float, pays: float) -> None:
        """Whole units of `share` of what lies at a site above `keeps` go back to the supplier for `pays` x cost."""

    def recall(self, products: Sequence[str], made_since: float, how: "Recall") -> Any:
        """Trace, quarantine, notify and exchange the lots of `products` made since then; a process to yield."""

    def start_show(self, show: str) -> None:
        """Let a show that was declared `surprise` begin now."""

    def pay(self, account: str, amount: float) -> None:
        """Book an expense (positive amount) on an account."""


class Recall(Protocol):
    """How a recall is carried out."""

    @property
    def notify_within(self) -> float:
        """Time over which customers are reached."""

    @property
    def exchange(self) -> bool:
        """Whether customers get a new one (else their money back)."""

    @property
    def exchange_within(self) -> float:
        """Time in which a customer who is owed a new one is to have it."""

    @property
    def compensation(self) -> float:
        """Yuan per recalled order."""

    def return_times(self, uniforms: Floats) -> Floats:
        """Minutes from notice to goods handed back, one for each uniform random number in [0, 1)."""
