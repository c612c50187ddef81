"""Bottleneck heat map: utilisation of every resource in its busiest four hours, and which one binds first."""

from collections import Counter
from functools import partial

from sim.report.charts.heat import heat
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import BASELINE, Result, Run, code, label, member, members_note, resource_title, runs, shared_n
from sim.report.numbers import moment
from sim.report.terms import Lang, say
from sim.report.values import Value, number, value

ORDER = 30
TITLE = {"zh": "瓶颈热力图：哪个环节先撑不住", "en": "Bottlenecks: what gives way first"}
DRAWN = 16


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing when no run reports utilisation."""
    held = [run for run in runs(result) if run.get("utilisation")]
    if not held:
        return None
    names = sorted({name for run in held for name in run["utilisation"]}, key=lambda name: (-_peak(held, name), name))
    shown = names[:DRAWN]
    picture = Picture(
        "heat",
        say(lang, "资源与场景的峰值利用率热力图", "Heat map of peak utilisation by resource and scenario"),
        partial(
            heat,
            [resource_title(result, name, lang) for name in shown],
            [code(result, run, lang) for run in held],
            [[number(run["utilisation"].get(name)) for run in held] for name in shown],
            [_bound(result, run, lang) for run in held],
        ),
    )
    cells = Table(
        say(lang, "峰值 4 小时平均利用率", "Mean utilisation in the busiest four hours"),
        (Column(say(lang, "资源", "Resource")), *(Column(code(result, run, lang), "interval", "heat") for run in held)),
        tuple((resource_title(result, name, lang), *(_busy(run, name) for run in held)) for name in names),
        "bottleneck",
        members_note(result, lang),
    )
    first = Part(_how_to_read(result, len(names), lang), _binds(result, held, lang), beside=True)
    return Section(
        "bottleneck", TITLE[lang], (Part(_finding(result, held, lang), cells, (picture,), beside=True), first)
    )


def _peak(held: list[Run], name: str) -> float:
    return max(number(run["utilisation"].get(name)) or 0.0 for run in held)


def _busy(run: Run, name: str | None) -> Value:
    return member(run, "utilisation", str(name), run["utilisation"].get(name), "share")


def _binding(run: Run) -> str | None:
    found = (run.get("binds_first") or {}).get("resource")
    return str(found) if found else None


def _bound(result: Result, run: Run, lang: Lang) -> str | None:
    """What people call the resource that binds first."""
    name = _binding(run)
    return None if name is None else resource_title(result, name, lang)


def _binds(result: Result, held: list[Run], lang: Lang) -> Table:
    rows = tuple(
        (
            label(result, run, lang),
            _bound(result, run, lang),
            moment((run.get("binds_first") or {}).get("at"), result.get("start"), lang),
            _busy(run, _binding(run)),
            value((run.get("binds_first") or {}).get("runs"), "times"),
        )
        for run in held
    )
    heads = (
        ("场景 / 预案", "Scenario / plan"),
        ("最先到顶", "Binds first"),
        ("时刻", "When"),
    )
    n = shared_n(result)
    columns = (
        *(Column(say(lang, *h)) for h in heads),
        Column(say(lang, "峰值利用率", "Peak utilisation"), "interval"),
        Column(say(lang, f"最先的重复（共 {n} 次）", f"Replications (of {n})")),
    )
    return Table(say(lang, "最先到顶的环节", "What binds first"), columns, rows, "bottleneck", cards=True)


def _finding(result: Result, held: list[Run], lang: Lang) -> str:
    if all(run.get("id") == BASELINE for run in held):
        return say(lang, "没有冲击场景：平日里各环节的忙闲。", "How busy everything is in the ordinary month.")
    bare = [run for run in held if not run.get("plan") and run.get("id") != BASELINE and _binding(run)]
    if not bare:
        return say(lang, "冲击下没有任何环节到顶。", "Nothing reaches its limit under any shock.")
    often, times = Counter(_binding(run) for run in bare).most_common(1)[0]
    if times == 1 and len(bare) > 1:
        told = say(lang, "、", ", ").join(f"{code(result, run, lang)} {_bound(result, run, lang)}" for run in bare)
        return say(lang, f"各场景最先到顶的环节都不同：{told}。", f"Every scenario binds somewhere else first: {told}.")
    where = [run for run in bare if _binding(run) == often]
    codes = say(lang, "、", ", ").join(code(result, run, lang) for run in where)
    when = moment(where[0]["binds_first"].get("at"), result.get("start"), lang)
    first, often = code(result, where[0], lang), _bound(result, where[0], lang)
    return say(
        lang,
        f"最先到顶的多半是 {often}：无预案的 {len(bare)} 个冲击场景里有 {times} 个（{codes}）；{first} 中在 {when}。",
        f"{often} binds first in {times} of {len(bare)} shocks without a plan ({codes}); in {first} at {when}.",
    )


def _how_to_read(result: Result, count: int, lang: Lang) -> str:
    more = count > DRAWN
    zh = f"图中只画最忙的 {DRAWN} 个（共 {count} 个），其余见数据表。" if more else ""
    en = f" The picture shows the {DRAWN} busiest of {count}; the table has all." if more else ""
    return say(
        lang,
        "数字为峰值 4 小时平均利用率（%），供应商和干线为最忙一天；颜色越浓越忙，"
        f"粗框为该场景最先到顶的环节；“+”为有预案。{zh}",
        f"Numbers are utilisation (%) in the busiest four hours, of suppliers and lanes in the busiest day; stronger "
        f"colours are busier, frames mark what binds first; '+' is with the plan.{en}",
    )
