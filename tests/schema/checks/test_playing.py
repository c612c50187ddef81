"""A scenario in a world: what its shocks, plans and expectations say that cannot be, at its line."""

import pytest

from sim.errors import ConfigError
from sim.schema.load import load_text
from sim.schema.load_scenario import scenario_text

WORLD = load_text(
    """\
brand: B
start: 2026-06-15 08:00 +08:00
horizon: 3d
products: {loaf: {price: 1, bought_from: baker}, milk: {price: 1}}
suppliers: {baker: {capacity: 10/d}, dairy: {supplies: [milk]}, backup: {supplies: [loaf], active: false}}
sites:
  dc: {kind: dc, at: [0, 0], opening: {loaf: 9}, stations: {pick: {servers: 1, takes: 1min}}}
  east: {kind: front_point, at: [1, 0]}
  west: {kind: front_point, at: [0, 1]}
groups: {points: [east, west], homes: [river]}
lanes: [{from: dc, to: [east], takes: 1h, every: 1h}]
communities: {river: {at: [0, 0]}}
shows:
  big: {start: d1, orders: 10, products: {loaf: 1}, pickup: 1, communities: river}
  flash: {start: d1, orders: 10, products: {loaf: 1}, pickup: 1, surprise: true}
replenishment: [{at: [east, west], items: [loaf], from: baker, policy: {kind: on_demand}}]
"""
)
STRIKE = "shocks:\n  - {from: d1, kind: site_down, site: dc}\n"


def reported(body: str, kpis=None) -> list[str]:
    """Everything wrong with a scenario; its body begins on line 1, its title stands at the end."""
    try:
        scenario_text(f"{body}\ntitle: T", WORLD, kpis, name="x.yaml")
    except ConfigError as error:
        return [f"{problem.place} {problem.sentence}" for problem in error.problems]
    return []


def shock(words: str) -> list[str]:
    return reported(f"shocks:\n  - {{from: d1, {words}}}")


def test_the_scenario_of_these_tests_is_right():
    assert reported(STRIKE) == []


NAMES = [
    (
        "kind: site_down, site: ec",
        "39 shocks.0.site: 'ec' is not a site; allowed: dc, east, west, points (did you mean 'dc'?)",
    ),
    (
        "kind: site_down, site: [dc, ast]",
        "44 shocks.0.site.1: 'ast' is not a site; allowed: dc, east, west, points (did you mean 'east'?)",
    ),
    (
        "kind: hold, factor: 0, lever: supply, where: bakr",
        "61 shocks.0.where: 'bakr' is not a supplier or item"
        "; allowed: baker, dairy, backup, loaf, milk (did you mean 'baker'?)",
    ),
    (
        "kind: hold, factor: 2, lever: demand, where: [big, silk]",
        "67 shocks.0.where.1: 'silk' is not a source or product or channel; allowed: big, flash, loaf, milk, app "
        "(did you mean 'milk'?)",
    ),
    (
        "kind: hold, factor: 2, lever: lane, where: dc->west",
        "59 shocks.0.where: 'dc->west' is not a lane or site"
        "; allowed: dc->east, dc, east, west, points (did you mean 'dc->east'?)",
    ),
    (
        "kind: hold, factor: 2, lever: station, where: pick",
        "62 shocks.0.where: 'pick' is not a site.station or site"
        "; allowed: dc.pick, dc, east, west, points (did you mean 'dc.pick'?)",
    ),
    ("kind: surprise_show, show: big", "43 shocks.0.show: 'big' is not a surprise show; allowed: flash"),
    (
        "kind: recall, made_within: 1d, products: bread",
        "57 shocks.0.products: 'bread' is not a product; allowed: loaf, milk",
    ),
]


@pytest.mark.parametrize(("words", "message"), NAMES)
def test_a_name_that_is_not_of_the_sort_is_reported_with_all_that_are(words, message):
    assert shock(words) == [f"x.yaml:2:{message}"]


@pytest.mark.parametrize("where", ["'*'", "[points, dc]", "homes", "river"])
def test_a_list_of_sites_takes_a_star_and_groups_of_sites_but_no_people(where):
    assert bool(shock(f"kind: site_down, site: {where}")) == (where in ("homes", "river"))


@pytest.mark.parametrize("show", ["'*'", "points"])
def test_where_one_name_is_meant_a_star_or_a_group_is_none(show):
    assert len(shock(f"kind: surprise_show, show: {show}")) == 1


def test_shocks_strike_within_the_run():
    early, late = (f"shocks:\n  - {{kind: site_down, site: dc, from: {at}}}" for at in ("d0 07:00", "d3 08:00"))
    assert reported(early) == [
        "x.yaml:2:39 shocks.0.from: the shock strikes before the run begins; found 'd0 07:00'; "
        "allowed: from d0 08:00, for 3d"
    ]
    assert "the shock strikes after the run has ended" in reported(late)[0]


def test_every_shock_is_looked_at_by_its_own_number():
    body = "shocks:\n  - {from: d1, kind: site_down, site: dc}\n  - {from: d9, kind: site_down, site: moon}"
    assert [line.split(" ")[1] for line in reported(body)] == ["shocks.1.from:", "shocks.1.site:"]


ENDLESS = "'dairy' makes any number ready at once, and 0.5 times that changes nothing; "
CURE = "allowed: 0 (nothing comes), or give 'dairy' a `capacity`"


@pytest.mark.parametrize("where", ["dairy", "milk", "[baker, dairy]", "[loaf, milk]"])
def test_a_share_of_a_capacity_without_limit_is_reported_to_change_nothing(where):
    assert shock(f"kind: hold, factor: 0.5, lever: supply, where: {where}") == [
        f"x.yaml:2:36 shocks.0.factor: {ENDLESS}{CURE}"
    ]
    plan = f"plans:\n  p: {{do: [{{kind: hold, factor: 0.5, lever: supply, where: {where}}}]}}"
    assert reported(f"{plan}\n{STRIKE}") == [f"x.yaml:2:33 plans.p.do.0.factor: {ENDLESS}{CURE}"]


@pytest.mark.parametrize(
    "words",
    [
        "factor: 0, lever: supply, where: dairy",
        "factor: 0.5, lever: supply, where: baker",
        "factor: 0.5, lever: supply, where: loaf",  # one of its two suppliers has a limit
        "factor: 0.5, lever: demand, where: milk",
    ],
)
def test_what_can_change_something_is_left_alone(words):
    assert shock(f"kind: hold, {words}") == []


def plan(when: str, do: str = "kind: spare_stock, at: dc, item: loaf, units: 1", head: str = STRIKE) -> list[str]:
    """What is wrong with a plan `p` on line 4 of a scenario with one shock (line 2 of one without)."""
    return reported(f"{head}plans:\n  p: {{{f'when: {when}, ' if when else ''}do: [{{{do}}}]}}")


@pytest.mark.parametrize(
    "when",
    [
        "", "{shock: 0}", "{signal: backlog, above: 5}", "{signal: backlog, of: dc, above: 5}",
        "{signal: backlog, of: points, above: 5}", "{signal: backlog, of: '*', above: 5}",
        "{signal: cover, of: loaf, below: 2d}", "{signal: cover, of: loaf, below: 0}",
        "{signal: queue, of: dc.pick, above: 9}",
    ],
)  # fmt: skip
def test_a_plan_can_wait_for_a_shock_or_for_a_signal(when):
    assert plan(when) == []


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("{shock: 1}", "21 plans.p.when.shock: there is no shock 1 to notice; allowed: 0"),
        (
            "{shock: 0, signal: backlog, above: 1}",
            "21 plans.p.when.shock: give `shock` or `signal`, not both",
        ),
        (
            "{signal: cover, of: loaf, below: 2}",
            "46 plans.p.when.below: takes a duration like 2d: how long the goods last; found 2",
        ),
        (
            "{signal: cover, below: 2d}",
            "13 plans.p.when: the signal `cover` needs `of`: the item that it is about",
        ),
        (
            "{signal: queue, above: 2}",
            "13 plans.p.when: the signal `queue` needs `of`: the site.station that it is about",
        ),
        (
            "{signal: cover, of: '*', below: 2d}",
            "33 plans.p.when.of: '*' is not an item; allowed: loaf, milk",
        ),
        (
            "{signal: queue, of: pick, above: 2}",
            "33 plans.p.when.of: 'pick' is not a site.station; allowed: dc.pick (did you mean 'dc.pick'?)",
        ),
        (
            "{signal: backlog, of: point, above: 2}",
            "35 plans.p.when.of: 'point' is not a site"
            "; allowed: dc, east, west, points, homes (did you mean 'points'?)",
        ),
    ],
)
def test_a_trigger_that_can_never_be_seen_is_reported(when, message):
    assert plan(when) == [f"x.yaml:4:{message}"]


def test_without_shocks_a_plan_needs_a_signal():
    assert plan("", head="") == [
        "x.yaml:2:3 plans.p.when.shock: there is no shock 0 to notice; "
        "allowed: a signal, because the scenario has no shocks"
    ]
    assert plan("{signal: backlog, above: 5}", head="") == []


NO_LANE = "no lane leads from 'dc' to 'west': add one to the world, with `backup: true`"
FOR_GOOD = "this action is not undone when it ends: `lasts` only says how long `cost_per_hour` is paid"


@pytest.mark.parametrize(
    ("do", "message"),
    [
        (
            "kind: spare_stock, at: dc, item: laof, units: 1",
            "46 plans.p.do.0.item: 'laof' is not an item"
            "; allowed: loaf, milk (did you mean 'loaf'?)",
        ),
        ("kind: spare_stock, at: dc, item: loaf, units: 1, lasts: 1d", f"69 plans.p.do.0.lasts: {FOR_GOOD}"),
        ("kind: activate_supplier, supplier: backup, lasts: 1d", f"63 plans.p.do.0.lasts: {FOR_GOOD}"),
        ("kind: send_back, at: dc, item: loaf, pays: 1, lasts: 1d", f"66 plans.p.do.0.lasts: {FOR_GOOD}"),
        ("kind: reroute, sites: west, via: dc", f"46 plans.p.do.0.via: {NO_LANE}"),
        ("kind: reroute, sites: points, via: dc", f"48 plans.p.do.0.via: {NO_LANE}"),
        (
            "kind: reroute, sites: east, via: moon",
            "46 plans.p.do.0.via: 'moon' is not a site"
            "; allowed: dc, east, west",
        ),
    ],
)  # fmt: skip
def test_an_action_that_cannot_be_done_is_reported(do, message):
    assert plan("", do) == [f"x.yaml:4:{message}"]


@pytest.mark.parametrize(
    "do",
    [
        "kind: reroute, sites: east, via: dc",
        "kind: reroute, sites: east, via: dc, lasts: 1d",
        "kind: spare_stock, at: dc, item: loaf, units: 1, lasts: 1d, cost_per_hour: 3",
        "kind: activate_supplier, supplier: backup",
    ],
)
def test_an_action_that_can_be_done_is_not(do):
    assert plan("", do) == []


def test_every_action_of_every_plan_is_looked_at():
    good, bad = "{kind: activate_supplier, supplier: backup}", "{kind: activate_supplier, supplier: back}"
    found = reported(f"{STRIKE}plans: {{one: {{do: [{good}, {bad}]}}, two: {{do: [{bad}]}}}}")
    assert [line.split(" ")[1] for line in found] == ["plans.one.do.1.supplier:", "plans.two.do.0.supplier:"]


def test_expectations_name_measures_that_exist_where_these_are_known():
    expect = "expect:\n  lead_tme: {at_most: 4}"
    assert reported(expect, ["lead_time", "waste"]) == [
        "x.yaml:2:3 expect.lead_tme: 'lead_tme' is not a measure; allowed: lead_time, waste (did you mean 'lead_time'?)"
    ]
    assert reported(expect, []) == ["x.yaml:2:3 expect.lead_tme: 'lead_tme' is not a measure; allowed: none is defined"]
    assert reported(expect) == []
