"""The sentence on page one: what it says, how it rounds, and that it is always short enough."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.judgement.verdict import LONGEST, percent, verdict
from tests.results.runs import DRILL, estimate, run


def test_it_says_what_holds_what_breaks_and_what_to_do_first():
    assert verdict(DRILL).zh == (
        "A 头部主播爆单扛得住；B 面粉短缺扛不住（履约率76.4%）；"
        "先为B启用「启用备用面粉厂」：履约率+14.7个百分点，花费3,000元。"
    )
    assert verdict(DRILL).en.startswith("Holds: A ")
    assert "+14.7 points" in verdict(DRILL).en


@pytest.mark.parametrize(
    ("share", "told"), [(0.9499, "94.9"), (0.95, "95.0"), (0.29, "29.0"), (1.0, "100.0"), (0.99999, "99.9"), (0, "0.0")]
)
def test_a_share_is_rounded_down_and_what_is_exact_stays(share, told):
    assert percent(share) == told


def test_of_several_that_break_the_worst_is_told():
    runs = [run("b_one", 0.8, "red"), run("c_two", 0.7, "red")]
    assert "C 履约率70.0%" in verdict(runs).zh


def test_a_crowded_drill_still_names_the_plan_and_its_cost():
    runs = [
        run("a_head_streamer", 0.91, "red", title="头部主播突然带货 +500%"),
        run("b_material_shortage", 0.973, "red", title="主原料面粉短缺 60%"),
        run("c_main_warehouse_down", 0.964, "red", title="主发货仓停摆 3 天"),
        run("d_quality_recall", 0.991, "amber", title="质量问题 48 小时召回换新"),
        run("a_head_streamer", 0.949, "red", "crew", "临时班次、加车与众包加价", estimate(0.038, 0.01, 0.06), 102869.3),
    ]
    assert verdict(runs).zh == (
        "D吃紧（履约率99.1%）；A、B、C扛不住（A 履约率91.0%）；"
        "先为A启用「临时班次、加车与众包加价」：履约率+3.8个百分点，花费102,870元。"
    )


def test_a_time_that_breaks_is_rounded_up():
    late = run("x", 1.0, "red", lights={"lead_time_p95": "red"}, lead_time_p95=96.2)
    assert "97小时" in verdict([late]).zh
    assert "97 h" in verdict([late]).en


def test_a_drill_of_the_baseline_alone_says_so():
    assert verdict([run("baseline", 0.98765)]).zh == "本次只跑了基线：履约率98.7%。"
    assert verdict([run("baseline", None)]).en.endswith("- fulfilled.")


def test_when_all_holds_nothing_has_to_be_done():
    assert verdict(DRILL[:2]).zh == "A 头部主播爆单扛得住。"


def test_a_run_without_light_is_not_judged():
    assert verdict([run("a_x", None, None, lights={}), DRILL[1]]).zh == "A 头部主播爆单扛得住。"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["green", "amber", "red"]),
            st.text("面粉短缺abc ", min_size=1, max_size=64),
            st.text("abcdefghij_", min_size=1, max_size=64),
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda one: one[2],
    ),
    st.text("启用备用x", min_size=1, max_size=200),
    st.floats(0, 1e9),
)
@settings(max_examples=40)
def test_it_is_always_short_enough(scenarios, plan, cost):
    runs = [run(name, 0.5, colour, title=title) for colour, title, name in scenarios]
    runs += [run(name, 0.6, "red", "p", plan, estimate(0.1, 0.05, 0.2), cost) for _, _, name in scenarios]
    text = verdict(runs)
    assert 0 < len(text.zh) <= LONGEST["zh"] == 80
    assert 0 < len(text.en) <= LONGEST["en"]
