"""A rich study result made by formulas: every section has something to show, and most fields misbehave somewhere."""

import math
from typing import Any

HOURS = 21 * 24
LONG = "主发货仓停摆：暴雨致中心仓进水停电，全部波次改由东西两座微仓与合作云仓接力发货（含在途改道）"
LONG_EN = (
    "Main warehouse down: flood and power cut, every wave rerouted through both micro-warehouses "
    "and the partner cloud warehouse"
)

KPIS: dict[str, tuple[str, str, str, str]] = {
    "fulfilment_rate": ("share", "higher", "履约率", "Fulfilment rate"),
    "on_time_orders": ("share", "higher", "准时率（按订单）", "On-time rate by orders"),
    "on_time_units": ("share", "higher", "准时率（按件）", "On-time rate by units"),
    "on_time_revenue": ("share", "higher", "准时率（按金额）", "On-time rate by revenue"),
    "lead_time_p50": ("h", "lower", "P50 时长", "P50 lead time"),
    "lead_time_p95": ("h", "lower", "P95 时长", "P95 lead time"),
    "lowest_point": ("share", "higher", "最低点", "Lowest point"),
    "time_below_target": ("h", "lower", "低于目标时长", "Time below target"),
    "time_to_recover": ("h", "lower", "恢复时间", "Time to recover"),
    "loss_area": ("share-hours", "lower", "损失面积", "Loss area"),
    "cost_per_order": ("yuan/order", "lower", "每单成本", "Cost per order"),
    "backlog": ("orders", "lower", "积压峰值", "Peak backlog"),
    "recovered": ("share", "higher", "已恢复", "Recovered"),
    "recall_within_48h": ("share", "higher", "48 小时内解决", "Made good within 48 h"),
    "stars": ("stars", "higher", "评价", "Stars"),
    "waste": ("share", "lower", "损耗率", "Waste"),
    "inventory_days": ("days", "lower", "库存天数", "Inventory days"),
}

TITLES = {
    "baseline": ("基线", "Baseline"),
    "a_head_streamer": ("头部主播爆单 +500 %", "Head streamer +500 %"),
    "b_material_shortage": ("主原料短缺 60 %", "Main raw material cut by 60 %"),
    "c_main_warehouse_down": (LONG, LONG_EN),
    "d_quality_recall": ("质量召回 48 小时", "Quality recall within 48 h"),
    "extra_shift": ("加开二班与众包拣货", "Second shift and crowd picking"),
    "backup_mill": ("启用备用面粉厂", "Switch to the second mill"),
    "cloud_warehouse": (
        "切换至云仓并启用社区前置点自提（预先签约的第三方备份仓）",
        "Switch to the cloud warehouse and open pickup at community points",
    ),
    "emergency_kit": ("应急包：备货、致歉信与补偿", "Emergency kit: spare stock, letter, compensation"),
}
# scenario, plan, fulfilment, p95 hours, depth, dip hours, hours to recover, cost, score, light, grade, what binds first
ROWS: list[tuple[Any, ...]] = [
    ("baseline", None, 0.987, 41, 0.0, 0, None, 18.42, 92, "green", "P", "oven_1"),
    ("a_head_streamer", None, 0.831, 96, 0.47, 90, 61, 20.87, 71, "amber", "M", "dc pick"),
    ("a_head_streamer", "extra_shift", 0.93, 70, 0.26, 60, 38, 21.9, 83, "amber", "S", "dc pick"),
    ("b_material_shortage", None, 0.764, 118, 0.59, 150, 104, 19.61, 58, "red", "U", "mill_a flour"),
    ("b_material_shortage", "backup_mill", 0.912, 79, 0.31, 80, 52, 20.03, 79, "amber", "S", "mill_a flour"),
    ("c_main_warehouse_down", None, 0.889, 74, 0.36, 48, 39, 21.15, 80, "amber", "S", "dc pack"),
    ("c_main_warehouse_down", "cloud_warehouse", 0.958, 58, 0.12, 24, 16, 22.78, 88, "green", "S", "lane dc → mw_east"),
    ("d_quality_recall", None, 0.952, 52, 0.15, 40, 44, 20.2, 88, "green", "S", "couriers mw_east"),
    ("d_quality_recall", "emergency_kit", 0.953, 51, 0.13, 36, 30, 20.66, 89, "green", "P", "couriers mw_east"),
]
STAGES = ("wait_for_group", "wait_for_threshold", "production", "line_haul", "warehouse", "last_mile", "pickup")
COSTS = (
    "material",
    "courier",
    "production",
    "storage",
    "delivery",
    "waste",
    "production_surcharge",
    "compensation",
    "technology",
    "plan",
)
STEPS = ("placed", "paid", "grouped", "released", "allocated", "ready", "departed", "delivered")
EXITS = ("balance_lapsed", "group_failed", "threshold_failed", "impatient", "lost_sale", "recalled")
RESOURCES = (
    "oven_1",
    "oven_2",
    "oven packing",
    "mill_a flour",
    "lane bakery → dc",
    "dc receive",
    "dc pick",
    "dc pack",
    "lane dc → mw_east",
    "mw_east pick",
    "mw_west pick",
    "couriers mw_east",
    "couriers mw_west",
    "crowd couriers",
    "a resource with a remarkably long name nobody shortened",
    "front points storage",
    "inspection",
    "dock 2",
)
SHOCK = (2 * 1440.0, 5 * 1440.0)


def study() -> dict[str, Any]:
    """Baseline and A-D, each without and with a plan."""
    return {
        "schema": 2,
        "kind": "drill",
        "run_id": "2026-11-7c1e",
        "brand": {"zh": "麦田日记", "en": "Wheat Diary"},
        "month": "2026-11",
        "seed": 20261111,
        "version": "0.1.0",
        "config_hash": "7c1e0b52d94f44aa83c1d2e5f6a7b8c9",
        "replications": 30,
        "start": "2026-06-15T00:00:00+08:00",
        "horizon": 21 * 1440.0,
        "score": 78.0,
        "history": [
            {"month": f"2026-{month:02d}", "score": score}
            for month, score in zip(range(6, 12), (58, 61, None, 70, 74, 78), strict=True)
        ],
        "verdict": {
            "zh": "主播爆单可控；面粉短缺扛不住，履约率 76.4 %（目标 95 %），先签第二家面粉厂，可提高 14.8 个百分点。",
            "en": "A streamer's rush is manageable; a flour shortage is not: 76.4 % fulfilled against 95 %. "
            "Sign a second mill first: +14.8 points.",
        },
        "first_action": {
            "scenario": "b_material_shortage",
            "plan": "backup_mill",
            "kpi": "fulfilment_rate",
            "gain": 0.148,
            "cost": 3000.0,
        },
        "targets": {
            "fulfilment_rate": {"green": 0.95, "amber": 0.8, "weight": 3.0, "better": "higher"},
            "lead_time_p95": {"green": 72.0, "amber": 96.0, "weight": 1.0, "better": "lower"},
            "time_to_recover": {"green": 48.0, "amber": 96.0, "weight": 1.0, "better": "lower"},
        },
        "titles": {
            "resource": {},
            "site": {"dc": {"zh": "中心仓", "en": "DC"}},
            "item": {"flour": {"zh": "面粉", "en": "Flour"}},
        },
        "kpis": {
            name: {
                "unit": unit,
                "better": better,
                "title_zh": zh,
                "title_en": en,
                "source": "docs/measures.md#fulfilment",
            }
            for name, (unit, better, zh, en) in KPIS.items()
        },
        "scenarios": [_run(*row) for row in ROWS],
        "method": {
            "how": {"zh": "配对。", "en": "Paired."},
            "warnings": [
                {
                    "zh": 'stars: n = 1, 没有区间 <no interval> & "quoted"',
                    "en": 'stars: n = 1 <no interval> & "quoted"',
                },
                {"zh": "库存天数缺失", "en": "inventory days are missing"},
            ],
            "not_modelled": [
                {"zh": "员工疲劳与学习", "en": "fatigue and learning of staff"},
                {"zh": "竞品反应", "en": "competitors' reactions"},
            ],
            "versions": {"python": "3.11.2", "numpy": "2.4.6", "simpy": "4.1.2"},
        },
    }


def _estimate(mean: float | None, half: float) -> dict[str, Any]:
    if mean is None:
        return {"mean": None, "ci_low": None, "ci_high": None, "n": 0}
    return {
        "mean": mean,
        "ci_low": mean - half,
        "ci_high": mean + half * 0.9 if mean > 1 else min(1.0, mean + half * 0.9),
        "n": 30,
    }


def _words(name: str) -> dict[str, str]:
    return dict(zip(("zh", "en"), TITLES[name], strict=True))


def _run(
    name: str,
    plan: str | None,
    rate: float,
    p95: float,
    depth: float,
    dip: float,
    recover: float | None,
    cost: float,
    score: float,
    light: str,
    grade: str,
    binds: str,
) -> dict[str, Any]:
    shocked = name != "baseline"
    kpis = {
        "fulfilment_rate": _estimate(rate, 0.009),
        "on_time_orders": _estimate(rate - 0.031, 0.011),
        "on_time_units": _estimate(rate - 0.036, 0.011),
        "on_time_revenue": _estimate(rate - 0.028, 0.012),
        "lead_time_p50": _estimate(p95 * 0.42, 0.9),
        "lead_time_p95": _estimate(p95, 2.2),
        "lowest_point": _estimate(0.99 - depth, 0.024),
        "time_below_target": _estimate(dip * 0.9, 3.2) if shocked else _estimate(0.0, 0.0),
        "time_to_recover": _estimate(recover, 4.0),
        "loss_area": _estimate(depth * dip * 0.6, 1.3),
        "cost_per_order": _estimate(cost, 0.21),
        "recovered": _estimate(1.0, 0.0),
        "recall_within_48h": _estimate((0.93 if plan else 0.71) if name.startswith("d_") else None, 0.05),
        "backlog": _estimate(round(300 + depth * 5200), 61),
        "stars": {"mean": 4.9 - depth, "ci_low": None, "ci_high": None, "n": 1},
        "waste": _estimate(0.031 + depth / 20, 0.002),
        "inventory_days": {"mean": float("nan"), "ci_low": None, "ci_high": None, "n": 30},
    }
    base = 18.42
    families = {
        "stages": {
            stage: {"mean": p95 * 0.5 * w, "p95": p95 * w if stage != "pickup" else None}
            for stage, w in zip(STAGES, (0.1, 0.08, 0.3, 0.1, 0.14 + depth, 0.12, 0.1), strict=True)
        },
        "utilisation": {r: _busy(k, depth, r == binds) for k, r in enumerate(RESOURCES)},
        "funnel": _funnel(rate, depth),
        "exits": _exits(rate, depth),
        "cost": _cost(cost, depth, plan),
        "recall": _recall(plan) if name.startswith("d_") else None,
    }
    return {
        "id": name,
        "plan": plan,
        "title": _words(name),
        "plan_title": _words(plan) if plan else None,
        "row": {"a": "X1", "b": "X2", "c": "X3", "d": "X4"}.get(name[0], ""),
        "shock": {"from": SHOCK[0], "until": SHOCK[1]} if shocked else None,
        "kpis": kpis,
        "light": light,
        "lights": {
            "fulfilment_rate": light,
            "lead_time_p95": "green" if p95 <= 72 else "amber" if p95 <= 96 else "red",
        },
        "plan_cost": 3000.0 if plan else None,
        "effect": _effects(kpis, next(row for row in ROWS if row[0] == name)) if plan else {},
        "grade": grade,
        "score": score,
        "delta": {
            "fulfilment_rate": {"mean": rate - 0.987, "ci_low": rate - 0.994, "ci_high": rate - 0.98, "n": 30},
            "cost_per_order": {"mean": cost - base, "ci_low": cost - base - 0.3, "ci_high": cost - base + 0.3, "n": 30},
        }
        if shocked
        else {},
        "expect": [
            {
                "kpi": "fulfilment_rate",
                "at_least": 0.95,
                "value": rate,
                "met": rate >= 0.95,
                "runs": {"mean": rate, "ci_low": rate / 2, "ci_high": 1, "n": 30},
            },
            {
                "kpi": "lead_time_p95",
                "at_most": 120.0,
                "value": p95,
                "met": p95 <= 120,
                "runs": {"mean": 1.0, "ci_low": 0.9, "ci_high": 1.0, "n": 30},
            },
        ]
        if shocked
        else [],
        "curve": _curve(depth, dip, len(name)),
        "lead_time": _lead_time(rate, p95),
        **families,
        "intervals": _intervals(families),
        "binds_first": {"resource": binds, "at": 2.6 * 1440 + dip * 3, "runs": 17} if binds else None,
        "worst": [
            {
                "start": SHOCK[0] + 120,
                "trough": SHOCK[0] + dip * 25,
                "recovered": SHOCK[0] + recover * 60 if recover and recover <= 100 else None,
                "depth": depth,
                "cause": binds,
            }
        ]
        if shocked
        else [],
    }


def _effects(kpis: dict[str, Any], bare: tuple[Any, ...]) -> dict[str, Any]:
    """What a plan changes against the scenario without it, a row of ROWS; `stars` has one replication."""
    before = _run(*bare)["kpis"]
    return {name: _change(before[name]["mean"], found["mean"], found["n"]) for name, found in kpis.items()}


def _change(before: float | None, after: float | None, n: int) -> dict[str, Any]:
    if before is None or after is None or math.isnan(after):
        return {"mean": None, "ci_low": None, "ci_high": None, "n": 0}
    mean, half = after - before, abs(after - before) / 10 + 0.001
    ends = (None, None) if n == 1 else (mean - half, mean + half)
    return {"mean": mean, "ci_low": ends[0], "ci_high": ends[1], "n": n}


def _intervals(families: dict[str, Any]) -> dict[str, Any]:
    """An interval for every number of the families."""
    numbers = {
        "stages": {name: stage["mean"] for name, stage in families["stages"].items()},
        "utilisation": families["utilisation"],
        "funnel": {row["step"]: row["orders"] for row in families["funnel"]},
        "exits": {row["exit"]: row["orders"] for row in families["exits"]},
        "cost": families["cost"],
        "recall": {name: count for name, count in (families["recall"] or {}).items() if name != "within_48h"},
    }
    return {
        family: {name: _estimate(mean, abs(mean or 0.0) / 20) for name, mean in known.items()}
        for family, known in numbers.items()
    }


def _curve(depth: float, dip: float, wobble: int) -> dict[str, list[float | None]]:
    hours = [float(h) for h in range(HOURS)]
    median: list[float | None] = []
    for h in hours:
        since = h - SHOCK[0] / 60
        shape = 0.0 if since <= 0 or not dip else (since / (dip * 0.4)) * math.exp(1 - since / (dip * 0.4))
        median.append(round(0.988 - depth * shape - 0.004 * abs(math.sin(h / 9 + wobble)), 5))
    median[0] = None
    low = [None if m is None else max(0.0, m - 0.012 - (0.99 - m) * 0.22) for m in median]
    high = [None if m is None else min(1.0, m + 0.006 + (0.99 - m) * 0.16) for m in median]
    return {"hours": hours, "median": median, "low": low, "high": high}


def _lead_time(rate: float, p95: float) -> dict[str, list[float]]:
    hours = [float(h) for h in range(0, 169, 2)]
    return {"hours": hours, "share": [round(rate * (1 - math.exp(-((h / (p95 * 0.55)) ** 2.4))), 5) for h in hours]}


def _busy(k: int, depth: float, binding: bool) -> float | None:
    if k == 16 and depth == 0:
        return None
    return 1.0 if binding else min(0.995, 0.22 + 0.045 * ((k * 7) % 13) + depth * (0.2 + 0.08 * (k % 5)))


def _funnel(rate: float, depth: float) -> list[dict[str, Any]]:
    count, rows = 9120.0 if depth == 0 else 17480.0, []
    for k, step in enumerate(STEPS):
        rows.append({"step": step, "orders": round(count, 1)})
        count *= 1 - (0.012 + depth * 0.03 * (k % 3)) if k < 6 else rate
    return rows


def _exits(rate: float, depth: float) -> list[dict[str, Any]]:
    return [
        {"exit": e, "orders": round(120 + 900 * depth * (k % 4) + 400 * (1 - rate), 1) if e != "recalled" else 0}
        for k, e in enumerate(EXITS)
    ]


def _cost(cost: float, depth: float, plan: str | None) -> dict[str, float | None]:
    weights = (0.36, 0.14, 0.12, 0.09, 0.15, 0.03, 0.02 + depth / 10, 0.01 + depth / 9, 0.05, 0.04 if plan else 0.0)
    return {name: cost * w / sum(weights) for name, w in zip(COSTS, weights, strict=True)}


def _recall(plan: str | None) -> dict[str, float | None]:
    done = 0.93 if plan else 0.71
    return {
        "traced": 1184,
        "notified": 1184,
        "blocked": 212,
        "collected": round(972 * done),
        "replaced": round(1010 * done) if plan else None,
        "within_48h": done,
    }
