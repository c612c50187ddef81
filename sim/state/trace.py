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
    """Events: show started, alert raised, plan activated, truck left, recall issued... Some are foreseen."""

    def __init__(self) -> None:
        self._events: list[TraceEvent] = []

    def add(self, time: float, event: str, where: str = "", **what: Any) -> None:
        """Note that `event` happens at `time` (minutes), now or later."""
        details = json.dumps(what, ensure_ascii=False, sort_keys=True, default=float) if what else ""
        self._events.append(TraceEvent(time, event, where, details))

    def forget(self, where: str, after: float, *kinds: str) -> None:
        """Events of some kinds at a place that were foreseen later than `after` will not happen."""
        self._events = [e for e in self._events if e.where != where or e.time <= after or e.event not in kinds]

    def until(self, time: float) -> list[TraceEvent]:
        """What has happened by `time`, in order of time; at one instant in the order in which it was noted."""
        return sorted((event for event in self._events if event.time <= time), key=lambda event: event.time)
