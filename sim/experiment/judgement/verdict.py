"""The verdict: one sentence in Chinese and English, made from the numbers: what holds, what breaks, what to do first.

Rounding is towards the failing side: 94.99 % becomes 94.9 %, a gain is rounded down, a time and a cost up.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.experiment.judgement.first_action import FULFILMENT, first_action, without_plan
from sim.kpi.registry import find
from sim.results.study import FirstAction, Run, Words

Lang = Literal["zh", "en"]

LONGEST: Mapping[Lang, int] = {"zh": 80, "en": 180}
_ROUNDING = 1e-9  # a number that is exact but for its last binary digits stays exact
_HOURS: Mapping[Lang, str] = {"zh": "小时", "en": " h"}


def verdict(runs: Sequence[Run]) -> Words:
    """The sentence in both languages, at most 80 Chinese characters or 180 letters long."""
    action = first_action(runs)
    return Words(zh=_fitting(runs, action, "zh"), en=_fitting(runs, action, "en"))


def percent(share: float) -> str:
    """A share in per cent with one decimal, rounded down; what is exact stays exact."""
    return f"{math.floor(share * 1000 + _ROUNDING) / 10:.1f}"


def short_name(name: str) -> str:
    """`A` for `a_head_streamer`; other names stay as they are."""
    head, mark, _ = name.partition("_")
    return head.upper() if mark and len(head) == 1 else name


@dataclass(frozen=True)
class _Draft:
    """How long a sentence may be: scenarios by `name` (None = counted), reasons for all of them or only for the worst,
    and the plan's title cut to `length` (0 = left out).
    """

    name: Callable[[Run, Lang], str] | None
    all_reasons: bool
    length: int


def _fitting(runs: Sequence[Run], action: FirstAction | None, lang: Lang) -> str:
    """The fullest sentence that is short enough; should even the shortest be too long, it is cut."""
    text = ""
    for draft in _DRAFTS:
        text = _sentence(runs, action, lang, draft)
        if len(text) <= LONGEST[lang]:
            return text
    return text[: LONGEST[lang] - 1] + "…"


def _in_full(run: Run, lang: Lang) -> str:
    return f"{short_name(run.id)} {_in(run.title, lang)}"


def _code(run: Run, lang: Lang) -> str:
    return short_name(run.id)


def _in(words: Words, lang: Lang) -> str:
    return words.zh if lang == "zh" else words.en


_DRAFTS = (
    _Draft(_in_full, True, 100),
    _Draft(_in_full, True, 12),
    _Draft(_code, True, 30),
    _Draft(_code, True, 12),
    _Draft(_code, False, 12),
    _Draft(_code, False, 0),
    _Draft(None, False, 0),
)


def _sentence(runs: Sequence[Run], action: FirstAction | None, lang: Lang, draft: _Draft) -> str:
    words, bare = _WORDS[lang], without_plan(runs)
    if not bare:
        base = next((run for run in runs if run.is_baseline), None)
        return words["only_baseline"].format(_value(base, FULFILMENT, lang) if base else "-")
    groups = {colour: [run for run in bare if run.light == colour] for colour in ("green", "amber", "red")}
    worst = "red" if groups["red"] else "amber"
    parts = []
    for colour, group in groups.items():
        if group:
            names = [draft.name(run, lang) for run in group] if draft.name else [words["count"].format(len(group))]
            reasons = colour == worst or (colour == "amber" and draft.all_reasons)
            parts.append(words[colour].format(words["and"].join(names)) + (_why(group, lang) if reasons else ""))
    first = _first(runs, [*groups["amber"], *groups["red"]], action, lang, draft.length)
    sentence = words["then"].join([*parts, *([first] if first else [])]) + words["end"]
    return sentence if lang == "zh" else sentence[0].upper() + sentence[1:]


def _why(group: Sequence[Run], lang: Lang) -> str:
    """The measure that makes the worst of a group what it is: fulfilment when that is to blame, else the first."""
    worst = min(group, key=_score)
    blamed = [kpi for kpi, light in worst.lights.items() if light == worst.light]
    kpi = FULFILMENT if FULFILMENT in blamed else next(iter(blamed), FULFILMENT)
    whose = _WORDS[lang]["whose"].format(short_name(worst.id)) if len(group) > 1 else ""
    return _WORDS[lang]["why"].format(whose, _title(kpi, lang), _value(worst, kpi, lang))


def _first(runs: Sequence[Run], weak: Sequence[Run], action: FirstAction | None, lang: Lang, length: int) -> str:
    """What to do first, when anything has to be done."""
    words = _WORDS[lang]
    if not weak:
        return ""
    if action is None:
        return words["no_plan"].format(short_name(min(weak, key=_score).id))
    answer = next(run for run in runs if (run.id, run.plan) == (action.scenario, action.plan))
    title = _in(answer.plan_title or Words(zh=action.plan, en=action.plan), lang)
    cut = title if len(title) <= length else f"{title[: length - 1]}…"
    plan = words["plan"].format(cut) if length else words["a_plan"]
    cost = words["cost"].format(math.ceil(action.cost - _ROUNDING)) if action.cost > 0 else words["free"]
    gain = words["gain"].format(_title(action.kpi, lang), percent(action.gain))
    return words["first"].format(short_name(action.scenario), plan, gain, cost)


def _score(run: Run) -> float:
    return math.inf if run.score is None else run.score


def _title(kpi: str, lang: Lang) -> str:
    """The measure's title without what stands in brackets."""
    known = find(kpi)
    return (known.title_zh.partition("（")[0] if lang == "zh" else known.title_en.partition(" by ")[0].lower()).strip()


def _value(run: Run, kpi: str, lang: Lang) -> str:
    mean = run.mean(kpi) if kpi in run.kpis else math.nan
    if math.isnan(mean):
        return "-"
    unit = find(kpi).unit
    if unit == "share":
        return f"{percent(mean)}%"
    return f"{math.ceil(mean - _ROUNDING):,}{_HOURS[lang] if unit == 'h' else ''}"


_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "only_baseline": "本次只跑了基线：履约率{}。",
        "and": "、",
        "count": "{}个场景",
        "green": "{}扛得住",
        "amber": "{}吃紧",
        "red": "{}扛不住",
        "whose": "{} ",
        "why": "（{}{}{}）",
        "then": "；",
        "end": "。",
        "first": "先为{}启用{}：{}，{}",
        "gain": "{}+{}个百分点",
        "plan": "「{}」",
        "a_plan": "预案",
        "cost": "花费{:,}元",
        "free": "无额外花费",
        "no_plan": "尚无有效预案，先为{}补预案",
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
