"""A scenario changes what it names and nothing else; what it cannot mean is told at its line."""

import pytest

from sim.errors import ConfigError
from sim.schema.load import load_world
from sim.schema.load_scenario import load_scenario, scenario_text
from sim.schema.patch import apply, override
from sim.schema.resolved import resolved
from sim.schema.scenario import Scenario
from tests.schema.small import SMALL, WORLDS

WORLD = load_world(SMALL)
EVERYTHING = WORLDS / "scenarios/b_everything.yaml"


def scenario(body: str, kpis=None) -> Scenario:
    return scenario_text(f"title: test\n{body}", WORLD, kpis, name="test.yaml")


def refused(body: str, kpis=None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        scenario(body, kpis)
    assert all(problem.line for problem in caught.value.problems), "every problem has its line"
    return [problem.sentence for problem in caught.value.problems]


def over(text: str) -> str:
    return f"over: {{{text}}}"


def test_the_keys_of_a_patch_change_and_nothing_else_does():
    patched = apply(WORLD, load_scenario(EVERYTHING, WORLD)).world
    before, after = resolved(WORLD), resolved(patched)
    assert patched.horizon == 10 * 1440
    assert patched.lanes[1].every == 240
    before["horizon"] = "10d"
    before["lanes"][1]["every"] = "4h"
    before["sites"]["dc"]["stations"]["pick"]["servers"] = 4
    before["regular"]["everyday"]["products"] = {"loaf": 1.0, "milk": 1.0}
    assert after == before


def test_every_change_is_reported_old_and_new():
    changes = apply(WORLD, load_scenario(EVERYTHING, WORLD)).changes
    assert [str(change) for change in changes] == [
        "horizon: 14d -> 10d",
        "lanes.1.every: 2h -> 4h",
        "sites.dc.stations.pick.servers: 8 -> 4",
        'regular.everyday.products: {"loaf": 3.0, "milk": 1.0} -> {"loaf": 1, "milk": 1}',
    ]


def test_a_scenario_without_a_patch_leaves_the_world_alone():
    assert apply(WORLD, scenario("shocks: []")) == (WORLD, ())


def test_a_row_of_a_table_and_a_parameter_of_a_distribution_can_be_patched():
    world = apply(WORLD, scenario(over("sites.shop_2.storage_cost: 9, lanes.0.takes.lognormal.cv: 0.5"))).world
    assert world.sites["shop_2"].storage_cost == 9
    assert world.lanes[0].takes.cv == 0.5


@pytest.mark.parametrize(
    ("text", "message", "meant"),
    [
        ("horizn: 3d", "the world has no key 'horizn'", "horizon"),
        ("sites.cd.kind: dc", "'sites' has no key 'cd'", "sites.dc.kind"),
        ("sites.dc.stations.pick.sevrers: 3", "has no key 'sevrers'", "sites.dc.stations.pick.servers"),
        ("sites.dc.opening.loaf: 3", "to add a name, set 'sites.dc.opening' as a whole", ""),
        ("lanes.7.every: 1h", "'lanes' has no entry 7; allowed: 0 to 2", ""),
        ("lanes.-1.every: 1h", "'lanes' has no entry -1", ""),
        ("horizon.days: 3", "'horizon' is a single value", ""),
    ],
)
def test_a_key_that_is_not_there_is_an_error_with_the_nearest_one(text, message, meant):
    found = refused(over(text))
    assert len(found) == 1
    assert message in found[0]
    assert (f"did you mean '{meant}'" in found[0]) == bool(meant)


def test_a_value_that_the_world_cannot_take_is_reported_at_the_patch():
    assert "horizon: takes a duration" in refused(over("horizon: 3"))[0]
    assert "sites.dc.stations.pick.servers: takes" in refused(over("sites.dc.stations.pick.servers: -3"))[0]
    assert "'moon' is not a site" in refused(over("lanes.0.to: moon"))[0]
    assert any("'park' cannot be reached" in one for one in refused(over("couriers.far.at: mw_east")))


@pytest.mark.parametrize(
    "text", ["sites.dc: {kind: dc}, sites.dc.at: [1, 1]", "sites.dc.at: [1, 1], sites.dc: {kind: dc}"]
)
def test_a_patch_of_a_part_and_of_the_whole_conflict(text):
    assert "two patches of one key conflict" in refused(over(text))[0]


def test_two_scenarios_that_touch_one_key_conflict_and_others_go_together():
    first, second = scenario(over("horizon: 9d")), scenario(over("horizon: 8d, sites.dc.at: [1, 1]"))
    with pytest.raises(ConfigError, match=r"'horizon' is also changed in test\.yaml, line 2"):
        apply(WORLD, first, second)
    third = scenario(over("sites.dc.at: [1, 1]"))
    world = apply(WORLD, first, third).world
    assert (world.horizon, world.sites["dc"].at) == (9 * 1440, (1, 1))


def test_settings_from_the_command_line_are_read_as_yaml():
    settings = ["horizon=9d", "sites.dc.opening={loaf: 3}", "shows.flash.surprise=false", "shows.flash.title="]
    world = override(WORLD, settings).world
    assert (world.horizon, world.sites["dc"].opening) == (9 * 1440, {"loaf": 3})
    assert not world.shows["flash"].surprise


@pytest.mark.parametrize("setting", ["horizon", "=3d", "horizon=3", "horizon={", "horzon=3d", "a=&x [*x]"])
def test_a_setting_that_makes_no_sense_is_refused_and_named(setting):
    with pytest.raises(ConfigError, match="-S"):
        override(WORLD, [setting])


def test_a_wrong_key_does_not_hide_wrong_values():
    found = refused(over("horizn: 3d, sites.dc.storage_cost: -1"))
    assert len(found) == 2
    assert "has no key 'horizn'" in found[0] + found[1]
    assert "found -1 (it must not be negative)" in found[0] + found[1]


def test_a_setting_given_twice_is_refused():
    with pytest.raises(ConfigError, match="set twice"):
        override(WORLD, ["horizon=3d", "horizon=4d"])


def overridden(*settings, places=()):
    with pytest.raises(ConfigError) as failure:
        override(WORLD, settings, places)
    return [one.render() for one in failure.value.problems]


SETTINGS = [
    ("suppliers.mil.lead=2d", "suppliers.mil.lead: 'suppliers' has no key 'mil'"),
    ("horizon=soon", "horizon: takes a duration like 2h, 90min or 3d 12h; found 'soon'"),
    ("horizon=.nan", "horizon: takes a finite number; found .nan"),
    ("horizon={", "horizon: a key or a value is missing here"),
    ("lanes.0.vehicle={holds: -3}", "lanes.0.vehicle.holds: takes a number above 0; found -3"),
]


@pytest.mark.parametrize(("setting", "message"), SETTINGS)
def test_what_is_wrong_with_a_setting_is_reported_as_it_was_typed(setting, message):
    (reported,) = overridden(setting)
    assert reported.startswith(f"-S {setting}  {message}")


def test_what_a_setting_breaks_elsewhere_is_reported_beside_it():
    (reported,) = overridden("suppliers.mill_b.supplies=[flor]", "horizon=9d")
    assert reported.startswith(
        "-S suppliers.mill_b.supplies=[flor]  suppliers.mill_b.supplies.0: 'flor' is not a product"
    )
    (reported,) = overridden("horizon=4d")
    assert reported.startswith("-S horizon=4d  shows.flash.start: the show starts after the run has ended")


def test_all_wrong_settings_are_reported_at_once_and_a_long_one_is_cut():
    found = overridden("horizon=.nan", "horizn=3d", f"horizun={'y' * 500}")
    assert len(found) == 3
    assert found[-1].startswith("-S horizun=yyy")
    assert "yyy...  horizun" in found[-1]


def test_settings_from_elsewhere_are_reported_by_their_own_place():
    (reported,) = overridden("horizon=soon", places=["points.csv:7"])
    assert reported.startswith("points.csv:7  horizon: takes a duration")


def test_stars_and_groups_are_written_out_and_a_star_on_the_roads_means_every_lane_once():
    loaded = scenario(
        "shocks:\n"
        "  - {kind: hold, lever: lane, where: '*', factor: 0.5, from: d1}\n"
        "  - {kind: site_down, site: [shops, shop_1], from: d1}\n"
        "  - {kind: hold, lever: yields, where: '*', factor: 0.5, from: d1}\n"
    )
    lanes = ["bakery->dc", "dc->mw_east", "dc->shop_1", "dc->shop_2", "dc->shop_3", "bakery->mw_east"]
    assert loaded.shocks[0].where == lanes
    assert loaded.shocks[1].site == ["shop_1", "shop_2", "shop_3"]
    assert loaded.shocks[2].where == ["loaf", "milk", "box", "dough"]


SHOCKS = [
    ("kind: hold, lever: supply, where: flor, factor: 1", "'flor' is not a supplier or item", "flour"),
    ("kind: hold, lever: supply, where: dairy, factor: 0.5", "'dairy' makes any number ready at once", ""),
    ("kind: hold, lever: supply, where: milk, factor: 0.5", "'dairy' makes any number ready at once", ""),
    ("kind: hold, lever: supply, where: [milk, flour], factor: 0", "", ""),
    ("kind: hold, lever: suply, where: flour, factor: 1", "'suply' is not one of", "supply"),
    ("kind: hold, lever: line, where: ofen, factor: 1", "'ofen' is not a factory line or site", "oven"),
    ("kind: hold, lever: line, where: bakery.oven, factor: 1", "", ""),
    ("kind: hold, lever: station, where: dc.pick, factor: 1", "", ""),
    ("kind: hold, lever: station, where: pick, factor: 1", "'pick' is not a site.station or site", "dc.pick"),
    ("kind: hold, lever: couriers, where: fra, factor: 1", "'fra' is not a courier pool or site", "far"),
    ("kind: hold, lever: lane, where: dc->shop_9, factor: 1", "'dc->shop_9' is not a lane or site", "dc->shop_"),
    ("kind: hold, lever: demand, where: [everyday, 抖音, loaf], factor: 1", "", ""),
    ("kind: hold, lever: demand, where: [everyday, 抖], factor: 1", "'抖' is not a source or product or channel", ""),
    ("kind: site_down, site: shop", "'shop' is not a site", "shops"),
    ("kind: recall, products: flour, made_within: 1d", "'flour' is not a product", ""),
    ("kind: surprise_show, show: summer", "'summer' is not a surprise show; allowed: flash", ""),
    ("kind: site_down, site: dc, from: d14", "the shock strikes after the run has ended", ""),
    ("kind: site_down, site: dc, from: 2026-06-01 00:00", "the shock strikes before the run begins", ""),
]


@pytest.mark.parametrize(("shock", "message", "meant"), SHOCKS)
def test_a_shock_speaks_of_what_exists_while_the_world_runs(shock, message, meant):
    body = f"shocks:\n  - {{{shock}{'' if 'from' in shock else ', from: d1'}}}"
    if not message:
        assert scenario(body).shocks
        return
    found = refused(body)
    assert len(found) == 1
    assert message in found[0]
    assert not meant or f"did you mean '{meant}" in found[0]


PLANS = [
    ("{}", "do: [{kind: activate_supplier, supplier: mill_c}]", "'mill_c' is not a supplier"),
    ("{}", "do: [{kind: reroute, sites: shops, via: bakery}]", "no lane leads from 'bakery' to 'shop_1'"),
    ("{}", "do: [{kind: reroute, sites: mw_east, via: moon}]", "'moon' is not a site"),
    ("{}", "do: [{kind: spare_stock, at: dc, item: laof, units: 1}]", "'laof' is not an item"),
    ("{}", "do: [{kind: activate_supplier, supplier: mill_b, lasts: 1d}]", "is not undone when it ends"),
    ("{shock: 1}", "do: [{kind: spare_stock, at: dc, item: loaf, units: 1}]", "there is no shock 1 to notice"),
    ("{signal: cover, below: 2d}", "do: [{kind: hold, lever: line, where: oven, factor: 2}]", "needs `of`"),
    ("{signal: cover, of: flor, below: 2d}", "do: [{kind: hold, lever: line, where: oven, factor: 2}]", "'flor'"),
    ("{signal: cover, of: flour, below: 2}", "do: [{kind: hold, lever: line, where: oven, factor: 2}]", "like 2d"),
    ("{signal: queue, of: dc.pik, above: 2}", "do: [{kind: hold, lever: line, where: oven, factor: 2}]", "'dc.pik'"),
    ("{shock: 0, signal: backlog, above: 2}", "do: [{kind: hold, lever: line, where: oven, factor: 2}]", "not both"),
]


@pytest.mark.parametrize(("when", "do", "message"), PLANS)
def test_a_plan_waits_for_something_that_can_happen_and_acts_on_what_exists(when, do, message):
    shock = "shocks: [{kind: site_down, site: dc, from: d1}]\n"
    found = refused(f"{shock}plans:\n  p: {{when: {when}, {do}}}".replace("when: {}, ", ""))
    assert len(found) == 1
    assert message in found[0]


def test_a_plan_that_waits_for_the_first_of_no_shocks_is_refused():
    assert (
        "the scenario has no shocks"
        in refused("plans: {p: {do: [{kind: spare_stock, at: dc, item: loaf, units: 1}]}}")[0]
    )


def test_shocks_are_checked_against_the_patched_world():
    shock = "shocks: [{kind: surprise_show, show: summer, from: d9}]"
    assert scenario(f"{over('shows.summer.surprise: true')}\n{shock}").shocks
    assert "after the run has ended" in refused(f"{over('horizon: 8d')}\n{shock.replace('summer', 'flash')}")[0]


def test_expectations_name_measures_that_exist():
    assert scenario("expect: {fulfilment_rate: {at_least: 0.9}}", ["fulfilment_rate"]).expect
    assert (
        "did you mean 'fulfilment_rate'"
        in refused("expect: {fulfillment_rate: {at_least: 0.9}}", ["fulfilment_rate"])[0]
    )


def test_everything_wrong_with_a_scenario_is_reported_at_once():
    found = refused("row: 3\nover: {horizn: 3d}\nshocks: [{kind: hold, lever: supply, where: x, factor: 1, from: d99}]")
    assert len(found) == 4
    found = refused("over: {horizn: 3d}\nshocks: [{kind: hold, lever: supply, where: x, factor: 1, from: d99}]")
    assert len(found) == 3


@pytest.mark.parametrize(("text", "value"), [("5d", 120), ("36h", 36), ("0.95", 0.95), ("48", 48)])
def test_a_bound_in_days_or_hours_is_in_hours_like_the_measures_and_a_number_is_as_it_stands(text, value):
    assert scenario(f"expect: {{lead_time_p95: {{at_most: {text}}}}}").expect["lead_time_p95"].at_most == value
    targets = f"targets: {{lead_time_p95: {{green: {text}, amber: 1}}}}"
    assert apply(WORLD, scenario(over(targets))).world.targets["lead_time_p95"].green == value
