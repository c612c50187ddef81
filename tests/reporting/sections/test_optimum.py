"""The best settings in the report: what they are worth on fresh random numbers, and which bounds still hold there."""

import pytest

from sim.reporting.formats import html

from ..hand import around, build, hand, heads, printed, read, section
from .test_policies import compared


def found(constraints=()):
    told = {
        "by": "cost_per_order",
        "at": {"sites.dc.stations.pick.servers": "4", "couriers.riders.full_time": "7"},
        "search": 20.0,
        "fresh": 21.5,
        "optimism": 1.5,
        "constraints": list(constraints),
        "search_replications": 5,
        "fresh_seed": 8,
        "fresh_replications": 20,
        "trials": [{"number": 0, "at": {}, "outcome": {}, "feasible": True}] * 40,
    }
    return compared() | {"kind": "optimum", "optimum": told}


def bound(scenario, holds):
    told = {"bound": "fulfilment_rate >= 0.95", "kpi": "fulfilment_rate", "scenario": scenario, "holds": holds}
    return told | {"search": 0.97, **around(0.96, 0.02, 20)}


def test_a_drill_has_no_such_section():
    assert build("optimum", hand()) is None


def test_the_best_settings_stand_with_what_the_search_flattered():
    (best,) = section("optimum", found(), "en").parts
    assert best.finding == (
        "The best of 40 trials: Cost per order 20.00 yuan/order in the search (5 replications), 21.50 yuan/order "
        "on fresh random numbers (20); the search was too optimistic by 1.50 yuan/order."
    )
    assert [list(row) for row in best.table.rows] == [
        ["sites.dc.stations.pick.servers", "4"],
        ["couriers.riders.full_time", "7"],
    ]


def test_a_report_of_a_search_is_about_its_optimum():
    page = html.encode(read(found()), "en").decode()
    assert "<h1>The best settings</h1>" in page
    assert 'class="score"' not in page
    assert page.index('id="optimum"') < page.index('id="scorecard"')


@pytest.mark.parametrize(("holds", "word"), [(True, "● 满足"), (False, "■ 不再满足"), (None, "▲ 无法判断")])
def test_a_bound_is_read_from_its_interval_in_each_scenario(holds, word):
    _, bounds = section("optimum", found([bound("baseline", holds), bound("a_rush", True)]), "zh").parts
    assert heads(bounds.table) == ["约束", "场景", "搜索时", "新随机数下", "判断"]
    first, second = printed(bounds.table, "zh")
    assert (first[0], first[4], second[4]) == ("fulfilment_rate >= 0.95", word, "● 满足")
