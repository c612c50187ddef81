"""The sentence on page one: what it says, how it rounds, and that it is always short enough."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiment.verdict import LONGEST, first_action, percent, verdict


def estimate(mean, low=None, high=None, n=10):
    return {"mean": mean, "ci_low": low, "ci_high": high, "n": n}


def run(name, rate=0.99, light="green", plan=None, title=None, effect=None, cost=None, lights=None, score=None, **kpis):
    return {
        "id": name,
        "plan": plan,
        "title": {"zh": title or "场景", "en": title or "scenario"},
        "plan_title": {"zh": title or "预案名", "en": title or "plan name"} if plan else None,
        "kpis": {"fulfilment_rate": estimate(rate), **{kpi: estimate(value) for kpi, value in kpis.items()}},
        "light": light,
        "lights": lights or {"fulfilment_rate": light},
        "score": 100 * (rate or 0) if score is None else score,
        "effect": {"fulfilment_rate": effect} if effect else {},
        "plan_cost": cost,
    }


DRILL = [
    run("baseline", title="基线"),
    run("a_head_streamer", 0.97, title="头部主播爆单"),
    run("b_material_shortage", 0.7649, "red", title="面粉短缺"),
    run("b_material_shortage", 0.912, "amber", "second_mill", "启用备用面粉厂", estimate(0.1478, 0.13, 0.16), 2999.2),
]


def test_it_says_what_holds_what_breaks_and_what_to_do_first():
    assert verdict(DRILL)["zh"] == (
        "A 头部主播爆单 扛得住；B 面粉短缺 扛不住（履约率 76.4%）；"
        "先为 B 启用「启用备用面粉厂」：履约率 +14.7 个百分点，花费 3,000 元。"
    )
    assert verdict(DRILL)["en"].startswith("Holds: A ")
    assert "+14.7 points" in verdict(DRILL)["en"]


@pytest.mark.parametrize(
    ("share", "told"), [(0.9499, "94.9"), (0.95, "95.0"), (0.29, "29.0"), (1.0, "100.0"), (0.99999, "99.9"), (0, "0.0")]
)
def test_a_share_is_rounded_down_and_what_is_exact_stays(share, told):
    assert percent(share) == told


def test_a_gain_that_may_be_luck_is_not_promised():
    doubtful = [*DRILL[:3], run("b_material_shortage", 0.8, "red", "mill", effect=estimate(0.1, -0.01, 0.2), cost=1)]
    assert first_action(doubtful) is None
    assert "先为 B 补预案" in verdict(doubtful)["zh"]


def test_a_single_replication_has_only_the_bare_difference():
    single = [*DRILL[:3], run("b_material_shortage", 0.8, "red", "mill", effect=estimate(0.1, n=1), cost=0.0)]
    assert first_action(single).gain == 0.1
    assert "无额外花费" in verdict(single)["zh"]


def test_the_plan_of_a_scenario_that_holds_is_not_the_first_thing_to_do():
    runs = [*DRILL, run("a_head_streamer", 0.999, "green", "crew", effect=estimate(0.9, 0.8, 1.0), cost=5)]
    assert first_action(runs).plan == "second_mill"


def test_where_no_plan_gains_fulfilment_one_that_gains_punctuality_is_named():
    late = run("x", 1.0, "red", lights={"fulfilment_rate": "green", "on_time_rate": "red"}, on_time_rate=0.6)
    plan = run("x", 1.0, "green", "crew", effect=estimate(0.0, 0.0, 0.0), cost=10)
    plan["effect"]["on_time_rate"] = estimate(0.2, 0.1, 0.3)
    assert first_action([late, plan]).about() == {
        "scenario": "x", "plan": "crew", "kpi": "on_time_rate", "gain": 0.2, "cost": 10,
    }  # fmt: skip
    assert "准时率 60.0%" in verdict([late, plan])["zh"]
    assert "准时率 +20.0 个百分点" in verdict([late, plan])["zh"]


def test_of_several_that_break_the_worst_is_told():
    runs = [run("b_one", 0.8, "red"), run("c_two", 0.7, "red")]
    assert "C 履约率 70.0%" in verdict(runs)["zh"]


def test_a_time_that_breaks_is_rounded_up():
    late = run("x", 1.0, "red", lights={"lead_time_p95": "red"}, lead_time_p95=96.2)
    assert "97 小时" in verdict([late])["zh"]
    assert "97 h" in verdict([late])["en"]


def test_a_drill_of_the_baseline_alone_says_so():
    assert verdict([run("baseline", 0.98765)])["zh"] == "本次只跑了基线：履约率 98.7%。"
    assert verdict([run("baseline", None)])["en"].endswith("- fulfilled.")


def test_when_all_holds_nothing_has_to_be_done():
    assert verdict(DRILL[:2])["zh"] == "A 头部主播爆单 扛得住。"


def test_a_run_without_light_is_not_judged():
    assert verdict([run("a_x", None, None, lights={}), DRILL[1]])["zh"] == "A 头部主播爆单 扛得住。"


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
    told = verdict(runs)
    assert 0 < len(told["zh"]) <= LONGEST["zh"] == 80
    assert 0 < len(told["en"]) <= LONGEST["en"]
