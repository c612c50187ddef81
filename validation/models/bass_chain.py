"""Adoption by word of mouth, member by member: when the K-th of m adopts."""

import numpy as np

from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.statistics.estimators import Mean, Spread
from validation.translation import Translation
from validation.worlds.group_buys import buy, split, time_to_form
from validation.worlds.world import per_minute, service_world

SAMPLES = 2_000


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: p, q, m, K."""
    p, q = inputs.number("p", above=0), inputs.number("q", least=0)
    members, adopters = inputs.whole("m", least=1), inputs.whole("K", least=1)
    if adopters > members:
        raise UnfitError(f"inputs.K is {adopters}, more than the {members} who can adopt")
    done = np.arange(adopters)
    steps = 1 / ((members - done) * (p + q * done / members))
    # the window is only long enough for the K-th to adopt, come what may
    window = float(steps.sum() + 40 * np.sqrt(np.sum(steps**2)))
    pools, runs = split(length, SAMPLES, members)
    spread = {"p": per_minute(p), "q": per_minute(q), "m": members}
    sale = buy(window, adopters, pools, bass=spread, keeps_open=False)
    return Translation(
        service_world({}, {}, window + 1.0, group_buys={"spread": sale}),
        lambda record: {"time": time_to_form(record)},
        {"mean_time": Mean("time"), "sd_time": Spread("time")},
        runs,
    )
