"""The recall: counts with their intervals against the 48-hour clock."""

from ..hand import UNDEFINED, build, hand, heads, printed, run, section


def part(result, lang="zh"):
    (found,) = section("recall", result, lang).parts
    return found


def test_every_step_is_a_number_of_orders_and_the_last_a_share():
    assert heads(part(hand()).table) == [
        "场景 / 预案", "追溯到订单", "已通知", "拦截在途", "已收回", "已换新", "48 小时内完成",
    ]  # fmt: skip
    assert printed(part(hand()).table) == [
        [
            "B 断料",
            "100单|90 – 110",
            "90单|81 – 99",
            "10单|9 – 11",
            "60单|54 – 66",
            "50单|45 – 55",
            "50.0%|40.0 – 60.0",
        ],
        [
            "B+ 换厂",
            "100单|90 – 110",
            "95单|85.5 – 104",
            "5单|4.5 – 5.5",
            "60单|54 – 66",
            "80单|72 – 88",
            "80.0%|70.0 – 90.0",
        ],
    ]
    assert printed(part(hand(), "en").table, "en")[1] == [
        "B+ Second mill", "100orders|90 – 110", "95orders|85.5 – 104", "5orders|4.5 – 5.5", "60orders|54 – 66",
        "80orders|72 – 88", "80.0%|70.0 – 90.0",
    ]  # fmt: skip


def test_the_finding_tells_what_was_done_within_the_clock_without_and_with_the_plan():
    assert part(hand()).finding == (
        "B 在 48 小时内完成 50.0% [40.0 – 60.0]；B+ 在 48 小时内完成 80.0% [70.0 – 90.0]（“+”为有预案）。"
    )
    assert part(hand(), "en").finding == (
        "B has 50.0% [40.0 – 60.0] done within 48 h; B+ has 80.0% [70.0 – 90.0] done within 48 h ('+': with the plan)."
    )


def test_the_share_is_that_of_the_measure():
    result = hand()
    run(result, "B")["kpis"]["recall_within_48h"]["mean"] = 0.55
    assert "B 在 48 小时内完成 55.0%" in part(result).finding


def test_an_undefined_share_is_a_dash():
    result = hand()
    run(result, "B")["kpis"]["recall_within_48h"] = UNDEFINED
    assert part(result).finding.startswith("B 在 48 小时内完成 —；")
    assert printed(part(result).table)[0][-1] == "—"


def test_the_picture_measures_every_step_against_the_traced_orders():
    bare, plan = part(hand()).pictures
    heading, rows = bare.draw.args
    assert (bare.key, plan.key, heading) == ("recall-B", "recall-Bp", "B 断料")
    assert rows == [
        ("追溯到订单", 1.0, "100 单", "bare"),
        ("已通知", 0.9, "90 单", "bare"),
        ("拦截在途", 0.1, "10 单", "bare"),
        ("已收回", 0.6, "60 单", "bare"),
        ("已换新", 0.5, "50 单", "bare"),
        ("48 小时内", 0.5, "50.0%", "target"),
    ]
    assert {role for *_, role in plan.draw.args[1]} == {"plan", "target"}
    assert part(hand(), "en").pictures[0].draw.args[1][1] == ("Notified", 0.9, "90 orders", "bare")


def test_nothing_traced_draws_no_bars():
    result = hand()
    run(result, "B")["recall"]["traced"] = 0.0
    rows = part(result).pictures[0].draw.args[1]
    assert [share for _, share, *_ in rows[:5]] == [0.0] * 5


def test_where_nothing_was_recalled_there_is_no_chapter():
    result = hand()
    for one in result["scenarios"]:
        one["recall"] = None
    assert build("recall", result) is None
