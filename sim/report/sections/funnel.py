"""Order funnel: how many orders get from the first step to the customer's hands, and where the others leave."""

from functools import partial

from sim.report.charts.funnel import funnel
from sim.report.document import Column, Part, Picture, Section, Table
from sim.report.labels import Drill, Result, Run, code, drills, label, member, members_note, runs
from sim.report.numbers import figure
from sim.report.terms import Lang, say, word
from sim.report.values import Cell, Value, number

ORDER = 40
TITLE = {"zh": "订单漏斗：漏在哪里", "en": "Order funnel: where orders are lost"}


def build(result: Result, lang: Lang) -> Section | None:
    """Pictures for the scenario that loses most and for its best plan; the table has every run."""
    held = [run for run in runs(result) if run.get("funnel")]
    if not held:
        return None
    worst = _worst(drills(result))
    shown = [run for run in ((worst.without, worst.best) if worst else held[:1]) if run in held]
    pictures = tuple(_picture(result, run, lang) for run in shown if run)
    finding = _finding(result, worst.without if worst else held[0], lang)
    return Section("funnel", TITLE[lang], (Part(finding, _table(result, held, lang), pictures),))


def _arrived(run: Run) -> float:
    steps = [number(step.get("orders")) or 0.0 for step in run.get("funnel") or ()]
    return steps[-1] / steps[0] if steps and steps[0] else 1.0


def _worst(played: list[Drill]) -> Drill | None:
    return min((d for d in played if d.without.get("funnel")), key=lambda d: _arrived(d.without), default=None)


def _pairs(run: Run, table: str, name: str, lang: Lang) -> list[tuple[str, float]]:
    return [(word(row[name], lang), number(row.get("orders")) or 0.0) for row in run.get(table) or ()]


def _picture(result: Result, run: Run, lang: Lang) -> Picture:
    exits = [pair for pair in _pairs(run, "exits", "exit", lang) if pair[1] > 0]
    draw = partial(
        funnel,
        label(result, run, lang),
        _pairs(run, "funnel", "step", lang),
        exits,
        say(lang, "流失去向", "Lost to"),
        "plan" if run.get("plan") else "bare",
    )
    return Picture(
        f"funnel-{code(result, run, 'en').replace('+', 'p')}",
        say(lang, f"{label(result, run, lang)} 的订单漏斗", f"Order funnel of {label(result, run, lang)}"),
        draw,
    )


def _table(result: Result, held: list[Run], lang: Lang) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for table, name in (("funnel", "step"), ("exits", "exit")):
        codes = list(dict.fromkeys(row[name] for run in held for row in run.get(table) or ()))
        kind = say(lang, "环节", "Step") if table == "funnel" else say(lang, "流失", "Exit")
        for found in codes:
            cells = [_count(run, table, name, found) for run in held]
            if table == "funnel" or any(cell.number for cell in cells):
                rows.append((word(found, lang), kind, *cells))
    heads = [Column(code(result, run, lang), "interval") for run in held]
    return Table(
        say(lang, "订单漏斗与流失", "Funnel and exits"),
        (Column(say(lang, "环节 / 去向", "Step / exit")), Column(say(lang, "类别", "Kind")), *heads),
        tuple(rows),
        "funnel",
        members_note(result, lang) + say(lang, "没有人走的去向不列出。", "Exits that nobody took are not listed."),
    )


def _count(run: Run, table: str, name: str, found: str) -> Value:
    """The orders of one step or exit, with the interval that `funnel` or `exits` gives."""
    raw = next((row.get("orders") for row in run.get(table) or () if row[name] == found), None)
    return member(run, table, found, raw, "orders")


def _finding(result: Result, run: Run, lang: Lang) -> str:
    name, share = code(result, run, lang), figure(_arrived(run), "share")
    exits = sorted(_pairs(run, "exits", "exit", lang), key=lambda pair: -pair[1])
    first = _pairs(run, "funnel", "step", lang)[0][1]
    told = say(lang, f"{name} 中 {share}% 的订单走到最后一步", f"In {name}, {share}% of orders reach the last step")
    if exits and exits[0][1] > 0 and first:
        most, part = exits[0], figure(exits[0][1] / first, "share")
        told += say(
            lang,
            f"；漏得最多的是“{most[0]}”：{figure(most[1], 'orders')} 单（{part}%）",
            f"; most are lost to '{most[0]}': {figure(most[1], 'orders')} orders ({part}%)",
        )
    return told + say(lang, "。", ".")
