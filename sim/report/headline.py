"""Page one in words: whose drill, the score, what holds, what breaks, the first thing to do."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.report.document import Section
from sim.report.labels import (
    FULFILMENT,
    Result,
    Run,
    code,
    drills,
    effect,
    first_step,
    measure,
    measure_title,
    plan_title,
    previous_score,
    target,
    title,
)
from sim.report.numbers import SCORE, figure, interval, points, written
from sim.report.terms import TINTS, Lang, light_mark, pick, say
from sim.report.values import Value, number, value

TOLD = 2  # missed targets told of a scenario


@dataclass(frozen=True)
class Fact:
    """One of the three answers of page one; `role` is the colour it is marked with."""

    mark: str
    role: str
    heading: str
    lines: tuple[str, ...]
    lights: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Headline:
    """Everything above the scorecard."""

    title: str
    brand: str
    month: str
    facts_of_run: tuple[tuple[str, str], ...]
    score: Value
    score_word: str
    score_change: str
    history: tuple[tuple[str, float], ...]
    history_word: str
    verdict_word: str
    verdict: str
    facts: tuple[Fact, ...]


def headline(result: Result, lang: Lang) -> Headline:
    """Page one of this result."""
    score = value(result.get("score"), SCORE, better="higher")
    return Headline(
        title=say(lang, "供应链压力测试月度演练报告", "Monthly supply chain stress drill"),
        brand=pick(result.get("brand"), lang, "—"),
        month=str(result.get("month") or ""),
        facts_of_run=_facts_of_run(result, lang),
        score=score,
        score_word=say(lang, "爆款承接能力评分", "Readiness score"),
        score_change=_score_change(result, score, lang),
        history=_history(result),
        history_word=say(lang, "历次演练评分", "Scores of earlier drills"),
        verdict_word=say(lang, "一句话结论", "In one sentence"),
        verdict=pick(result.get("verdict"), lang, say(lang, "结果未给出结论。", "The result carries no verdict.")),
        facts=tuple(fact for fact in (_holds(result, lang), _breaks(result, lang), _first(result, lang)) if fact),
    )


def about(head: Headline, chapters: Sequence[Section]) -> Headline:
    """Page one of a study that is no drill: title and answer are those of the chapter it is about, and nothing scores.

    Its scenarios are played without plans, so that a readiness score and the advice to make plans would mislead.
    """
    subject = next((chapter for chapter in chapters if chapter.subject), None)
    if subject is None:
        return head
    mine = replace(head, title=subject.subject, verdict=subject.answer or subject.parts[0].finding, facts=())
    return replace(mine, score=Value(None), score_word="", score_change="", history=())


def _facts_of_run(result: Result, lang: Lang) -> tuple[tuple[str, str], ...]:
    held = len(result.get("history") or ())
    facts = (
        (say(lang, "演练", "Drill"), say(lang, f"第 {held} 次", f"no. {held}") if held else ""),
        (say(lang, "重复", "Replications"), str(result.get("replications") or "")),
        (say(lang, "种子", "Seed"), str(result.get("seed", ""))),
        (say(lang, "模型", "Model"), str(result.get("version") or "")),
        (say(lang, "配置", "Configuration"), str(result.get("config_hash") or "")[:12]),
    )
    return tuple(fact for fact in facts if fact[1])


def _score_change(result: Result, score: Value, lang: Lang) -> str:
    before = previous_score(result)
    if before is None or score.number is None:
        return ""
    month, earlier = before
    then, now = (points(reached) for reached in (earlier, score.number))
    moved = figure(now - then, "orders", signed=True)
    return say(lang, f"较 {month} {moved}（{then} → {now}）", f"{moved} since {month} ({then} → {now})")


def _history(result: Result) -> tuple[tuple[str, float], ...]:
    """Earlier drills and this one; drills without a score are left out."""
    this = (str(result.get("month")), number(result.get("score")))
    rows = [(str(row.get("month")), number(row.get("score"))) for row in result.get("history") or ()]
    kept = [row for row in rows if row[0] != this[0]] + [this]
    return tuple((month, score) for month, score in kept if score is not None)[-12:]


def _line(result: Result, run: Run, lang: Lang) -> str:
    """The scenario with its fulfilment, or with the targets that it misses."""
    lights = run.get("lights") or {}
    told = [name for name, light in lights.items() if light in ("red", "amber")] or [FULFILMENT]
    missed = [
        f"{measure_title(result, name, lang)} {written(measure(result, run, name), lang)}" for name in told[:TOLD]
    ]
    return " · ".join((f"{code(result, run, lang)} {title(run, lang)}", *missed))


def _holds(result: Result, lang: Lang) -> Fact | None:
    good = [drill.without for drill in drills(result) if drill.without.get("light") == "green"]
    if not drills(result):
        return None
    lines = tuple(_line(result, run, lang) for run in good)
    none = (say(lang, "没有场景在无预案时达标", "No scenario holds without a plan"),)
    return Fact(light_mark("green"), "good", say(lang, "扛得住", "Holds"), lines or none)


def _breaks(result: Result, lang: Lang) -> Fact | None:
    bad = [drill.without for drill in drills(result) if drill.without.get("light") in ("red", "amber")]
    if not drills(result):
        return None
    if not bad:
        none = say(lang, "没有场景被判为不达标或预警", "No scenario is judged as missed or as a warning")
        return Fact(light_mark("red"), "bad", _weakness((), lang), (none,))
    bad.sort(key=lambda run: measure(result, run, FULFILMENT).number or 0.0)
    lines = tuple(_line(result, run, lang) for run in bad)
    lights = tuple(str(run["light"]) for run in bad)
    worst = "red" if "red" in lights else "amber"
    goal = target(result, FULFILMENT)
    aim = "" if goal is None else say(lang, f"（履约率目标 {goal * 100:g}%）", f" (fulfilment target {goal * 100:g}%)")
    return Fact(light_mark(worst), TINTS[worst], _weakness(lights, lang) + aim, lines, lights)


def _weakness(lights: tuple[str, ...], lang: Lang) -> str:
    """The verdict's own words: red breaks, amber is strained."""
    words = {"red": say(lang, "扛不住", "Breaks"), "amber": say(lang, "吃紧", "Strained")}
    return say(lang, "、", ", ").join(words[colour] for colour in words if colour in lights or not lights)


def _first(result: Result, lang: Lang) -> Fact | None:
    """The plan that everybody names first, or what to do when there is none."""
    heading = say(lang, "先做什么", "First thing to do")
    chosen = first_step(result)
    if chosen is None:
        return Fact("→", "plan", heading, (_without_a_plan(result, lang),)) if drills(result) else None
    drill, plan, name = chosen
    gain, _ = effect(result, drill.without, plan, name)
    bounds = f" [{interval(gain)}]" if interval(gain) else ""
    lines = [
        f"{code(result, drill.without, lang)} · {plan_title(plan, lang)}",
        f"{measure_title(result, name, lang)} {written(gain, lang)}{bounds}",
    ]
    cost = value(plan.get("plan_cost"), "yuan", better="lower")
    if cost.number is not None:
        lines.append(say(lang, f"预案成本 {written(cost, lang)}", f"the plan costs {written(cost, lang)}"))
    change = effect(result, drill.without, plan, "cost_per_order")[0]
    if change.number is not None:
        lines.append(f"{measure_title(result, 'cost_per_order', lang)} {written(change, lang)}")
    return Fact("→", "plan", heading, tuple(lines))


def _without_a_plan(result: Result, lang: Lang) -> str:
    """As the verdict says it: nothing has to be done, or the weakest scenario lacks a plan that helps."""
    weak = [drill.without for drill in drills(result) if drill.without.get("light") in ("red", "amber")]
    if not weak:
        return say(lang, "没有场景需要启用预案", "No scenario needs a plan")
    worst = min(weak, key=lambda run: math.inf if number(run.get("score")) is None else float(run["score"]))
    name = code(result, worst, lang)
    return say(lang, f"尚无有效预案，先为 {name} 补预案", f"No plan helps yet: make one for {name} first")
