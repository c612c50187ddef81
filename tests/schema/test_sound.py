"""A wrong part of a scenario hides nothing that is wrong with the rest, and makes nothing else look wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ConfigError, Problem
from sim.schema.load import load_world
from sim.schema.load_scenario import scenario_text, written
from sim.schema.reader import read_text
from sim.schema.scenario import Scenario
from sim.schema.sound import sound
from sim.schema.validate import check
from tests.schema.small import SMALL

WORLD = load_world(SMALL)
DOWN = "{kind: site_down, site: dc, from: d3}"
PLAN = "{when: {shock: %s}, do: [{kind: reroute, sites: mw_east, via: bakery}]}"


def reported(text: str) -> set[str]:
    try:
        scenario_text(text, WORLD, ["fulfilment_rate"])
    except ConfigError as error:
        return {f"{one.line} {one.path}" for one in error.problems}
    return set()


def test_names_are_checked_in_what_is_sound_while_a_neighbour_is_wrong():
    text = f"""title: x
shocks:
  - {{kind: site_down, site: dc, from: 3}}
  - {{kind: site_down, site: nowhere, from: d3}}
  - {DOWN}
plans:
  broken: {{do: 5}}
  late: {PLAN % 9}
expect: {{fulfilment_rate: {{at_least: 1}}, fulfil: {{at_least: 1}}, other: 3}}
"""
    assert reported(text) == {
        "3 shocks.0.from",
        "4 shocks.1.site",
        "7 plans.broken.do",
        "8 plans.late.when.shock",
        "9 expect.fulfil",
        "9 expect.other",
    }


def test_a_plan_may_wait_for_a_shock_that_is_wrong_itself():
    text = f"title: x\nshocks: [{DOWN}, {{kind: quake}}]\nplans: {{p: {PLAN % 1}}}\n"
    assert reported(text) == {"2 shocks.1.kind"}


@pytest.mark.parametrize("text", ["- 1\n", "shocks: 1\nplans: 2\nexpect: 3\ntitle: x\n"])
def test_where_nothing_is_sound_there_is_nothing_to_say(text):
    document = read_text(text)
    problems: list[Problem] = []
    assert check(Scenario, document, problems) is None
    left = sound(document, problems)
    assert left is not None
    assert (left.scenario.shocks, left.numbers, left.count, left.scenario.plans) == ([], (), 0, {})


PARTS = {
    "good": (DOWN, None),
    "wrong": ("{kind: site_down, site: dc, from: 3}", "from"),
    "unknown": ("{kind: site_down, site: moon, from: d3}", "site"),
    "early": ("{kind: site_down, site: dc, from: d99}", "from"),
    "alien": ("{kind: quake}", "kind"),
}


@settings(max_examples=40)
@given(st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=6))
def test_every_wrong_shock_is_reported_at_its_own_line_whatever_stands_beside_it(parts):
    text = "title: x\nshocks:\n" + "".join(f"  - {PARTS[part][0]}\n" for part in parts)
    expected = {f"{number + 3} shocks.{number}.{PARTS[part][1]}" for number, part in enumerate(parts) if PARTS[part][1]}
    assert reported(text) == expected


def test_a_scenario_is_checked_for_itself_while_no_world_is_known(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"titel: x\nshocks: [{DOWN.replace('dc', 'moon')}, {{kind: quake}}]\n", encoding="utf-8")
    with pytest.raises(ConfigError) as failure:
        written(path)
    assert {one.path for one in failure.value.problems} == {"titel", "shocks.1.kind"}
    path.write_text(f"title: x\nshocks: [{DOWN.replace('dc', 'moon')}]\n", encoding="utf-8")
    written(path)
    path.write_text("title: x\ntitle: y\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="written twice"):
        written(path)
    path.write_text("brand: x\nproducts: {}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="this is a configuration, and a scenario is needed"):
        written(path)
