"""Everything a brand can name in its files, by sort: what must stand on a page and be played by a test."""

from collections.abc import Mapping

from sim.kpi.registry import measures
from sim.plug import discover
from sim.schema.selling import Source
from sim.schema.world import World
from sim.state.levers import LEVERS

POLICY_ROOMS = ("replenishment", "transfer", "forecast", "sourcing", "fulfilment", "allocation", "dispatch")


def _sources() -> dict[str, type[Source]]:
    """The sections of a world from which orders come, each with its model."""
    held = {section: getattr(info.annotation, "__args__", ())[1:] for section, info in World.model_fields.items()}
    return {
        section: one
        for section, models in held.items()
        for one in models
        if isinstance(one, type) and issubclass(one, Source)
    }


REGISTERED: Mapping[str, Mapping[str, object]] = {
    **{room: discover(f"sim.policies.{room}") for room in POLICY_ROOMS},
    "shock": discover("sim.shocks"),
    "action": discover("sim.plans"),
    "lever": LEVERS,
    "shape": discover("sim.shapes"),
    "demand": _sources(),
    "measure": measures(),
}
"""Sort -> name -> what it is."""

EVERY = [f"{sort}:{name}" for sort, found in REGISTERED.items() for name in found]
"""All of them, as a test names what it plays: `shock:hold`."""
