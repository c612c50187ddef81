"""Little's law on a sample path of stations with feedback, priorities and an unlimited station; no inputs."""

from typing import Any

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures import queueing as queue
from validation.statistics.estimators import Mean
from validation.translation import Played, Translation
from validation.worlds.world import exponential, per_minute, service_world, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Orders arrive for ten hours at three stations, which then have fourteen hours to finish them."""
    del inputs, length
    stations = {
        "pick": station(3, exponential(1.2), priority="preempts", next={"pack": 1.0}),
        "pack": station(2, exponential(0.8), next={"pick": 0.1, "check": 0.9}),
        "check": station("unlimited", "5min"),
    }
    afternoon: dict[str, Any] = {
        "kind": "piecewise",
        "times": ["0min", "600min"],
        "rates": [per_minute(2)],
        "steps": True,
    }
    streams: dict[str, dict[str, Any]] = {
        "ordinary": {"arrives": {**afternoon, "rates": [per_minute(1.5)]}, "priority": 1},
        "express": {"arrives": {**afternoon, "rates": [per_minute(0.5)]}},
    }
    return Translation(
        service_world(stations, streams, 1440.0),
        lambda record: {"identity_error": queue.littles_law(record)},
        {"identity_error": Played(Mean("identity_error"))},
        replications=3,
    )
