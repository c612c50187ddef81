"""A comparison of policy sets for the terminal, and as the one document of `--json`."""

from __future__ import annotations

from typing import Any

from sim.cli.scorecard import interval_cell, plain
from sim.cli.screen import show, show_text
from sim.report.compared import (
    comparison,
    difference,
    efficient,
    finding,
    mean_of,
    meaning,
    names,
    places,
    selected,
    unequal,
)
from sim.report.labels import Result, measure_title
from sim.report.terms import Lang, say


def document(result: Result) -> dict[str, Any]:
    """What `--json` prints: everything that was compared."""
    return {"run_id": result["run_id"], **(comparison(result) or {})}


def show_comparison(result: Result, lang: Lang) -> None:
    """A table for each scenario, and the finding in words."""
    from rich.table import Table

    found = comparison(result) or {}
    words, most = names(found, lang), max((row["n"] for row in found.get("rows") or ()), default=None)
    for scenario, place in places(result, found, lang).items():
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0), title_justify="left")
        heads = (say(lang, "指标", "Measure"), say(lang, "策略", "Policy set"), say(lang, "均值", "Mean"))
        for head in (place, *heads[1:], say(lang, "与基准之差", "Against the base"), say(lang, "判断", "Reading")):
            table.add_column(head)
        for kpi in found["kpis"]:
            for k, (policy, name) in enumerate(words.items()):
                title = measure_title(result, kpi, lang) if k == 0 else ""
                mark = " *" if efficient(found, scenario, policy) else ""
                value = mean_of(result, found, scenario, policy, kpi)
                mean = interval_cell(value, lang) + ("" if value.n in (None, most) else f"  n = {value.n}")
                gap = difference(result, found, scenario, policy, kpi)
                cell = "" if gap.number is None else interval_cell(gap, lang)
                table.add_row(title, name + mark, mean, cell, plain(meaning(found, scenario, policy, kpi, lang)))
        show(table)
        show_text("")
    show_text(say(lang, "* 成本与履约率上没有被别的策略超过", "* no other set beats it in both cost and fulfilment"))
    show_text(plain(finding(result, found, lang)))
    if words_of_race := selected(found, lang):
        show_text(plain(words_of_race))
        show_text(plain(unequal(found, lang)))
