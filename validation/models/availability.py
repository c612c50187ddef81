"""Availability of a machine that fails and is repaired: at instants, over an interval, and in the long run."""

from typing import Any

import numpy as np

from sim.kpi.resources import loads
from sim.results.record import Record
from sim.tolerance import SAME_INSTANT
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.translation import Translation, played
from validation.worlds.world import SITE, exponential, service_world, station

SIDE_BY_SIDE = 500
"""Machines in one run; each is a sample."""
SAMPLES = 5_000
SETTLED = 12.0
"""Relaxation times of the warm-up: the effect of the initial state is then one part in 160,000."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: mtbf, mttr, at, and perhaps horizon."""
    up, down = inputs.number("mtbf", above=0), inputs.number("mttr", above=0)
    at = inputs.numbers("at", least=0, default=[])
    horizon = inputs.number("horizon", above=0, default=up + down)
    settled = SETTLED / (1 / up + 1 / down)
    end = max([settled + 4 * (up + down), horizon, *at]) + SAME_INSTANT
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
        played(outputs),
        -(-(length.replications or SAMPLES) // SIDE_BY_SIDE),
    )
