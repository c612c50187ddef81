"""The targets of a world as thresholds of lights, with the direction that each measure declares."""

from sim.kpi.registry import scalars
from sim.results.study import Thresholds
from sim.schema.world import World


def thresholds(world: World) -> dict[str, Thresholds]:
    """The thresholds by measure; what is not a measure, or not one number, has no light."""
    known = scalars()
    return {
        name: Thresholds(green=one.green, amber=one.amber, weight=one.weight, better=known[name].better)
        for name, one in world.targets.items()
        if name in known
    }
