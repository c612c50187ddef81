"""Page one in words: it says what the lights say, and everybody names the same first action."""

from typing import Any

import pytest

from sim.cli.scorecard import sentences
from sim.experiment.judgement.first_action import first_action
from sim.experiment.judgement.verdict import verdict
from sim.reporting.document import Part, ReportTable, Section
from sim.reporting.headline import about, headline
from sim.reporting.sections import section_modules

from .hand import hand, read, run, section


def facts(result: dict[str, Any], lang: Any = "zh") -> dict[str, tuple[str, ...]]:
    return {fact.heading: fact.lines for fact in headline(read(result), lang).facts}


def judged(result: dict[str, Any]) -> dict[str, Any]:
    """The result with the verdict and first action that the study itself would give it."""
    runs = read(result).runs
    action = first_action(runs)
    return result | {"verdict": verdict(runs).model_dump(), "first_action": action.model_dump() if action else None}


def test_the_three_facts_name_scenarios_with_the_targets_they_miss():
    assert facts(hand()) == {
        "扛得住": ("没有场景在无预案时达标",),
        "扛不住、吃紧（履约率目标 95%）": ("A 爆单 · 履约率 80.0% · 交付时长 P95 90.0 小时", "B 断料 · 履约率 93.0%"),
        "先做什么": (
            "A · 加人",
            "履约率 +16.0 个百分点 [+14.0 – +18.0]",
            "预案成本 1,501 元",
            "每单成本 −2.00 元/单",
        ),
    }
    assert facts(hand(), "en")["First thing to do"] == (
        "A · More hands",
        "Fulfilment rate +16.0 pp [+14.0 – +18.0]",
        "the plan costs 1,501 yuan",
        "Cost per order −2.00 yuan/order",
    )


@pytest.mark.parametrize(
    ("lights", "heading", "mark", "role"),
    [
        (("red", "red"), "扛不住（履约率目标 95%）", "■", "bad"),
        (("amber", "amber"), "吃紧（履约率目标 95%）", "▲", "warn"),
        (("red", "amber"), "扛不住、吃紧（履约率目标 95%）", "■", "bad"),
    ],
)
def test_amber_is_strained_and_only_red_breaks_as_in_the_verdict(lights, heading, mark, role):
    result = hand()
    run(result, "A")["light"], run(result, "B")["light"] = lights
    fact = headline(read(result), "zh").facts[1]
    assert (fact.heading, fact.mark, fact.role) == (heading, mark, role)
    assert set(fact.lights) == set(lights)
    told = verdict(read(result).runs).zh
    assert ("扛不住" in told) == ("扛不住" in heading)
    assert ("吃紧" in told) == ("吃紧" in heading)


def test_where_every_scenario_is_green_nothing_has_to_be_done():
    result = hand()
    run(result, "A")["light"] = run(result, "B")["light"] = "green"
    result = judged(result)
    told = facts(result)
    assert told["先做什么"] == ("没有场景需要启用预案",)
    assert told["扛不住、吃紧"] == ("没有场景被判为不达标或预警",)
    assert "先" not in result["verdict"]["zh"]
    assert facts(result, "en")["First thing to do"] == ("No scenario needs a plan",)


def test_where_no_plan_helps_the_weakest_scenario_is_to_get_one_and_the_verdict_says_the_same():
    result = hand()
    for code in ("A+", "B+"):
        run(result, code)["effect"]["fulfilment_rate"] = {"mean": 0.001, "ci_low": -0.1, "ci_high": 0.1, "n": 10}
    result = judged(result)
    assert facts(result)["先做什么"] == ("尚无有效预案，先为 A 补预案",)
    assert "尚无有效预案，先为A补预案" in result["verdict"]["zh"]
    assert section("plan_effect", result).parts[0].finding == "没有哪个预案带来可信的改善。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_verdict_page_one_chapter_and_terminal_name_the_same_plan_with_the_same_gain_and_cost(lang):
    result = judged(hand())
    plan = {"zh": "加人", "en": "More hands"}[lang]
    told = [
        result["verdict"][lang],
        " ".join(headline(read(result), lang).facts[2].lines),
        section("plan_effect", result, lang).parts[0].finding,
        sentences(read(result), lang)[-1],
    ]
    assert all(plan in words for words in told)
    assert all("16.0" in words for words in told)
    assert all("1,501" in words for words in (told[0], told[1], told[3]))


def test_a_plan_that_lifts_more_where_nothing_is_wrong_is_not_the_first_action():
    result = hand()
    run(result, "B")["light"] = "green"
    run(result, "B+")["effect"]["fulfilment_rate"] = {"mean": 0.3, "ci_low": 0.2, "ci_high": 0.4, "n": 10}
    result = judged(result)
    assert facts(result)["先做什么"][0] == "A · 加人"
    assert "“加人”" in section("plan_effect", result).parts[0].finding
    assert "加人" in result["verdict"]["zh"]


def test_the_score_is_rounded_down_and_compared_with_the_month_before():
    told = headline(read(hand()), "zh")
    assert (told.score_change, told.month, told.brand) == ("较 2026-10 −4（75 → 71）", "2026-11", "小店")
    assert headline(read(hand()), "en").score_change == "−4 since 2026-10 (75 → 71)"
    assert headline(read(hand() | {"history": []}), "zh").score_change == ""


def test_the_run_is_named_so_that_it_can_be_repeated():
    assert headline(read(hand()), "zh").facts_of_run == (
        ("演练", "第 2 次"),
        ("重复", "10"),
        ("种子", "7"),
        ("模型", "0.1.0"),
        ("配置", "0123456789ab"),
    )


def test_without_a_shock_there_is_nothing_to_hold_or_to_break():
    alone = hand() | {"scenarios": hand()["scenarios"][:1], "first_action": None}
    assert headline(read(alone), "zh").facts == ()


def test_a_study_that_is_no_drill_has_its_own_title_and_answer_and_no_score():
    part = Part("Fuller is better.", ReportTable("", (), (), "measures"))
    plain, subject = Section("cost", "Cost", (part,)), Section("policies", "Policies", (part,), "Policies compared")
    drill = headline(read(hand()), "en")
    assert about(drill, [plain]) == drill
    told = about(drill, [plain, subject])
    assert (told.title, told.verdict, told.facts) == ("Policies compared", "Fuller is better.", ())
    assert (told.score.number, told.score_word, told.history) == (None, "", ())
    assert (told.brand, told.facts_of_run) == (drill.brand, drill.facts_of_run)


@pytest.mark.parametrize("name", ["optimum", "policies", "sensitivity", "exposure", "breaking_point", "steady"])
def test_the_section_that_a_study_is_about_stands_before_the_scorecard(name):
    order = {one.__name__.rpartition(".")[2]: one.ORDER for one in section_modules()}
    assert order[name] < order["scorecard"]
