"""The funnel: orders at every step and exit, with unit and interval, and where most are lost."""

from ..hand import hand, heads, printed, run, section


def part(result, lang="zh"):
    (found,) = section("funnel", result, lang).parts
    return found


def test_every_step_and_exit_of_every_run_is_listed_with_its_interval():
    assert heads(part(hand()).table) == ["环节 / 去向", "类别", "基线", "A", "A+", "B", "B+"]
    assert [row[:4] for row in printed(part(hand()).table)] == [
        ["下单", "环节", "1,000单|980 – 1,020", "1,000单|980 – 1,020"],
        ["到手", "环节", "970单|940 – 1,000", "800单|770 – 830"],
        ["等不及取消", "流失", "30单|25 – 35", "200单|195 – 205"],
    ]
    assert [row[:3] for row in printed(part(hand(), "en").table, "en")] == [
        ["Placed", "Step", "1,000orders|980 – 1,020"],
        ["In hand", "Step", "970orders|940 – 1,000"],
        ["Cancelled waiting", "Exit", "30orders|25 – 35"],
    ]


def test_a_step_and_an_exit_of_one_name_keep_their_own_intervals():
    result = hand()
    run(result, "A")["funnel"][1]["step"] = "impatient"
    run(result, "A")["intervals"]["funnel"]["impatient"] = {"mean": 1.5, "ci_low": 1.0, "ci_high": 2.0, "n": 10}
    rows = {(row[0], row[1]): row[3] for row in printed(part(result).table)}
    assert rows["等不及取消", "环节"] == "800单|1 – 2"
    assert rows["等不及取消", "流失"] == "200单|195 – 205"


def test_an_exit_that_nobody_took_is_not_listed_and_the_note_says_so():
    result = hand()
    assert "缺货流失" not in [row[0] for row in printed(part(result).table)]
    assert part(result).table.note.endswith("没有订单的去向不列出。")
    run(result, "B")["exits"][1]["orders"] = 3.0
    assert printed(part(result).table)[3][:6] == [
        "缺货流失",
        "流失",
        "0单|0 – 0",
        "0单|0 – 0",
        "0单|0 – 0",
        "3单|0 – 0",
    ]


def test_a_step_that_a_run_does_not_know_stays_open():
    result = hand()
    run(result, "A")["funnel"] = [{"step": "placed", "orders": 1000.0}]
    assert printed(part(result).table)[1][2:4] == ["970单|940 – 1,000", "—"]


def test_the_finding_is_about_the_scenario_that_loses_most():
    assert part(hand()).finding == "A 中 80.0% 的订单走到最后一步；漏得最多的是“等不及取消”：200 单（20.0%）。"
    assert part(hand(), "en").finding == (
        "In A, 80.0% of orders reach the last step; most are lost to 'Cancelled waiting': 200 orders (20.0%)."
    )
    worse = hand()
    run(worse, "B")["funnel"][1]["orders"] = 100.0
    assert part(worse).finding.startswith("B 中 10.0% 的订单走到最后一步")


def test_where_nobody_leaves_no_exit_is_named():
    result = hand()
    for row in run(result, "A")["exits"]:
        row["orders"] = 0.0
    assert part(result).finding == "A 中 80.0% 的订单走到最后一步。"


def test_the_pictures_are_of_that_scenario_without_and_with_its_plan():
    bare, plan = part(hand()).pictures
    assert (bare.key, plan.key) == ("funnel-A", "funnel-Ap")
    heading, steps, exits, word, role = bare.draw.args
    assert (heading, word, role) == ("A 爆单", "流失去向", "bare")
    assert steps == [("下单", 1000.0), ("到手", 800.0)]
    assert exits == [("等不及取消", 200.0)], "an exit that nobody took is not drawn"
    assert plan.draw.args[-1] == "plan"
    assert bare.label == "A 爆单 的订单漏斗"


def test_a_study_without_shocks_shows_the_baseline():
    alone = hand() | {"scenarios": hand()["scenarios"][:1]}
    assert part(alone).finding.startswith("基线 中 97.0% 的订单")
    assert [picture.key for picture in part(alone).pictures] == ["funnel-Base"]
