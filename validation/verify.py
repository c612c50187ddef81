"""Run a file of cases: translate, play until the error is small enough, judge."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

import numpy as np

from sim.errors import ConfigError, SurgeError, nearest
from sim.model.simulate import simulate
from sim.schema.document import Document
from sim.schema.load import load_tree
from sim.schema.load_scenario import scenario_of
from sim.schema.resolved import to_yaml
from sim.schema.scenario import Scenario
from sim.schema.world import World
from validation.cases.case import DIGITS, Case, Tolerance, read_cases, rounding
from validation.cases.inputs import Inputs, UnfitError
from validation.statistics.estimators import Samples, Value, gathered
from validation.translation import WORK, Translation, measured, models

Progress = Callable[[int, int], None]
Status = Literal["pass", "unsupported", "fail"]
COUNTS, AIMED, DECIDES = 0.5, 0.3, 0.12
"""Shares of the margin. A run whose standard error is larger than the first does not count; the second is aimed at
while that is cheap; the third, when a value lies beyond the margin and is not clear of it."""
CLEAR, MISS = 3.0, 1.05
"""Standard errors by which a value that fails should lie beyond the margin; how much more is played than needed."""
PILOT, UNSURE = 10, 2
"""Replications after which a case may be given up; how many times too long it must look by then."""
CHEAP, HOPELESS, LIMIT = 6_000_000, 300_000_000, 60
"""Work, in orders, up to which the smaller error is aimed at; that would take too long, so that a case which needs
more is given up with what has been played; how often the length of a case is played at most."""
Play = Callable[[Case, range], list[Samples]]


def verify_file(
    path: str | Path, only: Collection[str] | None = None, jobs: int = 1, progress: Progress | None = None
) -> dict[str, Any]:
    """The verdict on every case of a file: `{"cases": [{"id", "status", "expected", "got", ...}]}`.

    status: pass, fail, or unsupported (then `note` says why). `got` holds the measured value of each expected output,
    `error` its standard error, `replications` how many were played. `progress(done, total)` counts cases.
    Raises `ConfigError` when the file is no file of cases.
    """
    cases = read_cases(path, only)
    results = []
    with _players(jobs) as play:
        for case in cases:
            results.append(verify(case, play))
            if progress is not None:
                progress(len(results), len(cases))
    return {"cases": results}


def show_case(path: str | Path, id: str) -> str:
    """The world of a case as YAML that is loaded like any other; its scenario, if any, follows in comments.

    Raises `UnfitError` when the case cannot be translated.
    """
    (case,) = read_cases(path, [id])
    made = translated(case)
    text = f"# {case.id}: {case.title} (model {case.model})\n{to_yaml(made.world)}"
    if made.scenario is None:
        return text
    lines = to_yaml(made.scenario).splitlines()
    return "\n".join(
        [f"{text}# The scenario that is played in it, a file of its own:", *(f"# {line}" for line in lines), ""]
    )


def translated(case: Case) -> Translation:
    """The case as a world; `UnfitError` when there is no such model, or its inputs do not fit."""
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
    """The samples of some replications of a case; the same wherever they are played."""
    made = translated(case)
    world, scenario = loaded(made, case.id)
    plans = scenario.plans if scenario else ()
    seed = crc32(case.id.encode())  # each case has luck of its own
    return [measured(made.observe, simulate(world, scenario, plans, seed, number)) for number in which]


def verify(case: Case, play: Play = replications) -> dict[str, Any]:
    """The verdict on one case."""
    head: dict[str, Any] = {"id": case.id, "status": "unsupported", "expected": dict(case.expected), "got": {}}
    try:
        made = translated(case)
        loaded(made, case.id)
    except UnfitError as untold:
        return {**head, "note": str(untold)}
    except ConfigError as wrong:
        return {**head, "note": f"the inputs make no world that can be played: {wrong}"}
    if unfit := unfit_expected(case.expected, made.report):
        return {**head, "note": unfit}
    try:
        values, played = _played(case, made, play)
    except SurgeError as broken:
        return {**head, "status": "fail", "note": str(broken)}
    verdicts = [judged(name, case.expected[name], value, case.tolerance) for name, value in values.items()]
    notes = [note for _, note in verdicts if note]
    result = {
        **head,
        "status": worst([status for status, _ in verdicts]),
        "got": {name: told(value.value, case.expected[name], case.tolerance) for name, value in values.items()},
    }
    if case.tolerance.stochastic:
        result["error"] = {name: value.error for name, value in values.items()}
    return {**result, "replications": played, **({"note": "; ".join(notes)} if notes else {})}


def unfit_expected(expected: Mapping[str, Any], known: Collection[str]) -> str:
    """Why a run of a model that measures the `known` outputs cannot be held to these values; empty when it can."""
    if not expected:
        return f"nothing is expected: name values under `expected`; measures {', '.join(known)}"
    odd = [name for name, value in expected.items() if not _is_number(value)]
    if odd:
        return f"the expected {', '.join(odd)} is no finite number"
    unknown = [name for name in expected if name not in known]
    return f"does not measure {', '.join(unknown)}; measures {', '.join(known)}" if unknown else ""


def judged(name: str, expected: float, value: Value, tolerance: Tolerance) -> tuple[Status, str]:
    """The verdict on a measured value, and what is wrong with it (empty when it passes).

    A value within three standard errors that is not known well enough to count is `unsupported`: it would have to be
    played for longer than anybody waits.
    """
    margin = tolerance.margin(expected)
    if not np.isfinite(value.value):
        return "fail", f"{name} could not be measured"
    off = abs(value.value - expected)
    if not tolerance.stochastic:
        fits = off <= max(margin, rounding(expected))
        return ("pass", "") if fits else ("fail", f"{name} is {value.value!r}, not {expected!r}")
    allowed = max(margin, 3 * value.error)
    if off > allowed:
        return "fail", f"{name} is {value.value:.6g}, off by {off:.3g} where {allowed:.3g} is allowed"
    if not value.error <= COUNTS * margin:  # an error that is unknown does not count either
        times = (value.error / (COUNTS * margin)) ** 2 if margin else np.inf
        return "unsupported", (
            f"{name} is {value.value:.6g} with standard error {value.error:.3g}: it does not count above "
            f"{COUNTS * margin:.3g}, which would take about {times:.0f} times as long"
        )
    return "pass", ""


def told(value: float, expected: float, tolerance: Tolerance) -> float:
    """A measured value as it is told: without luck, to as many digits as the file's own value was rounded to."""
    return value if tolerance.stochastic or not rounding(expected) else float(f"{value:.{DIGITS}g}")


def worst(verdicts: Sequence[Status]) -> Status:
    """The verdict on a case: what its worst output gets."""
    return max(verdicts, key=("pass", "unsupported", "fail").index)


def _played(case: Case, made: Translation, play: Play) -> tuple[dict[str, Value], int]:
    """Play until every output is known well enough; the values, and how many replications that took."""
    parts: list[Samples] = []
    goal = min(made.replications, PILOT)
    while True:
        parts += play(case, range(len(parts), goal))
        samples = gathered(parts)
        values = {name: made.report[name].of(samples) for name in case.expected}
        if not case.tolerance.stochastic or len(parts) >= LIMIT * made.replications:
            return values, len(parts)
        each = max(float(samples[WORK].mean()), 1.0)
        margins = {name: case.tolerance.margin(case.expected[name]) for name in values}
        most = int(HOPELESS / each)
        if len(parts) < made.replications:
            # a pilot: its own error is not well known
            goal = made.replications if needed(values, margins, len(parts)) <= UNSURE * most else len(parts)
        else:
            goal = more(case.expected, values, margins, len(parts), int(CHEAP / each), most)
        if goal <= len(parts):
            return values, len(parts)
        # growth is kept modest, since the error is itself an estimate
        goal = min(goal, 3 * len(parts))


def more(
    expected: Mapping[str, float],
    values: Mapping[str, Value],
    margins: Mapping[str, float],
    played: int,
    cheap: int,
    most: int,
) -> int:
    """How many replications it takes in all: those `played` when the values are known well enough, or never will be.

    Up to `cheap` replications an error of `AIMED` is wanted, up to `most` that of `COUNTS`. A value that lies beyond
    its margin without being clear of it is played on, so that whoever is right does not fail by bad luck.
    """
    least = needed(values, margins, played)
    if least > most:
        return played
    wanted = max(least, min(needed(values, margins, played, AIMED), cheap))
    for name, value in values.items():
        beyond = abs(value.value - expected[name]) - margins[name]
        if margins[name] and 0 < beyond < CLEAR * value.error:
            wanted = max(wanted, min(played * (value.error / (DECIDES * margins[name])) ** 2, most))
    return math.ceil(wanted * MISS) if wanted > played else played


def needed(values: Mapping[str, Value], margins: Mapping[str, float], played: int, share: float = COUNTS) -> float:
    """Replications after which every error is that share of its margin: it falls with the root of their number."""
    errors = [value.error / margins[name] for name, value in values.items() if margins[name]]
    return played * (max((error for error in errors if np.isfinite(error)), default=0.0) / share) ** 2


@contextmanager
def _players(jobs: int) -> Iterator[Play]:
    """Replications played here, or side by side by so many workers."""
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


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))
