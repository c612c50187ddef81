"""A comparison of policy sets on the terminal: a table for each scenario, and the finding in words."""

from __future__ import annotations

from sim.cli.screen import show as show_part
from sim.cli.screen import show_text
from sim.cli.tables import bare_table, interval_cell, plain
from sim.reporting.labels import measure_title
from sim.reporting.sections.policies import (
    Compared,
    against_base,
    finding,
    mean,
    places,
    policy_titles,
    reading,
    selected,
    unequal,
)
from sim.reporting.terms import text
from sim.results.study import Lang


def show(result: Compared, lang: Lang) -> None:
    """The tables, what their star means, the finding, and who was selected."""
    for scenario, place in places(result, lang).items():
        _show_scenario(result, scenario, place, lang)
        show_text("")
    show_text(text(lang, "* 成本与履约率上没有被别的策略超过", "* no other set beats it in both cost and fulfilment"))
    show_text(plain(finding(result, lang)))
    if words := selected(result.comparison, lang):
        show_text(plain(words))
        show_text(plain(unequal(result.comparison, lang)))


def _show_scenario(result: Compared, scenario: str, place: str, lang: Lang) -> None:
    table = bare_table()
    heads = (("策略", "Policy set"), ("均值", "Mean"), ("与基准之差", "Against the base"), ("判断", "Reading"))
    for head in (place, *(text(lang, *head) for head in heads)):
        table.add_column(head)
    for kpi in result.comparison.kpis:
        for k, (policy, name) in enumerate(policy_titles(result.comparison, lang).items()):
            title = measure_title(result, kpi, lang) if k == 0 else ""
            table.add_row(title, *_cells(result, scenario, policy, name, kpi, lang))
    show_part(table)


def _cells(result: Compared, scenario: str, policy: str, name: str, kpi: str, lang: Lang) -> tuple[str, ...]:
    """The policy set with a star when it is efficient, its mean, its difference from the base, what that means."""
    found = result.comparison
    most = max(row.n for row in found.rows)
    value, gap = mean(result, scenario, policy, kpi), against_base(result, scenario, policy, kpi)
    return (
        name + (" *" if found.tradeoffs[scenario, policy].efficient else ""),
        interval_cell(value, lang) + ("" if value.n == most else f"  n = {value.n}"),
        "" if gap is None or gap.number is None else interval_cell(gap, lang),
        plain(reading(found, scenario, policy, kpi, lang)),
    )
