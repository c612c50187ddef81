"""A bench whose capacity is cut and then comes back little by little: the backlog, its peak and its end."""

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.families.fluid_queue import TAIL, Episode, cut_of, fluid, per_unit, servers_for, steady
from validation.translation import Translation
from validation.worlds.world import minutes

OUTPUTS = ("peak_backlog", "time_of_peak", "clear_time")


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: demand, capacity_during, capacity_after, duration, ramp."""
    del length
    demand, during = inputs.number("demand", above=0), inputs.number("capacity_during", least=0)
    after, lasts = inputs.number("capacity_after", above=0), inputs.number("duration", above=0)
    ramp = inputs.number("ramp", above=0)
    if during >= demand:
        raise UnfitError(f"inputs.capacity_during is {during:g}, the demand {demand:g}: nothing waits")
    if after <= demand:
        raise UnfitError(f"inputs.capacity_after is {after:g}, the demand {demand:g}: the backlog is never cleared")
    # never less than it will be: the whole ramp at its first level
    peak = (demand - during) * lasts
    end = (lasts + ramp + (demand - during) * (lasts + ramp) / (after - demand)) * TAIL
    servers = servers_for(during / after, many=True)
    scale = per_unit(demand * end, peak, servers)

    def observe(episode: Episode, record: Record) -> dict[str, float]:
        del record
        return {
            "peak_backlog": episode.peak,
            "time_of_peak": episode.time_of_peak,
            "clear_time": episode.cleared,
        }

    shocks = [cut_of(during / after, lasts, back={"over": minutes(ramp)})]
    return fluid(after, servers, {"orders": steady(demand * scale)}, end, scale, OUTPUTS, observe, shocks)
