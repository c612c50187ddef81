"""Small results of every kind of study, played in the tiny world and cut down to what a report needs.

To make one again: `python -m tests.reporting.goldens out/<run id>/result.json`, after `surge drill configs/tiny.yaml
-n 2` and the like. The file is named after the kind of the study.
"""

import json
import sys
from pathlib import Path
from typing import Any, get_args

from sim.results.documents import to_json
from sim.results.studies import AnyStudy, read_study
from sim.results.study import StudyResult

FOLDER = Path(__file__).with_name("goldens")
KINDS: dict[str, type[StudyResult]] = {one.model_fields["kind"].default: one for one in get_args(get_args(AnyStudy)[0])}
"""The class of each kind of study, as the union of them has it."""
KPIS = (
    "fulfilment_rate", "on_time_rate", "lead_time_p50", "lead_time_p95", "lowest_point", "time_below_target",
    "time_to_recover", "time_to_survive", "recovered", "loss_area", "cost_per_order", "lost_contribution",
    "recall_within_48h",
)  # fmt: skip
RESOURCES, POINTS, ROWS = 4, 20, 3
DEEP = 3


def golden(kind: str) -> AnyStudy:
    """The small result of that kind of study."""
    file = FOLDER / f"{kind}.json"
    return read_study(json.loads(file.read_text(encoding="utf-8")), file)


def cut(document: dict[str, Any]) -> dict[str, Any]:
    """A result with one scenario, few measures, resources and points, and six digits."""
    first = next((run["id"] for run in document["scenarios"] if run["id"] != "baseline"), "baseline")
    runs = [run for run in document["scenarios"] if run["id"] in ("baseline", first)][:ROWS]
    names = {(run["id"], run["plan"]) for run in runs}
    action = document["first_action"]
    small = document | {
        "scenarios": [_cut_run(run) for run in runs],
        "kpis": _only(document["kpis"]),
        "targets": _only(document["targets"]),
        "first_action": action if action and (action["scenario"], action["plan"]) in names else None,
    }
    if "stress" in small:
        small["stress"] = small["stress"] | {"elements": small["stress"]["elements"][:ROWS]}
    if "optimum" in small:
        small["optimum"] = small["optimum"] | {"trials": small["optimum"]["trials"][:ROWS]}
    if "steady" in small:
        small["steady"] = {name: one | {"series": one["series"][:POINTS]} for name, one in small["steady"].items()}
    return _rounded(small)


def _cut_run(run: dict[str, Any]) -> dict[str, Any]:
    resources = sorted(run["utilisation"], key=lambda name: -(run["utilisation"][name] or 0.0))[:RESOURCES]
    if run["binds_first"]:
        resources = list(dict.fromkeys([run["binds_first"]["resource"], *resources]))
    busy = {name: run["utilisation"][name] for name in resources}
    intervals = {name: run["intervals"]["utilisation"][name] for name in resources}
    return run | {
        **{part: _only(run[part]) for part in ("kpis", "lights", "delta", "effect")},
        **{part: {line: _thinned(points) for line, points in run[part].items()} for part in ("curve", "lead_time")},
        "utilisation": busy,
        "intervals": run["intervals"] | {"utilisation": intervals},
        "worst": run["worst"][:ROWS],
    }


def _only(measures: dict[str, Any]) -> dict[str, Any]:
    return {name: found for name, found in measures.items() if name in KPIS}


def _thinned(points: list[Any]) -> list[Any]:
    return points[:: -(-len(points) // POINTS) or 1]


def _rounded(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _rounded(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_rounded(value) for value in part]
    return float(f"{part:.6g}") if isinstance(part, float) else part


def _lines(part: Any, depth: int = 0) -> str:
    """JSON with a line for each of the upper levels, so that a person can read a difference."""
    if depth == DEEP or not isinstance(part, dict | list) or not part:
        return json.dumps(part, ensure_ascii=False)
    pad, opened, closed = " " * (depth + 1), *("{}" if isinstance(part, dict) else "[]")
    inner = (
        [f"{json.dumps(key)}: {_lines(value, depth + 1)}" for key, value in part.items()]
        if isinstance(part, dict)
        else [_lines(value, depth + 1) for value in part]
    )
    return f"{opened}\n{pad}" + f",\n{pad}".join(inner) + f"\n{pad[1:]}{closed}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        found = read_study(json.loads(Path(name).read_text(encoding="utf-8")), name)
        made = cut(json.loads(to_json(found.model_dump(by_alias=True), in_order=True)))
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{found.kind}.json").write_text(_lines(made) + "\n", encoding="utf-8")
