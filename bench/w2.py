"""W2, the burst order flow, as an ordinary world: pick, pack, courier trips by zone, fed with recorded orders.

70 % of the orders arrive in two hours. Servers and couriers grow with the orders, so the load stays what it is. The
orders are drawn in NumPy and handed to the engine as a recorded source that has been read already; what `run` takes
time for is drawing, building the world, playing it, and the finished record, but not the parsing of a file.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arrays import Floats, Ints
from sim.distributions import RecordedDurations
from sim.model.simulate import simulate
from sim.results.record import Record
from sim.schema.orders import RecordedOrders, in_memory
from sim.schema.scenario import Scenario
from sim.schema.world import World

DAY, BURST, SHARE = 1440.0, (600.0, 720.0), 0.7
PICK, PACK = 1.2, 0.8
PICKERS, PACKERS, COURIERS = 20, 15, 30
"""Per 10,000 orders."""
ZONES, CARRIES, WAITS = 8, 20, 30
TRIP, CV = 60.0, 0.3
HORIZON = "6d"
DOWN = {"from": "2026-06-15 11:30 +00:00", "for": "4h"}
"""The picking stops from minute 690 to 930; what is in hand is finished."""


@dataclass(frozen=True, eq=False)
class Draws:
    """The random numbers of a run: shapes (orders,), and the duration of the k-th trip."""

    arrival: Floats
    pick: Floats
    pack: Floats
    zone: Ints
    fraction: Floats
    trip: Floats


def draw(orders: int, seed: int) -> Draws:
    """The columns that every engine in the comparison is fed with; the sequence of draws is part of the definition."""
    rng = np.random.default_rng(seed)
    burst = rng.random(orders) < SHARE
    arrival = np.where(burst, BURST[0] + (BURST[1] - BURST[0]) * rng.random(orders), DAY * rng.random(orders))
    arrival.sort()
    sigma = math.sqrt(math.log(1 + CV * CV))
    return Draws(
        arrival,
        rng.exponential(PICK, orders),
        rng.exponential(PACK, orders),
        rng.integers(0, ZONES, orders),
        rng.random(orders),
        rng.lognormal(math.log(TRIP) - sigma * sigma / 2, sigma, max(1000, orders // 4)),
    )


def world(orders: int, trips: Floats) -> World:
    """The world for so many orders; the k-th courier trip takes `trips[k]` minutes."""
    scale = orders / 10_000
    tree: dict[str, Any] = {
        "brand": "W2",
        "start": "2026-06-15 00:00 +00:00",
        "horizon": HORIZON,
        "products": {"parcel": {"price": 1}},
        "sites": {
            "city": {
                "kind": "warehouse",
                "stock": "unlimited",
                "stations": {
                    "pick": {"servers": max(round(PICKERS * scale), 1), "takes": {"column": "pick"}},
                    "pack": {"servers": max(round(PACKERS * scale), 1), "takes": {"column": "pack"}},
                },
            }
        },
        "communities": {f"zone_{zone}": {"delivered_from": "city"} for zone in range(ZONES)},
        "recorded": {"orders": {"file": "orders.parquet"}},
        "couriers": {
            "riders": {
                "at": "city",
                "full_time": max(round(COURIERS * scale), 1),
                "carries": CARRIES,
                "waits": f"{WAITS}min",
                "zones": ZONES,
                "handed_over": {"column": "fraction"},
                "trip": "1h",
            }
        },
    }
    made = World.model_validate(tree)
    # a quarter of a million durations as text would only be read back to the same numbers
    riders = made.couriers["riders"].model_copy(
        update={"trip": RecordedDurations.model_construct(values=trips.tolist())}
    )
    return made.model_copy(update={"couriers": {"riders": riders}})


def outage() -> Scenario:
    """W2D: the picking stops for four hours; what is in hand is finished."""
    stop = {"kind": "hold", "lever": "station", "where": "city.pick", "factor": 0, "running": "drain", **DOWN}
    return Scenario.model_validate({"title": "W2D", "shocks": [stop]})


def play(orders: int, seed: int, scenario: Scenario | None = None) -> Record:
    """The record of a run: `orders` orders, in the sequence in which they arrive."""
    draws = draw(orders, seed)
    columns = {"pick": draws.pick, "pack": draws.pack, "fraction": draws.fraction}
    rows: RecordedOrders = in_memory(draws.arrival, community=draws.zone, extra=columns)
    return simulate(world(orders, draws.trip), scenario, seed=seed, recorded={"orders": rows})


def lead_times(record: Record) -> Floats:
    """Minutes from arrival to delivery, NaN = not delivered, shape (orders,)."""
    return np.asarray(record.orders["delivered"] - record.orders["placed"])


def run(orders: int, seed: int) -> Floats:
    """Lead times of one run, in the sequence in which the orders arrive."""
    return lead_times(play(orders, seed))
