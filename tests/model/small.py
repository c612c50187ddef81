"""Small worlds for tests of the engine: patches over one base, and the parts of an engine on their own."""

from typing import Any

from sim.model.engine import Engine
from sim.model.simulate import simulate
from sim.randoms import Streams
from sim.results.record import Record
from sim.schema.scenario import Scenario
from sim.schema.world import World

START = "2026-06-15 00:00 +08:00"


def world(**parts: Any) -> World:
    """A world with one product and one shop, unless `parts` say otherwise."""
    base: dict[str, Any] = {
        "brand": "test",
        "start": START,
        "horizon": "10d",
        "products": {"loaf": {"price": 10, "cost": 4}},
        "sites": {"shop": {"kind": "front_point"}},
    }
    return World.model_validate(base | parts)


def engine(**parts: Any) -> Engine:
    """An engine that nothing is plugged into yet."""
    return Engine(world(**parts), Streams(1))


def scenario(*shocks: dict[str, Any], plans: dict[str, Any] | None = None) -> Scenario:
    """A scenario of these shocks and plans."""
    return Scenario.model_validate({"title": "test", "shocks": list(shocks), "plans": plans or {}})


def at(*minutes: float, **more: Any) -> dict[str, Any]:
    """A regular source whose orders come at these minutes."""
    return {"arrives": {"kind": "at", "at": [f"{m}min" for m in minutes]}, **more}


def play(parts: dict[str, Any], *shocks: dict[str, Any], seed: int = 1, **more: Any) -> Record:
    """Play a small world under some shocks; `plans` are all carried out."""
    plans = more.pop("plans", None)
    return simulate(world(**parts), scenario(*shocks, plans=plans), tuple(plans or ()), seed=seed, **more)
