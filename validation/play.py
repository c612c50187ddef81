"""Play a case until its outputs are known well enough: replications, and how many of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from zlib import crc32

import numpy as np

from sim.errors import nearest
from sim.model.simulate import simulate
from sim.results.record import Record
from sim.schema.document import Document
from sim.schema.load import load_tree
from sim.schema.load_scenario import scenario_of
from sim.schema.scenario import Scenario
from sim.schema.world import World
from validation.cases.case import Case
from validation.cases.inputs import Inputs, UnfitError
from validation.judge import CLEAR, LARGEST_ERROR
from validation.models import models
from validation.statistics.estimators import PointEstimate, Samples, pooled
from validation.translation import Translation

SMALL_ERROR, DECISIVE_ERROR = 0.3, 0.12
"""Shares of the margin: the standard error that is aimed at while it is cheap, and the one that is needed when a value
lies beyond its margin without being clear of it."""
RESERVE = 1.05
"""How much more is played than is estimated to be needed."""
PILOT, UNSURE = 10, 2
"""Replications after which a case may be given up, and how many times too long it must then seem to be."""
CHEAP, HOPELESS, LIMIT = 6_000_000, 300_000_000, 60
"""Work (in orders) up to which the small error is aimed at, and above which a case is given up; how many times the
replications of a translation are played at most."""
WORK = "work done"
PER_ROW, PER_INSTANT = 50, 150
"""Work, in orders, of a replenishment order or batch, and of an instant at which there are any."""
Play = Callable[[Case, range], list[Samples]]


def translated(case: Case) -> Translation:
    """The case as a world; raises `UnfitError` when there is no such model, or its inputs do not fit."""
    if case.unreadable:
        raise UnfitError(case.unreadable)
    translate = models().get(case.model)
    if translate is None:
        near = nearest(case.model, models())
        raise UnfitError(
            f"no translation for the model '{case.model}' yet" + (f" (did you mean '{near}'?)" if near else "")
        )
    return translate(Inputs(case.inputs, case.folder), case.length)


def loaded(made: Translation, name: str) -> tuple[World, Scenario | None]:
    """The world and the scenario of a translation, checked like any other; raises `ConfigError`."""
    world = load_tree(dict(made.world), name)
    return world, None if made.scenario is None else scenario_of(Document(name, dict(made.scenario)), world)


def replications(case: Case, which: range) -> list[Samples]:
    """The samples of some replications of a case, and their `WORK`; the same wherever they are played."""
    made = translated(case)
    world, scenario = loaded(made, case.id)
    plans = scenario.plans if scenario else ()
    seed = crc32(case.id.encode())  # each case has random numbers of its own
    records = (simulate(world, scenario, plans, seed, number) for number in which)
    return [{**made.samples(record), WORK: np.array([work(record)])} for record in records]


def work(record: Record) -> float:
    """How much work a replication was, in orders."""
    instants = max(len(np.unique(record.requests["time"])), len(np.unique(record.jobs["started"])))
    rows = max(record.rows("requests"), record.rows("jobs"))
    return float(record.rows("orders") + PER_ROW * rows + PER_INSTANT * instants)


def played_until_known(
    case: Case, made: Translation, play: Play = replications
) -> tuple[dict[str, PointEstimate], int]:
    """Play until every expected output is known well enough; the estimates, and the number of replications."""
    parts: list[Samples] = []
    goal = min(made.replications, PILOT)
    while True:
        parts += play(case, range(len(parts), goal))
        samples = pooled(parts)
        found = {name: made.outputs[name].estimate(name, samples) for name in case.expected}
        if not case.tolerance.stochastic or len(parts) >= LIMIT * made.replications:
            return found, len(parts)
        each = max(float(samples[WORK].mean()), 1.0)
        margins = {name: case.tolerance.margin(case.expected[name]) for name in found}
        most = int(HOPELESS / each)
        if len(parts) < made.replications:
            # a pilot, whose error is itself uncertain
            needed = replications_for(found, margins, len(parts))
            goal = made.replications if needed <= UNSURE * most else len(parts)
        else:
            goal = replications_wanted(case.expected, found, margins, len(parts), int(CHEAP / each), most)
        if goal <= len(parts):
            return found, len(parts)
        # growth is limited, since the error is itself an estimate
        goal = min(goal, 3 * len(parts))


def replications_wanted(
    expected: Mapping[str, float],
    found: Mapping[str, PointEstimate],
    margins: Mapping[str, float],
    played: int,
    cheap: int,
    most: int,
) -> int:
    """Replications wanted in all: those `played` when the values are known well enough, or never will be.

    Up to `cheap` replications the error `SMALL_ERROR` is aimed at, up to `most` the error `LARGEST_ERROR`. A value
    beyond its margin by less than `CLEAR` standard errors is played on, so that a verdict does not depend on chance.
    """
    least = replications_for(found, margins, played)
    if least > most:
        return played
    wanted = max(least, min(replications_for(found, margins, played, SMALL_ERROR), cheap))
    for name, value in found.items():
        beyond = abs(value.value - expected[name]) - margins[name]
        if margins[name] and 0 < beyond < CLEAR * value.error:
            wanted = max(wanted, min(played * (value.error / (DECISIVE_ERROR * margins[name])) ** 2, most))
    return math.ceil(wanted * RESERVE) if wanted > played else played


def replications_for(
    found: Mapping[str, PointEstimate], margins: Mapping[str, float], played: int, share: float = LARGEST_ERROR
) -> float:
    """Replications after which every error is that share of its margin: it falls with the root of their number."""
    errors = [value.error / margins[name] for name, value in found.items() if margins[name]]
    return played * (max((error for error in errors if np.isfinite(error)), default=0.0) / share) ** 2


@contextmanager
def workers(jobs: int) -> Iterator[Play]:
    """Replications played in this process, or divided among so many worker processes."""
    if jobs == 1:
        yield replications
        return
    from joblib import Parallel, delayed, effective_n_jobs

    with Parallel(n_jobs=jobs) as parallel:

        def play(case: Case, which: range) -> list[Samples]:
            shares = np.array_split(np.array(which), min(2 * effective_n_jobs(jobs), max(len(which), 1)))
            ranges = [range(int(share[0]), int(share[-1]) + 1) for share in shares if share.size]
            return [part for parts in parallel(delayed(replications)(case, one) for one in ranges) for part in parts]

        yield play
