"""M/M/c/K: room for K orders in all; who finds it full is lost."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs, UnfitError
from sim.experiment.verify.steady import TEXTBOOK, one_station, used
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import exponential, poisson, station
from sim.kpi import queueing as queue


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu (per server), c, K."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    servers, room = inputs.whole("c", least=1), inputs.whole("K", least=1)
    if room < servers:
        raise UnfitError(f"inputs.K is {room}, fewer than the {servers} servers: nobody could use the rest")
    measures = {
        **TEXTBOOK,
        "P_block": queue.blocked_share,
        "throughput": queue.throughput,
        "utilisation": used(servers),
    }
    bench = station(servers, exponential(1 / speed), room=room)
    return one_station(length, rate, bench, {"orders": poisson(rate)}, measures)
