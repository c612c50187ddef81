"""Verify a file of cases: translate each into a world, play it, compare with the expected values.

This module is the entry point of `surge verify` and `surge list cases`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from sim.errors import ConfigError, SurgeError
from sim.schema.resolved import to_yaml
from validation.cases.case import Case, read_cases
from validation.cases.inputs import UnfitError
from validation.judge import judge, reported, unfit_expected, worst
from validation.play import Play, loaded, played_until_known, replications, translated, workers
from validation.translation import MARKS

__all__ = ["read_cases", "show_case", "verify", "verify_file"]

Progress = Callable[[int, int], None]


def verify_file(
    path: str | Path, only: Collection[str] | None = None, jobs: int = 1, progress: Progress | None = None
) -> dict[str, Any]:
    """The verdict on every case of a file: `{"cases": [{"id", "status", "expected", "got", ...}]}`.

    status: pass, fail, or unsupported (then `note` says why). `got` holds the value of each expected output, `error`
    its standard error, `replications` how many were played. `searched` and `computed` name the outputs that were
    found by pilot runs or given by a formula. `progress(done, total)` counts cases.
    Raises `ConfigError` when the file is no file of cases.
    """
    cases = read_cases(path, only)
    results = []
    with workers(jobs) as play:
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


def verify(case: Case, play: Play = replications) -> dict[str, Any]:
    """The verdict on one case."""
    head: dict[str, Any] = {"id": case.id, "status": "unsupported", "expected": dict(case.expected), "got": {}}
    try:
        made = translated(case)
        loaded(made, case.id)
    except UnfitError as unfit:
        return {**head, "note": str(unfit)}
    except ConfigError as wrong:
        return {**head, "note": f"the inputs make no world that can be played: {wrong}"}
    if note := unfit_expected(case.expected, made.outputs):
        return {**head, "note": note}
    try:
        found, played = played_until_known(case, made, play)
    except SurgeError as broken:
        return {**head, "status": "fail", "note": str(broken)}
    verdicts = [judge(name, case.expected[name], value, case.tolerance) for name, value in found.items()]
    notes = [note for _, note in verdicts if note]
    result = {
        **head,
        "status": worst([status for status, _ in verdicts]),
        "got": {name: reported(value.value, case.expected[name], case.tolerance) for name, value in found.items()},
    }
    for mark in MARKS:
        if marked := [name for name in found if made.outputs[name].mark == mark]:
            result[mark] = marked
    if case.tolerance.stochastic:
        result["error"] = {name: value.error for name, value in found.items()}
    return {**result, "replications": played, **({"note": "; ".join(notes)} if notes else {})}
