"""Cost per order by category, without and with the plan."""

from functools import partial

from sim.report.charts.diverging import diverging
from sim.report.charts.palette import KINDS
from sim.report.charts.stacked import stacked
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import Result, Run, code, drills, effect, label, measure, member, members_note, runs
from sim.report.numbers import interval, written
from sim.report.terms import Lang, say, word
from sim.report.values import Cell, number, value

ORDER = 80
TITLE = {"zh": "每单成本：韧性花在哪", "en": "Cost per order: what resilience costs"}


def build(result: Result, lang: Lang) -> Section | None:
    """Nothing when no run reports costs."""
    held = [run for run in runs(result) if run.get("cost")]
    if not held:
        return None
    names = sorted(
        {name for run in held for name in run["cost"]}, key=lambda name: (-sum(_yuan(run, name) for run in held), name)
    )
    kept = names if len(names) <= KINDS else names[: KINDS - 1]
    other = say(lang, "其他", "Other")
    bars = []
    for k, run in enumerate(held):
        amounts = {word(name, lang): _yuan(run, name) for name in kept}
        if len(kept) < len(names):
            amounts[other] = sum(_yuan(run, name) for name in names if name not in kept)
        bars.append((code(result, run, lang), amounts, k > 0 and not run.get("plan")))
    kinds = list(bars[0][1])
    picture = Picture("cost", say(lang, "每单成本构成", "Cost per order by category"), partial(stacked, kinds, bars, 2))
    pictures = (picture, *_moved(result, names, lang))
    part = Part(_finding(result, names, lang), _table(result, held, names, lang), pictures)
    return Section("cost", TITLE[lang], (part,))


def _yuan(run: Run, name: str) -> float:
    return number((run.get("cost") or {}).get(name)) or 0.0


def _table(result: Result, held: list[Run], names: list[str], lang: Lang) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for run in held:
        cells = [member(run, "cost", name, run["cost"].get(name), "yuan") for name in names]
        total = measure(result, run, "cost_per_order")
        whole = total if total.number is not None else value(sum(_yuan(run, name) for name in names), "yuan")
        rows.append((label(result, run, lang), whole, *cells))
    heads = [Column(word(name, lang), "interval") for name in names]
    return Table(
        say(lang, "每单成本（元）", "Cost per order (yuan)"),
        (
            Column(say(lang, "场景 / 预案", "Scenario / plan")),
            Column(say(lang, "合计", "Total"), "interval", "total"),
            *heads,
        ),
        tuple(rows),
        "cost",
        members_note(result, lang),
    )


def _most_changed(result: Result, names: list[str]) -> tuple[Run, Run] | None:
    """The scenario without and with its best plan whose cost differs most."""
    pairs = [(d.without, d.best) for d in drills(result) if d.without.get("cost") and d.best and d.best.get("cost")]
    return max(pairs, key=lambda pair: abs(sum(_yuan(pair[1], n) - _yuan(pair[0], n) for n in names)), default=None)


def _moved(result: Result, names: list[str], lang: Lang) -> list[Picture]:
    pair = _most_changed(result, names)
    if pair is None:
        return []
    bare, plan = pair
    rows = [(word(name, lang), _yuan(plan, name) - _yuan(bare, name)) for name in names]
    ends = f"{code(result, bare, lang)} → {code(result, plan, lang)}"
    heading = say(lang, f"{ends}：每单变化（元）", f"{ends}: change per order (yuan)")
    return [Picture("cost-moved", heading, partial(diverging, heading, rows, 2))]


def _finding(result: Result, names: list[str], lang: Lang) -> str:
    pair = _most_changed(result, names)
    if pair is None:
        return say(
            lang,
            "各场景每单成本的构成；条形末端为合计（元）。",
            "What an order costs in each scenario; bar ends: totals in yuan.",
        )
    bare, plan = pair
    paired, _ = effect(result, bare, plan, "cost_per_order")
    summed = value(sum(_yuan(plan, n) - _yuan(bare, n) for n in names), "yuan", signed=True)
    gap = summed if paired.number is None else paired
    whole = written(gap, lang) + (f" [{interval(gap)}]" if interval(gap) else "")
    moved = max(names, key=lambda n: abs(_yuan(plan, n) - _yuan(bare, n)))
    shift = value(_yuan(plan, moved) - _yuan(bare, moved), "yuan", signed=True)
    name = code(result, bare, lang)
    return say(
        lang,
        f"预案改变成本最多的是 {name}：{whole}，其中“{word(moved, lang)}”{written(shift, lang)}。"
        "条形末端为合计（元）。",
        f"The plan changes cost most in {name}: {whole}, of which '{word(moved, lang)}' "
        f"{written(shift, lang)}. Bar ends: totals in yuan.",
    )
