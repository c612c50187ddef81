"""Reading the study result: runs, scenarios with their plans, targets, and numbers that may be missing."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.report.terms import Lang, pick, say
from sim.report.values import Better, Value, number, value

Result = Mapping[str, Any]
Run = Mapping[str, Any]

BASELINE = "baseline"
FULFILMENT = "fulfilment_rate"


@dataclass(frozen=True)
class Drill:
    """A scenario as it was played: without a plan, and with each of its plans."""

    without: Run
    plans: tuple[Run, ...]
    named: str | None = None  # the plan that the result names as the first thing to do, when it is one of these

    @property
    def best(self) -> Run | None:
        """The plan that is named first, else that with the highest fulfilment rate."""
        chosen = [run for run in self.plans if run.get("plan") == self.named]
        return max(chosen or self.plans, key=lambda run: mean(run, FULFILMENT) or 0.0, default=None)

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs, the one without a plan first."""
        return (self.without, *self.plans)


def runs(result: Result) -> Sequence[Run]:
    """All runs of the study, in its order."""
    return list(result.get("scenarios") or ())


def baseline(result: Result) -> Run | None:
    """The run without any shock."""
    return next((run for run in runs(result) if run.get("id") == BASELINE), None)


def drills(result: Result) -> list[Drill]:
    """Every scenario but the baseline, with its plans."""
    without = [run for run in runs(result) if not run.get("plan") and run.get("id") != BASELINE]
    action = result.get("first_action") or {}
    return [
        Drill(
            run,
            tuple(r for r in runs(result) if r.get("plan") and r["id"] == run["id"]),
            action.get("plan") if action.get("scenario") == run["id"] else None,
        )
        for run in without
    ]


def code(result: Result, run: Run, lang: Lang) -> str:
    """Short name: `A` for `a_head_streamer`, `A+` with its plan, `A+2` with the second of several plans."""
    name = str(run.get("id"))
    if name == BASELINE:
        return say(lang, "基线", "Base")
    head, mark, _ = name.partition("_")
    short = head.upper() if mark and len(head) == 1 else name
    if not run.get("plan"):
        return short
    plans = [r.get("plan") for r in runs(result) if r.get("plan") and r.get("id") == run.get("id")]
    return f"{short}+{plans.index(run['plan']) + 1}" if len(plans) > 1 else f"{short}+"


def title(run: Run, lang: Lang) -> str:
    """The scenario in words, without its plan."""
    return pick(run.get("title"), lang, str(run.get("id")))


def plan_title(run: Run, lang: Lang) -> str:
    """The plan in words, or `no plan`."""
    if not run.get("plan"):
        return say(lang, "无预案", "No plan")
    return pick(run.get("plan_title"), lang, str(run["plan"]))


def label(result: Result, run: Run, lang: Lang) -> str:
    """Short name and words together: the first column of most tables."""
    if run.get("id") == BASELINE:
        return title(run, lang)
    if run.get("plan"):
        return f"{code(result, run, lang)} {plan_title(run, lang)}"
    return f"{code(result, run, lang)} {title(run, lang)}"


def unit(result: Result, name: str) -> str:
    """The unit of a measure as declared, or a guess by its name."""
    declared = ((result.get("kpis") or {}).get(name) or {}).get("unit")
    return str(declared) if declared else ("share" if name.endswith("rate") else "")


def better(result: Result, name: str) -> Better:
    """Which way a measure should go."""
    declared = ((result.get("kpis") or {}).get(name) or {}).get("better")
    return "lower" if declared == "lower" else "higher" if declared == "higher" else ""


def measure_title(result: Result, name: str, lang: Lang) -> str:
    """The measure in words."""
    known = (result.get("kpis") or {}).get(name) or {}
    return str(known.get(f"title_{lang}") or name.replace("_", " "))


def mean(run: Run | None, name: str) -> float | None:
    """The mean of a measure in its own unit, or None."""
    return number((((run or {}).get("kpis") or {}).get(name) or {}).get("mean"))


def measure(result: Result, run: Run, name: str) -> Value:
    """A measure of one run with interval and n; empty when the run does not have it."""
    raw = (run.get("kpis") or {}).get(name) or {}
    return value(
        raw.get("mean"),
        unit(result, name),
        raw.get("ci_low"),
        raw.get("ci_high"),
        raw.get("n"),
        better=better(result, name),
    )


def member(run: Run, family: str, name: str, raw: Any, unit: str) -> Value:
    """One number of a family (`stages`, `utilisation`, `funnel`, `exits`, `cost`, `recall`) with its interval and n."""
    found = ((run.get("intervals") or {}).get(family) or {}).get(name) or {}
    return value(raw, unit, found.get("ci_low"), found.get("ci_high"), found.get("n"))


def members_note(result: Result, lang: Lang) -> str:
    """What the numbers of a family are, and what the small print beside them is."""
    means = say(lang, "各次重复的平均值。", "Means over replications. ")
    if any(run.get("intervals") for run in runs(result)):
        return means + intervals_note(result, lang)
    return means + say(lang, "结果中没有它们的区间。", "The result carries no intervals for them. ")


def change(result: Result, run: Run, name: str) -> Value:
    """The paired difference against the unshocked twin."""
    raw = (run.get("delta") or {}).get(name) or {}
    return _difference(result, name, raw.get("mean"), raw.get("ci_low"), raw.get("ci_high"), raw.get("n"))


def effect(result: Result, without: Run, plan: Run, name: str) -> tuple[Value, bool]:
    """What a plan changes, and whether the interval is paired.

    A result that carries `effect` for the plan's run gives the paired interval. Otherwise the interval is that of two
    independent means, sqrt(a^2 + b^2) of their half-widths: too wide under common random numbers, never too narrow.
    """
    raw = (plan.get("effect") or {}).get(name)
    if raw:
        paired = _difference(result, name, raw.get("mean"), raw.get("ci_low"), raw.get("ci_high"), raw.get("n"))
        return paired, True
    before, after = ((run.get("kpis") or {}).get(name) or {} for run in (without, plan))
    a, b = number(before.get("mean")), number(after.get("mean"))
    if a is None or b is None:
        return _difference(result, name, None), False
    up = _reach(after, b, "ci_high"), _reach(before, a, "ci_low")
    down = _reach(after, b, "ci_low"), _reach(before, a, "ci_high")
    if None in (*up, *down):
        return _difference(result, name, b - a), False
    low, high = b - a - math.hypot(*_known(down)), b - a + math.hypot(*_known(up))
    return _difference(result, name, b - a, low, high, min(before.get("n") or 0, after.get("n") or 0)), False


def _reach(raw: Mapping[str, Any], centre: float, end: str) -> float | None:
    bound = number(raw.get(end))
    return None if bound is None else abs(bound - centre)


def _known(pair: tuple[float | None, ...]) -> list[float]:
    return [x for x in pair if x is not None]


def _difference(result: Result, name: str, centre: Any, low: Any = None, high: Any = None, n: Any = None) -> Value:
    return value(centre, unit(result, name), low, high, n, signed=True, better=better(result, name))


def target(result: Result, name: str) -> float | None:
    """The green threshold of a measure in its own unit."""
    return number(((result.get("targets") or {}).get(name) or {}).get("green"))


def first_known(result: Result, *names: str) -> str | None:
    """The first of several names of a measure that any run of this result has."""
    held = {name for run in runs(result) for name in run.get("kpis") or {}}
    return next((name for name in names if name in held), None)


def shared_n(result: Result) -> int | None:
    """Replications of the study."""
    count = number(result.get("replications"))
    return None if count is None else int(count)


def intervals_note(result: Result, lang: Lang) -> str:
    """What the small print beside numbers is, and how many replications they rest on."""
    n = shared_n(result)
    return say(
        lang,
        f"小字为 95 % 置信区间，n = {n} 次重复（不同者另注）。",
        f"Small print: 95 % confidence intervals, n = {n} replications unless noted. ",
    )


def previous_score(result: Result) -> tuple[str, float] | None:
    """Month and score of the drill before this one."""
    earlier = [(str(h.get("month")), number(h.get("score"))) for h in result.get("history") or ()]
    known = [(month, score) for month, score in earlier if score is not None and month != str(result.get("month"))]
    return known[-1] if known else None


def first_step(result: Result) -> tuple[Drill, Run, str] | None:
    """The first thing to do: the drill, its plan, and the measure that the plan is praised for.

    A result that says so itself (`first_action`, None for nothing to rely on) is believed; else it is the plan that
    lifts fulfilment most.
    """
    action = result.get("first_action") or {}
    if "first_action" in result and not action:
        return None
    pairs = [(drill, plan) for drill in drills(result) for plan in drill.plans]
    for drill, plan in pairs:
        if (plan["id"], plan["plan"]) == (action.get("scenario"), action.get("plan")):
            return drill, plan, str(action.get("kpi") or FULFILMENT)
    lifts = [(effect(result, drill.without, plan, FULFILMENT)[0].number, drill, plan) for drill, plan in pairs]
    known = [(lift, drill, plan) for lift, drill, plan in lifts if lift is not None]
    best = max(known, key=lambda found: found[0], default=None)
    return (best[1], best[2], FULFILMENT) if best else None


def resource_title(result: Result, name: str, lang: Lang) -> str:
    """What people call a resource, site or item; a resource without a title is put together from those of its parts.

    What has no title at all keeps its id.
    """
    titles = result.get("titles") or {}
    for sort in ("resource", "site", "item"):
        if name in (titles.get(sort) or {}):
            return pick(titles[sort][name], lang, name)
    for mark, glue in (("->", " → "), (".", " ")):
        head, found, tail = name.partition(mark)
        if found:
            return glue.join(resource_title(result, part, lang) for part in (head, tail))
    return name
