"""Page one in words: whose drill, the score, what holds, what breaks, the first thing to do."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.reporting.document import Section
from sim.reporting.labels import COST, FULFILMENT, label, measure_title, plan_title, short_name
from sim.reporting.numbers import SCORE, figure, points, with_interval, written
from sim.reporting.terms import TINTS, light_mark, text
from sim.reporting.values import ReportQuantity, difference, measure, number_or, quantity
from sim.results.study import FirstAction, Lang, Light, Run, StudyResult

MISSED = 2
"""Missed targets that are shown of a scenario."""
DRILLS = 12
"""Drills of the history."""


@dataclass(frozen=True)
class Fact:
    """One of the three answers of page one; `role` is the colour it is marked with."""

    mark: str
    role: str
    heading: str
    lines: tuple[str, ...]
    lights: tuple[Light | None, ...] = ()


@dataclass(frozen=True)
class Headline:
    """Everything above the scorecard."""

    title: str
    brand: str
    month: str
    facts_of_run: tuple[tuple[str, str], ...]
    score: ReportQuantity
    score_word: str
    score_change: str
    history: tuple[tuple[str, float], ...]
    history_word: str
    verdict_word: str
    verdict: str
    facts: tuple[Fact, ...]


def headline(result: StudyResult, lang: Lang) -> Headline:
    """Page one of this result."""
    return Headline(
        title=text(lang, "供应链压力测试月度演练报告", "Monthly supply chain stress drill"),
        brand=result.brand.of(lang),
        month=result.month,
        facts_of_run=_facts_of_run(result, lang),
        score=quantity(result.score, SCORE, better="higher"),
        score_word=text(lang, "爆款承接能力评分", "Readiness score"),
        score_change=_score_change(result, lang),
        history=_history(result),
        history_word=text(lang, "历次演练评分", "Scores of earlier drills"),
        verdict_word=text(lang, "一句话结论", "In one sentence"),
        verdict=result.verdict.of(lang),
        facts=_facts(result, lang),
    )


def about(head: Headline, sections: Sequence[Section]) -> Headline:
    """Page one of a study that is no drill: title and answer are those of the section it is about, without a score.

    Its scenarios are played without plans, so that a readiness score and the advice to make plans would mislead.
    """
    subject = next((section for section in sections if section.subject), None)
    if subject is None:
        return head
    mine = replace(head, title=subject.subject, verdict=subject.answer or subject.parts[0].finding, facts=())
    return replace(mine, score=ReportQuantity(None), score_word="", score_change="", history=())


def _facts_of_run(result: StudyResult, lang: Lang) -> tuple[tuple[str, str], ...]:
    count = len(result.history)
    drill = ((text(lang, "演练", "Drill"), text(lang, f"第 {count} 次", f"no. {count}")),) if count else ()
    return (
        *drill,
        (text(lang, "重复", "Replications"), str(result.replications)),
        (text(lang, "种子", "Seed"), str(result.seed)),
        (text(lang, "模型", "Model"), result.version),
        (text(lang, "配置", "Configuration"), result.config_hash[:12]),
    )


def _score_change(result: StudyResult, lang: Lang) -> str:
    before = result.previous
    if before is None or before.score is None or result.score is None:
        return ""
    then, now = points(before.score), points(result.score)
    moved, month = figure(now - then, "orders", signed=True), before.month
    return text(lang, f"较 {month} {moved}（{then} → {now}）", f"{moved} since {month} ({then} → {now})")


def _history(result: StudyResult) -> tuple[tuple[str, float], ...]:
    """Earlier drills and this one; drills without a score are left out."""
    earlier = [(drill.month, drill.score) for drill in result.history if drill.month != result.month]
    drills = (*earlier, (result.month, result.score))
    return tuple((month, score) for month, score in drills if score is not None)[-DRILLS:]


def _facts(result: StudyResult, lang: Lang) -> tuple[Fact, ...]:
    """What holds, what breaks, what to do first; nothing without a shock."""
    if not result.without_plans:
        return ()
    return _holds(result, lang), _breaks(result, lang), _first_thing(result, lang)


def _weak(result: StudyResult) -> list[Run]:
    """The scenarios that miss their targets without a plan."""
    return [run for run in result.without_plans if run.light in ("red", "amber")]


def _holds(result: StudyResult, lang: Lang) -> Fact:
    good = tuple(_line(result, run, lang) for run in result.without_plans if run.light == "green")
    none = (text(lang, "没有场景在无预案时达标", "No scenario holds without a plan"),)
    return Fact(light_mark("green"), "good", text(lang, "扛得住", "Holds"), good or none)


def _breaks(result: StudyResult, lang: Lang) -> Fact:
    weak = sorted(_weak(result), key=lambda run: number_or(run.mean(FULFILMENT), 0.0))
    if not weak:
        none = text(lang, "没有场景被判为不达标或预警", "No scenario is judged as missed or as a warning")
        return Fact(light_mark("red"), "bad", _weakness((), lang), (none,))
    lights = tuple(run.light for run in weak)
    worst: Light = "red" if "red" in lights else "amber"
    goal = result.goal(FULFILMENT)
    aim = "" if goal is None else text(lang, f"（履约率目标 {goal * 100:g}%）", f" (fulfilment target {goal * 100:g}%)")
    lines = tuple(_line(result, run, lang) for run in weak)
    return Fact(light_mark(worst), TINTS[worst], _weakness(lights, lang) + aim, lines, lights)


def _line(result: StudyResult, run: Run, lang: Lang) -> str:
    """The scenario with its fulfilment, or with the targets that it misses."""
    missed = [kpi for kpi, light in run.lights.items() if light in ("red", "amber")] or [FULFILMENT]
    measured = (
        f"{measure_title(result, kpi, lang)} {written(measure(result, run, kpi), lang)}" for kpi in missed[:MISSED]
    )
    return " · ".join((label(result, run, lang), *measured))


def _weakness(lights: tuple[Light | None, ...], lang: Lang) -> str:
    """The verdict's own words: red breaks, amber is strained."""
    words = {"red": text(lang, "扛不住", "Breaks"), "amber": text(lang, "吃紧", "Strained")}
    return text(lang, "、", ", ").join(words[light] for light in words if light in lights or not lights)


def _first_thing(result: StudyResult, lang: Lang) -> Fact:
    """The plan that the study names first, or what to do when it names none."""
    first = result.first_action
    lines = (_without_a_plan(result, lang),) if first is None else _plan_lines(result, first, lang)
    return Fact("→", "plan", text(lang, "先做什么", "First thing to do"), lines)


def _plan_lines(result: StudyResult, first: FirstAction, lang: Lang) -> tuple[str, ...]:
    """Which plan, what it gains, what it costs, and what an order costs then."""
    bare, plan = result.run(first.scenario), result.run(first.scenario, first.plan)
    gain = with_interval(difference(result, first.kpi, plan.effect[first.kpi]), lang)
    lines = [
        f"{short_name(result, bare, lang)} · {plan_title(plan, lang)}",
        f"{measure_title(result, first.kpi, lang)} {gain}",
    ]
    if plan.plan_cost is not None:
        cost = written(quantity(plan.plan_cost, "yuan", better="lower"), lang)
        lines.append(text(lang, f"预案成本 {cost}", f"the plan costs {cost}"))
    change = difference(result, COST, plan.effect[COST])
    if change.number is not None:
        lines.append(f"{measure_title(result, COST, lang)} {written(change, lang)}")
    return tuple(lines)


def _without_a_plan(result: StudyResult, lang: Lang) -> str:
    """As the verdict has it: nothing has to be done, or the weakest scenario lacks a plan that helps."""
    weak = _weak(result)
    if not weak:
        return text(lang, "没有场景需要启用预案", "No scenario needs a plan")
    worst = min(weak, key=lambda run: math.inf if run.score is None else run.score)
    name = short_name(result, worst, lang)
    return text(lang, f"尚无有效预案，先为 {name} 补预案", f"No plan helps yet: make one for {name} first")
