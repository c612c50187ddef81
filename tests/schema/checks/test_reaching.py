"""Customers whom nobody can deliver to, and orders that enter a site where there is no such station."""

import pytest

from sim.schema.checks.reaching import check
from tests.schema.checks.drafts import reported

SELLS = {
    "shows": "shows:\n  x: {{start: d1, orders: 9, products: {{thing: 1}}, pickup: {}}}\n",
    "group_buys": (
        "group_buys:\n  x: {{product: thing, opens: d1, groups: {{size: 2, within: 1d}}, joins: 1/h, pickup: {}}}\n"
    ),
    "regular": "regular:\n  x: {{arrives: {{kind: steady, rate: 1/h}}, pickup: {}}}\n",
    "recorded": "recorded:\n  x: {{file: orders.csv, pickup: {}}}\n",
}
COURIERS = "couriers: {s: {at: s, full_time: 1}}\n"


def sites(radius: str = "", other: str = "") -> str:
    within = f", serves_within: {radius}" if radius else ""
    return f"sites: {{s: {{kind: dc, at: [0, 0]{within}}}, t: {{kind: dc, at: [0, 0]{other}}}}}\n"


def homes(*entries: str) -> str:
    """Communities from line 3 on, the first on line 4, three and four kilometres away: five as the crow flies."""
    return "communities:\n" + "".join(
        f"  {name}: {{at: [3, 4]{rest}}}\n" for name, _, rest in (e.partition("|") for e in entries)
    )


@pytest.mark.parametrize("section", list(SELLS))
def test_orders_need_customers(section):
    assert reported(check, SELLS[section].format(0)) == [
        f"w.yaml:2:3 {section}.x: orders need customers: define at least one place under `communities`"
    ]


@pytest.mark.parametrize("section", list(SELLS))
@pytest.mark.parametrize(
    ("pickup", "network", "reached"),
    [
        (0, sites(), False),
        (0.99, sites(), False),
        (1, sites(), True),
        (0, sites() + COURIERS, True),
        (0, sites("5km") + COURIERS, True),
        (0, sites("4.99km") + COURIERS, False),
    ],
)
def test_who_buys_for_delivery_must_lie_within_reach_of_couriers(section, pickup, network, reached):
    message = (
        "w.yaml:4:3 communities.r: 'r' cannot be reached: 'x' sells for delivery, but no site with couriers serves it: "
        "add couriers, widen `serves_within`, or let its people pick up (`pickup: 1`)"
    )
    found = reported(check, SELLS[section].format(pickup) + homes("r") + network)
    assert found == ([] if reached else [message])


def test_who_buys_nothing_need_not_be_reached():
    show = SELLS["shows"].format(0).replace("pickup: 0", "communities: [q]")
    assert reported(check, show + homes("q|, delivered_from: s", "far") + sites() + COURIERS) == []


def test_a_site_that_was_named_must_have_couriers_and_cover_the_place():
    text = SELLS["shows"].format(0) + homes("r|, delivered_from: s", "w|, delivered_from: t") + sites("4km") + COURIERS
    assert reported(check, text) == [
        "w.yaml:4:35 communities.r.delivered_from: 'r' is 5 km from 's', which delivers within 4 km",
        "w.yaml:5:35 communities.w.delivered_from: 'x' sells for delivery, but no courier pool leaves from 't'; "
        "allowed: s",
    ]


def test_a_site_with_goods_without_end_may_be_a_pure_service_study_without_couriers():
    text = SELLS["shows"].format(0) + homes("w|, delivered_from: t") + sites(other=", stock: unlimited") + COURIERS
    assert reported(check, text) == []


@pytest.mark.parametrize(
    "broken",
    ["communities: {r: {at: [3, 4]}, q: {at: 3}}\n", "couriers: {s: {at: s, full_time: -1}}\n"],
)
def test_nobody_is_called_out_of_reach_while_people_or_couriers_are_not_understood(broken):
    people = "" if broken.startswith("comm") else homes("r")
    assert reported(check, SELLS["shows"].format(0) + people + sites() + broken) == []


STATIONS = "stations: {pick: {servers: 1, takes: 1min}, pack: {servers: 1, takes: 1min}}"
ENTERS = "regular:\n  x: {{arrives: {{kind: steady, rate: 1/h}}, enters: {}}}\n"


def test_a_station_to_enter_by_must_stand_in_a_site_that_serves_the_orders():
    both = sites(other=f", {STATIONS}") + "couriers: {t: {at: t, full_time: 1}}\n"
    assert reported(check, ENTERS.format("pack") + homes("r", "q") + both) == []
    assert reported(check, ENTERS.format("pak") + homes("r", "q") + both) == [
        "w.yaml:2:51 regular.x.enters: 'pak' is not a station of 't', which serves it; allowed: pick, pack "
        "(did you mean 'pack'?)"
    ]


def test_a_station_is_reported_once_even_if_many_sites_lack_it():
    both = sites() + "couriers: {s: {at: s, full_time: 1}, t: {at: t, full_time: 1}}\n"
    served = homes("r|, delivered_from: s", "q|, delivered_from: t")
    assert reported(check, ENTERS.format("pick") + served + both) == [
        "w.yaml:2:51 regular.x.enters: 'pick' is not a station of 's', which serves it; allowed: none is defined"
    ]
