"""A result small enough to be checked by hand: three scenarios, ten replications, every number a round one.

Tests change it as the document that a `result.json` is; the report reads it as a model.
"""

from typing import Any

from markupsafe import Markup

from sim.reporting.cells import cell_html
from sim.reporting.document import ReportTable, Section
from sim.reporting.sections import section_modules
from sim.results.studies import AnyStudy, read_study

KPIS = {
    "fulfilment_rate": ("share", "higher", "履约率", "Fulfilment rate"),
    "on_time_rate": ("share", "higher", "准时率", "On-time rate"),
    "lead_time_p50": ("h", "lower", "交付时长 P50", "Lead time P50"),
    "lead_time_p95": ("h", "lower", "交付时长 P95", "Lead time P95"),
    "lowest_point": ("share", "higher", "最低点", "Lowest point"),
    "time_below_target": ("h", "lower", "低于目标时长", "Time below target"),
    "time_to_recover": ("h", "lower", "恢复时长", "Time to recover"),
    "recovered": ("share", "higher", "已恢复", "Recovered"),
    "loss_area": ("share-hours", "lower", "损失面积", "Loss area"),
    "cost_per_order": ("yuan/order", "lower", "每单成本", "Cost per order"),
    "recall_within_48h": ("share", "higher", "48 小时内解决", "Made good within 48 h"),
}


UNDEFINED = {"mean": None, "ci_low": None, "ci_high": None, "n": 0}


def around(mean: float, half: float, n: int = 10) -> dict[str, float]:
    """A mean with an interval to both sides, as a result carries it."""
    return {"mean": mean, "ci_low": round(mean - half, 9), "ci_high": round(mean + half, 9), "n": n}


def hand() -> dict[str, Any]:
    """A fresh copy of the result; a test may change it."""
    return {
        "schema": 2,
        "kind": "drill",
        "run_id": "2026-11-abcd",
        "brand": {"zh": "小店", "en": "Corner"},
        "month": "2026-11",
        "seed": 7,
        "version": "0.1.0",
        "config_hash": "0123456789abcdef",
        "replications": 10,
        "start": "2026-06-15T00:00:00+08:00",
        "horizon": 10 * 1440.0,
        "score": 71.9,
        "history": [{"month": "2026-10", "score": 75.2}, {"month": "2026-11", "score": 71.9}],
        "verdict": {"zh": "A扛不住。", "en": "Breaks: A."},
        "first_action": {"scenario": "a_rush", "plan": "crew", "kpi": "fulfilment_rate", "gain": 0.16, "cost": 1500.4},
        "targets": {
            "fulfilment_rate": {"green": 0.95, "amber": 0.9, "weight": 3.0, "better": "higher"},
            "lead_time_p95": {"green": 48.0, "amber": 96.0, "weight": 1.0, "better": "lower"},
        },
        "titles": {
            "resource": {"dc.pick": {"zh": "中心仓拣货", "en": "DC picking"}},
            "site": {"dc": {"zh": "中心仓", "en": "DC"}, "shop": {"zh": "门店", "en": "Shop"}},
            "item": {"milk": {"zh": "牛奶", "en": "Milk"}},
        },
        "kpis": {
            name: {"unit": unit, "better": better, "title_zh": zh, "title_en": en, "source": f"docs#{name}"}
            for name, (unit, better, zh, en) in KPIS.items()
        },
        "scenarios": [_baseline(), _rush(), _rush_with_crew(), _mill(), _mill_with_second()],
        "method": {
            "how": {"zh": "配对。", "en": "Paired."},
            "warnings": [{"zh": "次数少", "en": "few replications"}],
            "not_modelled": [{"zh": "疲劳", "en": "fatigue"}],
            "versions": {"python": "3.11.2"},
        },
    }


def run(result: dict[str, Any], code: str) -> dict[str, Any]:
    """A run by its short name: `base`, `A`, `A+`, `B`, `B+`."""
    index = {"base": 0, "A": 1, "A+": 2, "B": 3, "B+": 4}[code]
    found: dict[str, Any] = result["scenarios"][index]
    return found


def read(document: dict[str, Any]) -> AnyStudy:
    """The result as the report reads it."""
    return read_study(document, "hand")


def section(key: str, document: dict[str, Any], lang: Any = "zh") -> Section:
    """One section of the report; it must have something to show."""
    built = build(key, document, lang)
    assert built is not None
    return built


def build(key: str, document: dict[str, Any], lang: Any = "zh") -> Section | None:
    """What a section makes of a result, perhaps nothing."""
    (module,) = (module for module in section_modules() if module.__name__.endswith(f".{key}"))
    result = read(document)
    return module.build(result, lang) if isinstance(result, module.ABOUT) else None


def printed(table: ReportTable, lang: Any = "zh", n: int = 10) -> list[list[str]]:
    """The rows of a table as a reader sees them: digits, unit, interval, in this order."""
    return [
        [
            Markup(cell_html(cell, column, lang, n).replace('<span class="ci">', "|")).striptags()
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]


def fill(document: dict[str, Any], family: str, numbers: dict[str, float]) -> None:
    """Give every run these numbers of a family (utilisation, cost), each with an interval."""
    for one in document["scenarios"]:
        one[family] = dict(numbers)
        one["intervals"][family] = {name: around(x, 0.0) for name, x in numbers.items()}


def heads(table: ReportTable) -> list[str]:
    """The headings of a table."""
    return [column.title for column in table.columns]


def _run(name: str, plan: str | None, **parts: Any) -> dict[str, Any]:
    shocked = name != "baseline"
    found = {
        "id": name,
        "plan": plan,
        "title": {"zh": "基线", "en": "Baseline"},
        "plan_title": None,
        "row": "",
        "shock": {"from": 2 * 1440.0, "until": 4 * 1440.0} if shocked else None,
        "plan_cost": None,
        "delta": {},
        "effect": {},
        "expect": [],
        "worst": [],
        "recall": None,
    }
    return found | parts


def _families(pick: float, production: float, delivered: float, late: float, couriers: float) -> dict[str, Any]:
    """Stages, utilisation, funnel, exits and cost of a run, each with its interval."""
    return {
        "stages": {"production": {"mean": production, "p95": production * 3}, "last_mile": {"mean": 2.0, "p95": 4.0}},
        "utilisation": {"dc.pick": pick, "riders": 0.5},
        "funnel": [{"step": "placed", "orders": 1000.0}, {"step": "delivered", "orders": delivered}],
        "exits": [{"exit": "impatient", "orders": late}, {"exit": "lost_sale", "orders": 0.0}],
        "cost": {"courier": couriers, "delivery": 8.0},
        "intervals": {
            "stages": {"production": around(production, 1.0), "last_mile": around(2.0, 0.5)},
            "utilisation": {"dc.pick": around(pick, 0.02), "riders": around(0.5, 0.1)},
            "funnel": {"placed": around(1000.0, 20.0), "delivered": around(delivered, 30.0)},
            "exits": {"impatient": around(late, 5.0), "lost_sale": around(0.0, 0.0)},
            "cost": {"courier": around(couriers, 0.6), "delivery": around(8.0, 0.2)},
            "recall": {},
        },
    }


def _recalled(*counts: float) -> dict[str, Any]:
    """The intervals of a recall: traced, notified, blocked, collected, replaced."""
    steps = ("traced", "notified", "blocked", "collected", "replaced")
    return {step: around(count, count / 10) for step, count in zip(steps, counts, strict=True)}


def _kpis(rate: float, p95: float, lowest: float, recover: float | None, cost: float) -> dict[str, Any]:
    return {
        "fulfilment_rate": around(rate, 0.02),
        "on_time_rate": around(rate - 0.05, 0.02),
        "lead_time_p50": around(10.0, 1.0),
        "lead_time_p95": around(p95, 6.0),
        "lowest_point": around(lowest, 0.05),
        "time_below_target": around(12.0, 2.0),
        "time_to_recover": UNDEFINED if recover is None else around(recover, 8.0),
        "recovered": UNDEFINED,
        "loss_area": around(3.0, 0.5),
        "cost_per_order": around(cost, 1.0),
        "recall_within_48h": UNDEFINED,
    }


def _curve(median: list[float | None]) -> dict[str, Any]:
    return {
        "hours": [24.0 * day for day in range(len(median))],
        "median": median,
        "low": [None if m is None else round(m - 0.04, 9) for m in median],
        "high": [None if m is None else round(m + 0.01, 9) for m in median],
    }


def _baseline() -> dict[str, Any]:
    return _run(
        "baseline", None, light="green", lights={"fulfilment_rate": "green"}, score=95.0, grade="P",
        kpis=_kpis(0.97, 40.0, 0.96, None, 20.0), curve=_curve([None, 0.97, 0.97, 0.96, 0.97, 0.98]),
        lead_time={"hours": [0.0, 24.0, 48.0], "share": [0.0, 0.6, 0.97]},
        binds_first=None, **_families(0.6, 5.0, 970.0, 30.0, 12.0),
    )  # fmt: skip


def _rush() -> dict[str, Any]:
    return _run(
        "a_rush", None, title={"zh": "爆单", "en": "Rush"}, light="red",
        lights={"fulfilment_rate": "red", "lead_time_p95": "amber"}, score=52.9, grade="U",
        kpis=_kpis(0.8, 90.0, 0.55, 60.0, 24.0), curve=_curve([None, 0.97, 0.8, 0.55, 0.7, 0.9]),
        lead_time={"hours": [0.0, 24.0, 48.0], "share": [0.0, 0.3, 0.8]},
        delta={"fulfilment_rate": around(-0.17, 0.03), "cost_per_order": around(4.0, 1.0)},
        binds_first={"resource": "dc.pick", "at": 2.5 * 1440, "runs": 9}, **_families(1.0, 20.0, 800.0, 200.0, 16.0),
        expect=[{"kpi": "fulfilment_rate", "at_least": 0.85, "value": 0.8, "met": False,
                 "runs": {"mean": 0.1, "ci_low": 0.02, "ci_high": 0.4, "n": 10}}],
        worst=[{"start": 2 * 1440.0, "trough": 3 * 1440.0, "recovered": 5 * 1440.0, "depth": 0.35, "cause": "dc.pick"}],
    )  # fmt: skip


def _rush_with_crew() -> dict[str, Any]:
    return _run(
        "a_rush", "crew", title={"zh": "爆单", "en": "Rush"}, plan_title={"zh": "加人", "en": "More hands"},
        light="green", lights={"fulfilment_rate": "green", "lead_time_p95": "green"}, score=90.0, grade="P",
        plan_cost=1500.4, kpis=_kpis(0.96, 45.0, 0.9, 10.0, 22.0), curve=_curve([None, 0.97, 0.92, 0.9, 0.95, 0.97]),
        lead_time={"hours": [0.0, 24.0, 48.0], "share": [0.0, 0.5, 0.96]},
        effect={"fulfilment_rate": around(0.16, 0.02), "lead_time_p95": around(-45.0, 5.0),
                "time_to_recover": around(-50.0, 9.0), "cost_per_order": around(-2.0, 0.5)},
        binds_first={"resource": "riders", "at": 3 * 1440.0, "runs": 4}, **_families(0.9, 9.0, 960.0, 40.0, 14.0),
    )  # fmt: skip


def _mill() -> dict[str, Any]:
    found = _run(
        "b_mill", None, title={"zh": "断料", "en": "No flour"}, light="amber",
        lights={"fulfilment_rate": "amber", "lead_time_p95": "green"}, score=75.0, grade="S",
        kpis=_kpis(0.93, 44.0, 0.85, 20.0, 20.5) | {"recall_within_48h": around(0.5, 0.1)},
        curve=_curve([None, 0.97, 0.95, 0.85, 0.95, 0.97]),
        lead_time={"hours": [0.0, 24.0, 48.0], "share": [0.0, 0.5, 0.93]},
        binds_first={"resource": "dc.pick", "at": 3 * 1440.0, "runs": 6}, **_families(0.96, 8.0, 930.0, 70.0, 12.5),
        expect=[{"kpi": "lead_time_p95", "at_most": 60.0, "value": 44.0, "met": True,
                 "runs": {"mean": 1.0, "ci_low": 0.7, "ci_high": 1.0, "n": 10}}],
        delta={"fulfilment_rate": around(-0.04, 0.02), "cost_per_order": around(0.5, 0.4)},
        recall={"traced": 100.0, "notified": 90.0, "blocked": 10.0, "collected": 60.0, "replaced": 50.0,
                "within_48h": 0.5},
    )  # fmt: skip
    found["intervals"]["recall"] = _recalled(100.0, 90.0, 10.0, 60.0, 50.0)
    return found


def _mill_with_second() -> dict[str, Any]:
    found = _run(
        "b_mill", "second", title={"zh": "断料", "en": "No flour"}, plan_title={"zh": "换厂", "en": "Second mill"},
        light="amber", lights={"fulfilment_rate": "amber", "lead_time_p95": "green"}, score=77.0, grade="S",
        plan_cost=0.0, kpis=_kpis(0.94, 44.0, 0.86, 18.0, 20.6), curve=_curve([None, 0.97, 0.95, 0.86, 0.95, 0.97]),
        lead_time={"hours": [0.0, 24.0, 48.0], "share": [0.0, 0.5, 0.94]},
        effect={"fulfilment_rate": around(0.01, 0.02), "lead_time_p95": around(0.0, 0.0),
                "time_to_recover": around(-2.0, 9.0), "cost_per_order": around(0.1, 0.05)},
        binds_first=None, **_families(0.94, 8.0, 940.0, 60.0, 12.6),
    )  # fmt: skip
    found["intervals"]["recall"] = _recalled(100.0, 95.0, 5.0, 60.0, 80.0)
    found["kpis"]["recall_within_48h"] = around(0.8, 0.1)
    found["recall"] = {"traced": 100.0, "notified": 95.0, "blocked": 5.0, "collected": 60.0, "replaced": 80.0,
                       "within_48h": 0.8}  # fmt: skip
    return found
