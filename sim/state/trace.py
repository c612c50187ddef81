"""The trace: events of a run in words, in the order in which they were noted."""

import json
from typing import Any, NamedTuple

from sim.state import columns
from sim.state.columns import TableColumns

TRACE: TableColumns = {
    "time": columns.time("happened"),
    "event": columns.text("kind of event"),
    "where": columns.text("place"),
    "what": columns.text("details, JSON"),
}


class TraceEvent(NamedTuple):
    """One thing that happened: when (minutes), which kind of event, where, and its details as JSON."""

    time: float
    event: str
    where: str
    what: str


class Trace:
    """List of events: show started, alert raised, plan activated, truck left, recall issued..."""

    def __init__(self) -> None:
        self.events: list[TraceEvent] = []

    def add(self, time: float, event: str, where: str = "", **what: Any) -> None:
        """Note that `event` happened at `time` (minutes)."""
        details = json.dumps(what, ensure_ascii=False, sort_keys=True, default=float) if what else ""
        self.events.append(TraceEvent(time, event, where, details))

    def forget(self, where: str, after: float, *kinds: str) -> None:
        """Remove events of some kinds at a place that were noted ahead, later than `after`."""
        self.events = [one for one in self.events if one.where != where or one.time <= after or one.event not in kinds]
