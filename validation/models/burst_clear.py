"""A burst of demand on a fluid queue of constant capacity: the backlog, and the time to clear it."""

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.families.fluid_queue import TAIL, BacklogEpisode, evenly, fluid_queue, orders_per_unit
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


def translate(inputs: Inputs, length: RunLength) -> Translation:
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
    scale = orders_per_unit(rush * width + base * (end - width), peak)

    def observe(episode: BacklogEpisode, record: Record) -> dict[str, float]:
        visits = queueing.sojourns_at(record, "shop.bench")
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
    return fluid_queue(capacity, 1, {"orders": evenly(curve)}, end, scale, OUTPUTS, observe)
