"""The verdict: one sentence in Chinese and English, made from the numbers: what holds, what breaks, what to do first.

Rounding is towards the failing side: 94.99 % is told as 94.9 %, a gain is rounded down, a time and a cost up.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.experiment.variants import BASELINE
from sim.kpi.registry import find

Lang = Literal["zh", "en"]
Run = Mapping[str, Any]

LONGEST: Mapping[Lang, int] = {"zh": 80, "en": 180}
FULFILMENT = "fulfilment_rate"
GAINS = (FULFILMENT, "on_time_rate")
LEAST_GAIN = 0.005
_TOLERANCE = 1e-9
_HOURS: Mapping[Lang, str] = {"zh": " 小时", "en": " h"}


@dataclass(frozen=True)
class Action:
    """The plan that helps most, the measure and how much of it that gains, and what it costs (yuan)."""

    scenario: str
    plan: str
    title: Mapping[str, str]
    kpi: str
    gain: float
    cost: float

    def about(self) -> dict[str, Any]:
        """As it stands in a result."""
        return {name: getattr(self, name) for name in ("scenario", "plan", "kpi", "gain", "cost")}


def first_action(runs: Sequence[Run]) -> Action | None:
    """The plan with the largest gain among scenarios that are not green; None when none gains anything.

    The gain is in fulfilment, or where no plan gains any of that, in orders on time. A gain below half a point, or
    whose interval does not leave zero out, is none; with a single replication the bare difference has to do.
    """
    weak = {run["id"] for run in _bare(runs) if run["light"] != "green"}
    answers = [run for run in runs if run["plan"] and run["id"] in weak]
    for kpi in GAINS:
        found = [
            Action(run["id"], run["plan"], run["plan_title"], kpi, float(run["effect"][kpi]["mean"]), run["plan_cost"])
            for run in answers
            if _is_gain(run["effect"].get(kpi) or {})
        ]
        if found:
            return max(found, key=lambda one: one.gain)
    return None


def verdict(runs: Sequence[Run]) -> dict[str, str]:
    """The sentence in both languages, at most 80 Chinese characters or 180 letters long.

    `runs` are the result's, each with id, plan, title, plan_title, kpis, lights, light, score, effect and plan_cost.
    """
    action = first_action(runs)
    return {"zh": _fitting(runs, action, "zh"), "en": _fitting(runs, action, "en")}


def percent(share: float) -> str:
    """A share in per cent with one decimal, rounded down; what is exact stays exact."""
    return f"{math.floor(share * 1000 + _TOLERANCE) / 10:.1f}"


def short_name(name: str) -> str:
    """`A` for `a_head_streamer`; other names stay as they are."""
    head, mark, _ = name.partition("_")
    return head.upper() if mark and len(head) == 1 else name


def _bare(runs: Sequence[Run]) -> list[Run]:
    """The scenarios without a plan."""
    return [run for run in runs if not run["plan"] and run["id"] != BASELINE]


def _is_gain(effect: Mapping[str, Any]) -> bool:
    mean, low, n = (_number(effect.get(name)) for name in ("mean", "ci_low", "n"))
    return mean >= LEAST_GAIN and (n == 1 or low > 0)


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _fitting(runs: Sequence[Run], action: Action | None, lang: Lang) -> str:
    """The most telling sentence that is short enough; should even the shortest be too long, it is cut."""
    draft = ""
    for name, length in ((_in_full, 100), (_in_full, 12), (_code, 30), (_code, 12), (None, 12), (None, 0)):
        draft = _sentence(runs, action, lang, name, length)
        if len(draft) <= LONGEST[lang]:
            return draft
    return draft[: LONGEST[lang] - 1] + "…"


def _in_full(run: Run, lang: Lang) -> str:
    return f"{short_name(run['id'])} {run['title'][lang]}"


def _code(run: Run, lang: Lang) -> str:
    return short_name(run["id"])


def _sentence(
    runs: Sequence[Run], action: Action | None, lang: Lang, name: Callable[[Run, Lang], str] | None, length: int
) -> str:
    """One draft: scenarios told by `name` (None = only counted), the plan's title cut to `length` (0 = left out)."""
    words, bare = _WORDS[lang], _bare(runs)
    if not bare:
        base = next((run for run in runs if run["id"] == BASELINE), None)
        return words["only_baseline"].format(_value(base, FULFILMENT, lang) if base else "-")
    parts = []
    for colour in ("green", "amber", "red"):
        group = [run for run in bare if run["light"] == colour]
        if group:
            names = words["and"].join(name(run, lang) for run in group) if name else words["count"].format(len(group))
            parts.append(words[colour].format(names) + (_why(group, lang) if colour != "green" else ""))
    first = _first([run for run in bare if run["light"] in ("amber", "red")], action, lang, length)
    told = words["then"].join([*parts, *([first] if first else [])]) + words["end"]
    return told if lang == "zh" else told[0].upper() + told[1:]


def _why(group: Sequence[Run], lang: Lang) -> str:
    """The measure that makes the worst of a group what it is: fulfilment when that is to blame, else the first."""
    worst = min(group, key=_score)
    blamed = [kpi for kpi, light in worst["lights"].items() if light == worst["light"]]
    kpi = FULFILMENT if FULFILMENT in blamed else next(iter(blamed), FULFILMENT)
    whose = _WORDS[lang]["whose"].format(short_name(worst["id"])) if len(group) > 1 else ""
    return _WORDS[lang]["why"].format(whose, _title(kpi, lang), _value(worst, kpi, lang))


def _first(weak: Sequence[Run], action: Action | None, lang: Lang, length: int) -> str:
    """What to do first, when anything has to be done."""
    words = _WORDS[lang]
    if not weak:
        return ""
    if action is None:
        return words["no_plan"].format(short_name(min(weak, key=_score)["id"]))
    title = action.title[lang]
    cut = title if len(title) <= length else f"{title[: length - 1]}…"
    plan = words["plan"].format(cut) if length else words["a_plan"]
    cost = words["cost"].format(math.ceil(action.cost - _TOLERANCE)) if action.cost > 0 else words["free"]
    gain = words["gain"].format(_title(action.kpi, lang), percent(action.gain))
    return words["first"].format(short_name(action.scenario), plan, gain, cost)


def _score(run: Run) -> float:
    return math.inf if run["score"] is None else float(run["score"])


def _title(kpi: str, lang: Lang) -> str:
    """The measure's title without what stands in brackets."""
    known = find(kpi)
    return (known.title_zh.partition("（")[0] if lang == "zh" else known.title_en.partition(" by ")[0].lower()).strip()


def _value(run: Run, kpi: str, lang: Lang) -> str:
    mean = _number((run["kpis"].get(kpi) or {}).get("mean"))
    if math.isnan(mean):
        return "-"
    unit = find(kpi).unit
    if unit == "share":
        return f"{percent(mean)}%"
    return f"{math.ceil(mean - _TOLERANCE):,}{_HOURS[lang] if unit == 'h' else ''}"


_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "only_baseline": "本次只跑了基线：履约率 {}。",
        "and": "、",
        "count": "{} 个场景",
        "green": "{} 扛得住",
        "amber": "{} 吃紧",
        "red": "{} 扛不住",
        "whose": "{} ",
        "why": "（{}{} {}）",
        "then": "；",
        "end": "。",
        "first": "先为 {} 启用{}：{}，{}",
        "gain": "{} +{} 个百分点",
        "plan": "「{}」",
        "a_plan": "预案",
        "cost": "花费 {:,} 元",
        "free": "无额外花费",
        "no_plan": "尚无有效预案，先为 {} 补预案",
    },
    "en": {
        "only_baseline": "Only the baseline was played: {} fulfilled.",
        "and": ", ",
        "count": "{} scenarios",
        "green": "holds: {}",
        "amber": "strained: {}",
        "red": "breaks: {}",
        "whose": "{}: ",
        "why": " ({}{} {})",
        "then": "; ",
        "end": ".",
        "first": "first, in {}, {}: {}, {}",
        "gain": "{} +{} points",
        "plan": '"{}"',
        "a_plan": "its plan",
        "cost": "{:,} yuan",
        "free": "no extra cost",
        "no_plan": "no plan helps yet: make one for {} first",
    },
}
