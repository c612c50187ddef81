"""A burst of demand on a bench whose capacity stays: the backlog, and how long it takes to clear."""

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.families.fluid_queue import TAIL, Episode, even, fluid, per_unit
from validation.measures import queueing
from validation.translation import Translation
from validation.worlds.world import minutes, per_minute

OUTPUTS = (
    "peak_backlog",
    "clear_after_burst",
    "max_wait",
    "mean_wait_affected",
    "served_within_burst",
    "backlog_area",
)


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: base, growth, width, capacity."""
    del length
    base, growth = inputs.number("base", above=0), inputs.number("growth", above=-1)
    width, capacity = inputs.number("width", above=0), inputs.number("capacity", above=0)
    rush = base * (1 + growth)
    if capacity <= base:
        raise UnfitError(f"inputs.capacity is {capacity:g}, the demand {base:g}: the backlog is never cleared")
    if capacity > rush:
        raise UnfitError(f"inputs.capacity is {capacity:g}, more than the burst of {rush:g}: nothing waits")
    peak = (rush - capacity) * width
    end = (width + peak / (capacity - base)) * TAIL
    scale = per_unit(rush * width + base * (end - width), peak)

    def observe(episode: Episode, record: Record) -> dict[str, float]:
        visits = queueing.visits_of(record, "shop.bench")
        over = max(width, episode.cleared)
        came = float((visits.arrived < width).sum())
        return {
            "peak_backlog": episode.peak,
            "clear_after_burst": over - width,
            "max_wait": episode.longest,
            "mean_wait_affected": episode.mean_wait(visits, over),
            "served_within_burst": float((visits.started < width).sum()) / came,
            "backlog_area": episode.area,
        }

    curve = {
        "kind": "piecewise",
        "times": [minutes(time) for time in (0, width, end)],
        "rates": [per_minute(rate * scale) for rate in (rush, base)],
        "steps": True,
    }
    return fluid(capacity, 1, {"orders": even(curve)}, end, scale, OUTPUTS, observe)
