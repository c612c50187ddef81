"""Policies in the report: means, paired differences, what they mean, and cost against fulfilment."""

from ..hand import around, build, hand, heads, printed, section

IDS = ("current", "fuller", "leaner")


def compared(selection=None):
    def row(policy, mean, kpi="fulfilment_rate"):
        return {"scenario": "baseline", "policy": policy, "kpi": kpi, **around(mean, 0.01)}

    def gap(policy, mean, p, verdict, needed=None):
        return row(policy, mean) | {"p": p, "p_holm": p, "verdict": verdict, "replications_needed": needed}

    spots = zip(IDS, (20.0, 21.0, 22.0), (0.90, 0.95, 0.90), (True, True, False), strict=True)
    found = {
        "base": "current",
        "kpis": ["fulfilment_rate"],
        "policies": [{"id": name, "title": {"zh": f"{name} 中", "en": name.title()}} for name in IDS],
        "rows": [row("current", 0.90), row("fuller", 0.95), row("leaner", 0.901)],
        "differences": [
            gap("fuller", 0.05, 0.0004, "better"),
            gap("leaner", 0.001, 0.61, "no significant difference", 55),
        ],
        "pareto": [
            {"scenario": "baseline", "policy": name, "cost_per_order": cost, "fulfilment_rate": rate, "efficient": full}
            for name, cost, rate, full in spots
        ],
        "selection": selection,
    }
    return hand() | {"kind": "comparison", "comparison": found}


def part(result, lang="zh"):
    return section("policies", result, lang).parts[0]


def rows(result, lang="zh"):
    return [[cell.replace("\u00a0", " ") for cell in row] for row in printed(part(result, lang).table, lang)]


def test_a_drill_has_no_such_section():
    assert build("policies", hand()) is None


def test_each_policy_set_has_its_mean_its_difference_and_what_that_means():
    assert heads(part(compared()).table) == ["场景", "指标", "策略", "均值", "与基准之差", "判断"]
    base, fuller, leaner = rows(compared(), "en")
    assert (base[2], base[5]) == ("Current", "base")
    assert fuller[4] == "▲+5.0pp|+4.0 – +6.0"
    assert fuller[5] == "better (p < 0.001)"
    assert leaner[5] == "no significant difference (p = 0.610); about 55 replications would tell"
    assert rows(compared())[2][5] == "无显著差异 (p = 0.610)；区分需约 55 次重复"


def test_the_finding_says_in_what_each_set_is_better_and_in_what_worse():
    result = compared()
    found = result["comparison"]
    assert part(result, "en").finding == (
        "Baseline: 'Fuller' is better in Fulfilment rate (+5.0 pp); "
        "'Leaner' does not differ significantly from 'Current'."
    )
    found["kpis"].append("cost_per_order")
    dearer = {"kpi": "cost_per_order", **around(1.0, 0.1), "verdict": "worse"}
    found["differences"].append(found["differences"][0] | dearer)
    found["differences"].append(found["differences"][1] | {"kpi": "cost_per_order"})
    found["rows"] += [row | {"kpi": "cost_per_order"} for row in found["rows"]]
    assert "Fulfilment rate (+5.0 pp), is worse in Cost per order (+1.00 yuan/order);" in part(result, "en").finding
    assert "“fuller 中” 更好：履约率 (+5.0 个百分点)，更差：每单成本 (+1.00 元/单)；" in part(result).finding


def test_who_won_a_race_is_told_or_that_nobody_did():
    won = {"method": "kn", "kpi": "fulfilment_rate", "delta": 0.01, "left": ["fuller"], "decided": True,
           "replications": {}}  # fmt: skip
    assert part(compared(won), "en").finding.endswith("KN selects 'Fuller' as the best.")
    equal = won | {"left": ["fuller", "leaner"], "decided": True}
    assert part(compared(equal), "en").finding.endswith("KN: equally good: 'Fuller', 'Leaner'.")
    open_race = equal | {"decided": False}
    assert part(compared(open_race), "en").finding.endswith("cap of replications was reached: 'Fuller', 'Leaner'.")
    assert "A set that is out is not replicated any more" in part(compared(won), "en").table.note
    assert "A set that is out is not replicated any more" not in part(compared(), "en").table.note


def test_cost_against_fulfilment_is_drawn_for_each_scenario():
    _, drawn = section("policies", compared(), "en").parts
    assert [picture.key for picture in drawn.pictures] == ["pareto-baseline"]
    assert [(row[1], row[4]) for row in printed(drawn.table, "en")] == [
        ("Current", "●"),
        ("Fuller", "●"),
        ("Leaner", ""),
    ]
    assert drawn.finding.endswith("The chapters below show the base, 'Current'.")
    result = compared()
    for spot in result["comparison"]["pareto"]:
        spot["cost_per_order"] = None
    assert len(section("policies", result, "en").parts) == 1
