"""Cost per order: every category with its interval, the total, and what the plan changed."""

import pytest

from sim.reporting.charts.palette import KINDS

from ..hand import around, fill, hand, heads, printed, run, section


def part(result, lang="zh"):
    (found,) = section("cost", result, lang).parts
    return found


def test_every_category_of_every_run_has_yuan_and_an_interval():
    assert heads(part(hand()).table) == ["场景 / 预案", "合计", "骑手", "配送"]
    assert printed(part(hand()).table) == [
        ["基线", "20.00元/单|19.00 – 21.00", "12.00元|11.40 – 12.60", "8.00元|7.80 – 8.20"],
        ["A 爆单", "24.00元/单|23.00 – 25.00", "16.00元|15.40 – 16.60", "8.00元|7.80 – 8.20"],
        ["A+ 加人", "22.00元/单|21.00 – 23.00", "14.00元|13.40 – 14.60", "8.00元|7.80 – 8.20"],
        ["B 断料", "20.50元/单|19.50 – 21.50", "12.50元|11.90 – 13.10", "8.00元|7.80 – 8.20"],
        ["B+ 换厂", "20.60元/单|19.60 – 21.60", "12.60元|12.00 – 13.20", "8.00元|7.80 – 8.20"],
    ]
    assert heads(part(hand(), "en").table) == ["Scenario / plan", "Total", "Couriers", "Delivery"]
    english = printed(part(hand(), "en").table, "en")[1]
    assert english[1:3] == ["24.00yuan/order|23.00 – 25.00", "16.00yuan|15.40 – 16.60"]


def test_of_equally_dear_categories_the_names_decide_so_that_pages_are_the_same():
    result = hand()
    fill(result, "cost", dict.fromkeys("qwer", 5.0))
    assert heads(part(result).table)[2:] == sorted("qwer")


def test_the_dearest_category_comes_first():
    result = hand()
    for one in result["scenarios"]:
        one["cost"]["delivery"] = 30.0
    assert heads(part(result).table)[2:] == ["配送", "骑手"]


def test_the_finding_tells_the_paired_change_and_the_category_behind_it():
    assert part(hand()).finding == (
        "预案改变成本最多的是 A：−2.00 元/单 [−2.50 – −1.50]，其中“骑手”−2.00 元。条形末端为合计（元）。"
    )
    assert part(hand(), "en").finding == (
        "The plan changes cost most in A: −2.00 yuan/order [−2.50 – −1.50], of which 'Couriers' −2.00 yuan. "
        "Bar ends: totals in yuan."
    )


def test_a_dearer_plan_is_told_with_a_plus():
    result = hand()
    run(result, "B+")["cost"]["courier"] = 22.5
    run(result, "B+")["effect"]["cost_per_order"] = around(10.0, 1.0)
    told = part(result).finding
    assert told.startswith("预案改变成本最多的是 B：+10.00 元/单 [+9.00 – +11.00]，其中“骑手”+10.00 元。")


def test_the_pictures_hold_the_amounts_of_the_table_and_the_differences():
    whole, moved = part(hand()).pictures
    kinds, bars, decimals = whole.draw.args
    assert (kinds, decimals) == (["骑手", "配送"], 2)
    assert bars[1] == ("A", {"骑手": 16.0, "配送": 8.0}, True)
    assert bars[2] == ("A+", {"骑手": 14.0, "配送": 8.0}, False)
    heading, rows, _ = moved.draw.args
    assert heading == "A → A+：每单变化（元）"
    assert rows == [("骑手", -2.0), ("配送", 0.0)]


def test_more_categories_than_colours_are_put_together_as_other_in_the_picture_only():
    result = hand()
    fill(result, "cost", {f"c{k}": 10.0 - k for k in range(KINDS + 2)})
    kinds, bars, _ = part(result).pictures[0].draw.args
    assert kinds == [*(f"c{k}" for k in range(KINDS - 1)), "其他"]
    assert bars[0][1]["其他"] == sum(10.0 - k for k in range(KINDS - 1, KINDS + 2))
    assert len(heads(part(result).table)) == 2 + KINDS + 2


def test_without_plans_the_finding_explains_the_bars():
    alone = hand() | {"scenarios": hand()["scenarios"][:2], "first_action": None}
    assert part(alone).finding == "各场景每单成本的构成；条形末端为合计（元）。"
    assert part(alone, "en").finding == "What an order costs in each scenario; bar ends: totals in yuan."
    assert len(part(alone).pictures) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_note_says_what_the_small_print_is(lang):
    assert "95 %" in part(hand(), lang).table.note
