"""The Bass model as a Markov chain: the time until the K-th of m members adopts."""

import numpy as np

from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.selling import time_to_form
from validation.statistics.estimators import Mean, StandardDeviation
from validation.translation import Played, Translation
from validation.worlds.group_buys import group_buy, pools_and_runs
from validation.worlds.world import per_minute, service_world

SAMPLES = 2_000


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: p, q, m, K."""
    p, q = inputs.number("p", above=0), inputs.number("q", least=0)
    members, adopters = inputs.whole("m", least=1), inputs.whole("K", least=1)
    if adopters > members:
        raise UnfitError(f"inputs.K is {adopters}, more than the {members} who can adopt")
    done = np.arange(adopters)
    steps = 1 / ((members - done) * (p + q * done / members))
    # long enough for the K-th adoption in practically every sample
    window = float(steps.sum() + 40 * np.sqrt(np.sum(steps**2)))
    pools, runs = pools_and_runs(length, SAMPLES, members)
    spread = {"p": per_minute(p), "q": per_minute(q), "m": members}
    sale = group_buy(window, adopters, pools, bass=spread, keeps_open=False)
    return Translation(
        service_world({}, {}, window + 1.0, group_buys={"spread": sale}),
        lambda record: {"time": time_to_form(record)},
        {"mean_time": Played(Mean("time")), "sd_time": Played(StandardDeviation("time"))},
        runs,
    )
