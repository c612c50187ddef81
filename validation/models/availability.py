"""A machine that fails and is repaired: whether it is up at given instants, over a while, and in the long run."""

from typing import Any

import numpy as np

from sim.kpi.resources import loads
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, exponential, service_world, station

SIDE_BY_SIDE = 500
"""Machines in one run: each of them is a sample."""
SAMPLES = 5_000
SETTLED = 12.0
"""Repair times after which it no longer matters that the machine began in order: one part in 160,000."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: mtbf, mttr, at, and perhaps horizon."""
    up, down = inputs.number("mtbf", above=0), inputs.number("mttr", above=0)
    at = inputs.numbers("at", least=0, default=[])
    horizon = inputs.number("horizon", above=0, default=up + down)
    settled = SETTLED / (1 / up + 1 / down)
    end = max([settled + 4 * (up + down), horizon, *at]) + 1e-6
    machines = [f"machine_{number}" for number in range(SIDE_BY_SIDE)]

    def observe(record: Record) -> dict[str, Any]:
        found = loads(record)
        works = [found[f"{SITE}.{name}"].able for name in machines]
        return {
            **{f"A_{time}": np.array([one.at(np.array([time]))[0] for one in works]) for time in at},
            "steady": np.array([one.mean(settled, end) for one in works]),
            "mean_uptime_share": np.array([one.mean(0.0, horizon) for one in works]),
        }

    machine = station(1, "1min", breakdown={"up": exponential(up), "down": exponential(down)})
    outputs = ["steady", *(f"A_{time}" for time in at), *["mean_uptime_share"] * ("horizon" in inputs)]
    return Translation(
        service_world(dict.fromkeys(machines, machine), {}, end),
        observe,
        {name: Mean(name) for name in outputs},
        -(-(length.replications or SAMPLES) // SIDE_BY_SIDE),
    )
