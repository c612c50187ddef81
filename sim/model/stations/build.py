"""The floor of a site: arrays where they suffice, events where they must."""

from __future__ import annotations

from collections.abc import Sequence

from sim.model.stations.event_network import EventNetwork
from sim.model.stations.feed_forward import FeedForwardNetwork
from sim.model.stations.floor import Floor
from sim.model.stations.routing import Routing
from sim.model.stations.spec import StationSpec


def build_floor(stations: Sequence[StationSpec], start: float = 0.0, events: bool = False) -> Floor:
    """The array path when every station is plain and no order can come back, else the event network.

    `events` asks for the event network in any case; where both can play they agree to the last bit.
    """
    arrays = not events and all(spec.plain for spec in stations) and Routing(stations).sorted() is not None
    return FeedForwardNetwork(stations, start) if arrays else EventNetwork(stations, start)
