"""A fluid queue whose capacity is cut for a while: the backlog, and the time to clear it."""

from sim.kpi.resilience import capacity_back_at
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.families.fluid_queue import (
    TAIL,
    BacklogEpisode,
    capacity_cut,
    fluid_queue,
    orders_per_unit,
    servers_with_share,
    steady_stream,
)
from validation.measures import queueing
from validation.translation import Translation

OUTPUTS = (
    "peak_backlog",
    "time_to_clear",
    "total_recovery",
    "backlog_area",
    "mean_wait_affected",
    "max_wait",
)


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: demand, capacity_during, capacity_after, duration."""
    del length
    demand, during = inputs.number("demand", above=0), inputs.number("capacity_during", least=0)
    after, lasts = inputs.number("capacity_after", above=0), inputs.number("duration", above=0)
    if during > demand:
        raise UnfitError(f"inputs.capacity_during is {during:g}, more than the demand {demand:g}: nothing waits")
    if after <= demand:
        raise UnfitError(f"inputs.capacity_after is {after:g}, the demand {demand:g}: the backlog is never cleared")
    peak = (demand - during) * lasts
    end = lasts + peak / (after - demand)
    servers = servers_with_share(during / after)
    scale = orders_per_unit(demand * end * TAIL, peak, servers)

    def observe(episode: BacklogEpisode, record: Record) -> dict[str, float]:
        back = capacity_back_at(record)
        over = max(back, episode.cleared)
        return {
            "peak_backlog": episode.peak,
            "time_to_clear": over - back,
            "total_recovery": over,
            "backlog_area": episode.area,
            "mean_wait_affected": episode.mean_wait(queueing.sojourns_at(record, "shop.bench"), over),
            "max_wait": episode.longest,
        }

    shocks = [capacity_cut(during / after, lasts)]
    return fluid_queue(
        after, servers, {"orders": steady_stream(demand * scale)}, end * TAIL, scale, OUTPUTS, observe, shocks
    )
