"""The result of a study as a table for the terminal: what holds, what breaks, and what a plan would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.screen import count, fold
from sim.report.labels import (
    BASELINE,
    FULFILMENT,
    Drill,
    Result,
    Run,
    baseline,
    drills,
    label,
    measure,
    measure_title,
    previous_score,
    unit,
)
from sim.report.numbers import EXACT, figure, points, written
from sim.report.terms import Lang, light_mark, light_word, pick, say
from sim.report.values import Value, number, value

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

NARROW, WIDE = 80, 120
NAME = 26
STYLES = {"green": "green", "amber": "yellow", "red": "red"}
LEAD, RECOVERY = "lead_time_p95", "time_to_recover"


def heading(result: Result, lang: Lang) -> str:
    """Whose drill of which month, and how much was played."""
    played = drills(result)
    plans = sum(len(drill.plans) for drill in played)
    n = result.get("replications")
    parts = [
        pick(result.get("brand"), lang),
        str(result.get("month") or ""),
        say(lang, f"{len(played)} 个场景，{plans} 个预案", f"{count(len(played), 'scenario')}, {count(plans, 'plan')}"),
        say(lang, f"每种 {n} 次重复", f"{count(int(n or 0), 'replication')} of each"),
    ]
    return " · ".join(part for part in parts if part)


def scorecard(result: Result, lang: Lang, width: int) -> Table:
    """One row a scenario. On a wide screen the plans stand in a column of their own, else in rows underneath."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    heads = [say(lang, "履约率", "Fulfilled"), say(lang, "P95 时长", "P95 time")]
    heads += [say(lang, "恢复", "Recovery")] if width >= NARROW else []
    for head in (*heads, say(lang, "评分", "Score")):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    if width >= WIDE:
        table.add_column(say(lang, "启动预案后", "With plan"), no_wrap=True)
    base = baseline(result)
    for drill in ([Drill(base, ())] if base else []) + drills(result):
        name = fold(label(result, drill.without, lang), _name_width(width))
        row = _row(result, drill.without, name, lang, width)
        plans = [_plan(result, plan, lang, width) for plan in drill.plans]
        table.add_row(*row, *([_lines(plans)] if width >= WIDE else []))
        for plan in drill.plans if width < WIDE else ():
            words = fold(pick(plan.get("plan_title"), lang, str(plan["plan"])), _name_width(width) - 4)
            table.add_row(*_row(result, plan, "  → " + words.replace("\n", "\n    "), lang, width))
    return table


def sentences(result: Result, lang: Lang) -> list[str]:
    """The score with its change since the last drill, and the verdict."""
    lines = []
    score = number(result.get("score"))
    if score is not None:
        before = previous_score(result)
        text = say(lang, f"爆款承接能力评分 {points(score)}", f"Readiness score {points(score)}")
        if before is not None:
            moved = points(score) - points(before[1])
            mark = "▲" if moved > 0 else "▼" if moved < 0 else "="
            text += say(lang, f"  ({mark} {moved:+d}，较 {before[0]})", f"  ({mark} {moved:+d} since {before[0]})")
        lines.append(text)
    verdict = pick(result.get("verdict"), lang)
    if verdict:
        lines.append(say(lang, f"一句话结论：{verdict}", f"In one sentence: {verdict}"))
    return lines


def unmet(result: Result, lang: Lang) -> list[str]:
    """Every expectation that was not met, in words."""
    return [
        f"■ {_name(result, run, lang)}: {measure_title(result, str(one['kpi']), lang)} "
        f"{plain(written(measure(result, run, str(one['kpi'])), lang))}, {_bound(result, one, lang)}"
        for run in result.get("scenarios") or ()
        for one in run.get("expect") or ()
        if not one.get("met")
    ]


def _bound(result: Result, expected: Run, lang: Lang) -> str:
    name = str(expected["kpi"])
    sides = (("at_least", "应不低于", "expected at least"), ("at_most", "应不高于", "expected at most"))
    return say(lang, "，", ", ").join(
        f"{say(lang, zh, en)} {plain(written(value(expected[side], unit(result, name)), lang))}"
        for side, zh, en in sides
        if expected.get(side) is not None
    )


def _name(result: Result, run: Run, lang: Lang) -> str:
    plan = f" + {pick(run.get('plan_title'), lang, str(run['plan']))}" if run.get("plan") else ""
    return f"{label(result, {**run, 'plan': None}, lang)}{plan}"


def _row(result: Result, run: Run, name: str, lang: Lang, width: int) -> list[Text | str]:
    colour = str(run.get("light"))
    light = light_mark(colour) + (f" {light_word(colour, lang)}" if width >= NARROW else "")
    score = number(run.get("score"))
    recovery = ["-" if run.get("id") == BASELINE else _duration(result, run, RECOVERY, lang)]
    return [
        name,
        interval_cell(measure(result, run, FULFILMENT), lang),
        _duration(result, run, LEAD, lang),
        *(recovery if width >= NARROW else []),
        "-" if score is None else str(points(score)),
        _coloured(light, colour),
    ]


def _plan(result: Result, run: Run, lang: Lang, width: int) -> Text:
    colour = str(run.get("light"))
    share = f"{light_mark(colour)} {plain(written(measure(result, run, FULFILMENT), lang))}  "
    words = fold(pick(run.get("plan_title"), lang, str(run["plan"])), width - 100)
    return _coloured(share + words.replace("\n", "\n" + " " * len(share)), colour)


def _name_width(width: int) -> int:
    """Cells for the first column: what the screen has beyond what the numbers need."""
    return NAME if width < NARROW else NAME + width - NARROW if width < WIDE else width if width > 1000 else 34


def _lines(parts: list[Text]) -> Text:
    from rich.text import Text

    return Text("\n").join(parts)


def _coloured(text: str, colour: str) -> Text:
    from rich.text import Text

    return Text(text, style=STYLES.get(colour, ""))


def interval_cell(found: Value, lang: Lang) -> str:
    """`98.7% ± 0.4`: how far the 95 % interval reaches, to the farther side where it is cut; `<0.1` is not nothing."""
    text = written(found, lang)
    if found.number is not None and found.low is not None and found.high is not None:
        reach = max(found.high - found.number, found.number - found.low)
        digits = figure(reach, found.unit)
        hidden = reach > EXACT and not digits.strip("0.")
        text += f" ± <{digits[:-1]}1" if hidden else f" ± {digits}"
    return plain(text)


def _duration(result: Result, run: Run, name: str, lang: Lang) -> str:
    found = measure(result, run, name)
    return "-" if found.number is None else plain(written(found, lang))


def plain(text: str) -> str:
    """With the minus sign that every console can write (GBK has no U+2212)."""
    return text.replace("\u2212", "-").replace("—", "-")
