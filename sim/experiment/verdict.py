"""The verdict: one sentence in Chinese and English, made from the numbers: what holds, what breaks, what to do first.

Rounding is towards the failing side: 94.99 % is told as 94.9 %, a gain is rounded down, a cost up.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.experiment.variants import BASELINE

Lang = Literal["zh", "en"]
Run = Mapping[str, Any]

LONGEST = {"zh": 80, "en": 180}
FULFILMENT = "fulfilment_rate"
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Action:
    """The plan that helps most, what it gains in fulfilment, and what it costs (yuan)."""

    scenario: str
    plan: str
    title: Mapping[str, str]
    gain: float
    cost: float

    def about(self) -> dict[str, Any]:
        """As it stands in a result."""
        return {"scenario": self.scenario, "plan": self.plan, "gain": self.gain, "cost": self.cost}


def first_action(runs: Sequence[Run]) -> Action | None:
    """The plan with the largest gain in fulfilment among scenarios that are not green; None when none gains anything.

    A gain whose interval does not leave zero out is none; with a single replication the bare difference has to do.
    """
    weak = {run["id"] for run in runs if not run["plan"] and run["id"] != BASELINE and run["light"] != "green"}
    found = []
    for run in runs:
        effect = (run.get("effect") or {}).get(FULFILMENT) if run["plan"] and run["id"] in weak else None
        if effect and _is_gain(effect):
            cost = run.get("plan_cost") or 0.0
            found.append(Action(run["id"], run["plan"], run["plan_title"], float(effect["mean"]), float(cost)))
    return max(found, key=lambda one: one.gain, default=None)


def verdict(runs: Sequence[Run]) -> dict[str, str]:
    """The sentence in both languages, at most 80 Chinese characters or 180 letters long."""
    action = first_action(runs)
    return {"zh": _fitting(runs, action, "zh"), "en": _fitting(runs, action, "en")}


def percent(share: float, up: bool = False) -> str:
    """A share in per cent with one decimal, rounded down (or `up`); what is exact stays exact."""
    tenths = math.ceil(share * 1000 - _TOLERANCE) if up else math.floor(share * 1000 + _TOLERANCE)
    return f"{tenths / 10:.1f}"


def short_name(name: str) -> str:
    """`A` for `a_head_streamer`; other names stay as they are."""
    head, mark, _ = name.partition("_")
    return head.upper() if mark and len(head) == 1 else name


def _is_gain(effect: Mapping[str, Any]) -> bool:
    mean, low, n = (_number(effect.get(name)) for name in ("mean", "ci_low", "n"))
    return mean > 0 if n == 1 else low > 0


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _fitting(runs: Sequence[Run], action: Action | None, lang: Lang) -> str:
    """The most telling sentence that is short enough; should even the shortest be too long, it is cut."""
    longest, draft = LONGEST[lang], ""
    for name, length in ((_in_full, 100), (_in_full, 12), (_code, 30), (_code, 12), (None, 12), (None, 0)):
        draft = _sentence(runs, action, lang, name, length)
        if len(draft) <= longest:
            return draft
    return draft[: longest - 1] + "…"


def _in_full(run: Run, lang: Lang) -> str:
    return f"{short_name(run['id'])} {run['title'][lang]}"


def _code(run: Run, lang: Lang) -> str:
    return short_name(run["id"])


def _sentence(
    runs: Sequence[Run], action: Action | None, lang: Lang, name: Callable[[Run, Lang], str] | None, length: int
) -> str:
    """One draft: scenarios told by `name` (None = only counted), the plan's title cut to `length` (0 = left out)."""
    bare = [run for run in runs if not run["plan"] and run["id"] != BASELINE]
    if not bare:
        return _only_baseline(runs, lang)
    words = _WORDS[lang]
    parts = []
    for colour in ("green", "amber", "red"):
        found = [run for run in bare if run["light"] == colour]
        if found:
            names = words["and"].join(name(run, lang) for run in found) if name else words["count"].format(len(found))
            rates = [rate for run in found if not math.isnan(rate := _rate(run))]
            lowest = words["lowest"].format(percent(min(rates))) if rates and colour != "green" else ""
            parts.append(words[colour].format(names) + lowest)
    parts.append(_first(bare, action, lang, length))
    told = words["then"].join(part for part in parts if part) + words["end"]
    return told[0].upper() + told[1:]


def _only_baseline(runs: Sequence[Run], lang: Lang) -> str:
    base = next((run for run in runs if run["id"] == BASELINE), None)
    rate = _rate(base) if base else math.nan
    told = "—" if math.isnan(rate) else percent(rate)
    return f"本次只跑了基线：履约率 {told}%。" if lang == "zh" else f"Only the baseline was played: {told} % fulfilled."


def _first(bare: Sequence[Run], action: Action | None, lang: Lang, length: int) -> str:
    """What to do first, when anything has to be done."""
    words = _WORDS[lang]
    weak = [run for run in bare if run["light"] in ("amber", "red")]
    if not weak:
        return ""
    if action is None:
        worst = min(weak, key=lambda run: (run["light"] != "red", _rate(run)))
        return words["no_plan"].format(short_name(worst["id"]))
    title = action.title[lang]
    cut = title if len(title) <= length else f"{title[: length - 1]}…"
    plan = words["plan"].format(cut) if length else words["a_plan"]
    cost = words["cost"].format(math.ceil(action.cost - _TOLERANCE)) if action.cost > 0 else words["free"]
    return words["first"].format(short_name(action.scenario), plan, percent(action.gain), cost)


def _rate(run: Run) -> float:
    return _number((run["kpis"].get(FULFILMENT) or {}).get("mean"))


_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "and": "、",
        "count": "{} 个场景",
        "green": "{}扛得住",
        "amber": "{}吃紧",
        "red": "{}扛不住",
        "lowest": "（履约率 {}%）",
        "then": "；",
        "end": "。",
        "first": "先为 {} 启用{}：履约率 +{} 个百分点，{}",
        "plan": "「{}」",
        "a_plan": "预案",
        "cost": "花费 {:,} 元",
        "free": "无额外花费",
        "no_plan": "尚无有效预案，先为 {} 补预案",
    },
    "en": {
        "and": ", ",
        "count": "{} scenarios",
        "green": "holds: {}",
        "amber": "strained: {}",
        "red": "breaks: {}",
        "lowest": " ({} % fulfilled)",
        "then": "; ",
        "end": ".",
        "first": "first, in {}, {}: +{} points of fulfilment, {}",
        "plan": '"{}"',
        "a_plan": "its plan",
        "cost": "{:,} yuan",
        "free": "no extra cost",
        "no_plan": "no plan helps yet: make one for {} first",
    },
}
