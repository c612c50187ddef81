"""A fluid queue whose capacity is cut and then restored along a ramp: the peak of the backlog, and its end."""

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
from validation.translation import Translation
from validation.worlds.world import minutes

OUTPUTS = ("peak_backlog", "time_of_peak", "clear_time")


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: demand, capacity_during, capacity_after, duration, ramp."""
    del length
    demand, during = inputs.number("demand", above=0), inputs.number("capacity_during", least=0)
    after, lasts = inputs.number("capacity_after", above=0), inputs.number("duration", above=0)
    ramp = inputs.number("ramp", above=0)
    if during >= demand:
        raise UnfitError(f"inputs.capacity_during is {during:g}, the demand {demand:g}: nothing waits")
    if after <= demand:
        raise UnfitError(f"inputs.capacity_after is {after:g}, the demand {demand:g}: the backlog is never cleared")
    # an upper bound: the whole ramp at its first level
    peak = (demand - during) * lasts
    end = (lasts + ramp + (demand - during) * (lasts + ramp) / (after - demand)) * TAIL
    servers = servers_with_share(during / after, many=True)
    scale = orders_per_unit(demand * end, peak, servers)

    def observe(episode: BacklogEpisode, record: Record) -> dict[str, float]:
        del record
        return {
            "peak_backlog": episode.peak,
            "time_of_peak": episode.time_of_peak,
            "clear_time": episode.cleared,
        }

    shocks = [capacity_cut(during / after, lasts, back={"over": minutes(ramp)})]
    return fluid_queue(after, servers, {"orders": steady_stream(demand * scale)}, end, scale, OUTPUTS, observe, shocks)
