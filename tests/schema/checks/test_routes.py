"""Lanes, the way through the stations of a site, and courier pools with nobody in them."""

import pytest

from sim.schema.checks.routes import check
from tests.schema.checks.drafts import draft_of, reported

SITES = "sites: {a: {kind: dc, at: [0, 0]}, b: {kind: dc, at: [1, 0]}, c: {kind: dc, at: [2, 0]}}\n"


def lanes(*ways: str, more: str = "") -> str:
    entries = [f"  - {{takes: 1h, every: 1h, from: {start}, to: {end}}}" for start, end in (w.split(">") for w in ways)]
    return SITES + "lanes:\n" + "\n".join(entries) + more


@pytest.mark.parametrize("ways", [("a>b", "b>a"), ("a>b", "a>c"), ("a>[b, c]", "b>c"), ("a>[b, b]",)])
def test_a_road_there_and_back_is_two_roads(ways):
    assert reported(check, lanes(*ways)) == []


@pytest.mark.parametrize(
    ("ways", "message"),
    [
        (("a>'*'",), "w.yaml:3:41 lanes.0.to: a lane leads to sites that are named, not to '*'"),
        (("a>a",), "w.yaml:3:41 lanes.0.to: the lane leads back to its own start, 'a'"),
        (("b>c", "a>[b, a]"), "w.yaml:4:41 lanes.1.to: the lane leads back to its own start, 'a'"),
        (("a>b", "a>b"), "w.yaml:4:41 lanes.1.to: there is already a lane from 'a' to 'b': lanes.0 (line 3)"),
        (
            ("b>a", "a>c", "a>[b, c]"),
            "w.yaml:5:41 lanes.2.to: there is already a lane from 'a' to 'c': lanes.1 (line 4)",
        ),
    ],
)
def test_a_road_to_everywhere_to_its_own_start_or_a_second_time_is_reported(ways, message):
    assert reported(check, lanes(*ways)) == [message]


def test_one_lane_is_reported_once_however_many_ends_it_repeats():
    found = reported(check, lanes("a>g", "a>[b, c]", "a>c", more="\ngroups: {g: [b, c]}"))
    assert found == [
        "w.yaml:4:41 lanes.1.to: there is already a lane from 'a' to 'b': lanes.0 (line 3)",
        "w.yaml:5:41 lanes.2.to: there is already a lane from 'a' to 'c': lanes.0 (line 3)",
    ]


def test_the_lane_after_one_that_leads_everywhere_is_looked_at_too():
    assert len(reported(check, lanes("a>'*'", "b>b"))) == 2


def test_lanes_keep_their_numbers_when_one_before_them_is_not_understood():
    text = lanes("a>b", "a>b", "a>b").replace("from: a, ", "", 1)
    assert reported(check, text) == [
        "w.yaml:5:41 lanes.2.to: there is already a lane from 'a' to 'b': lanes.1 (line 4)"
    ]


def stations(*ways: str) -> str:
    """A site whose stations are given as `name` (on to the one below) or `name>{next}`."""
    head = "sites:\n  dc:\n    kind: dc\n    at: [0, 0]\n    stations:\n"
    split = (way.partition(">") for way in ways)
    return head + "\n".join(
        f"      {name}: {{servers: 1, takes: 1min{f', next: {after}' if after else ''}}}" for name, _, after in split
    )


@pytest.mark.parametrize(
    "ways",
    [
        ("pick", "pack"),
        ("pick>{out: 1}", "pack"),
        ("pick>{pack: 0.9, pick: 0.1}", "pack"),
        ("pick>{pack: 1}", "pack>{pick: 0.5, out: 0.5}"),
        ("pick>{seal: 1}", "pack>{out: 1}", "seal>{pack: 1}"),
    ],
)
def test_stations_that_lead_out_in_the_end_are_right(ways):
    assert reported(check, stations(*ways)) == []


LOST = "orders that come to '{0}' never leave: no way leads to `out`"


@pytest.mark.parametrize(
    ("ways", "places"),
    [
        (("pick>{pick: 1}",), ["w.yaml:6:45 sites.dc.stations.pick.next"]),
        (("pick>{pick: 1, out: 0}",), ["w.yaml:6:45 sites.dc.stations.pick.next"]),
        (("pick>{out: 1}", "pack>{pack: 1}"), ["w.yaml:7:45 sites.dc.stations.pack.next"]),
        (
            ("pick>{pack: 1}", "pack>{pick: 1}"),
            ["w.yaml:6:45 sites.dc.stations.pick.next", "w.yaml:7:45 sites.dc.stations.pack.next"],
        ),
        (
            ("pick", "pack>{pack: 1}"),
            ["w.yaml:6:7 sites.dc.stations.pick.next", "w.yaml:7:45 sites.dc.stations.pack.next"],
        ),
    ],
)
def test_every_station_from_which_no_way_leads_out_is_reported(ways, places):
    assert reported(check, stations(*ways)) == [f"{place}: {LOST.format(place.split('.')[-2])}" for place in places]


def test_a_station_that_is_not_there_is_reported_with_the_nearest_and_no_conclusion_is_drawn():
    assert reported(check, stations("pick>{pak: 1}", "pack>{pack: 1}")) == [
        "w.yaml:6:46 sites.dc.stations.pick.next.pak: 'pak' is not a station of 'dc'; allowed: pick, pack, out "
        "(did you mean 'pack'?)"
    ]


def test_no_station_can_be_called_out():
    assert reported(check, stations("out", "pick>{pick: 1}")) == [
        "w.yaml:6:7 sites.dc.stations.out: 'out' means that an order is done: give the station another name"
    ]


def test_no_way_out_is_missed_while_a_site_is_not_understood():
    text = stations("pick>{pack: 1}", "pack>{pick: 1}") + "\n  shop: {kind: shopp, at: [0, 0]}"
    assert reported(check, text) == []


NOBODY = "w.yaml:3:3 couriers.a: nobody works here: give `full_time` couriers, or a `crowd` that logs on"


@pytest.mark.parametrize(
    ("pool", "message"),
    [
        ("{at: a}", [NOBODY]),
        ("{at: a, full_time: 0, crowd: {pool: 0}}", [NOBODY]),
        ("{at: a, crowd: {pool: 4, logs_on: 0}}", [NOBODY]),
        ("{at: a, crowd: {pool: 4, logs_on: 0.1}}", []),
        ("{at: a, full_time: 1}", []),
        ("{at: a, full_time: 1, crowd: {pool: 0}}", []),
    ],
)
def test_a_pool_needs_somebody(pool, message):
    assert reported(check, f"{SITES}couriers:\n  a: {pool}") == message


def test_the_draft_of_these_tests_is_whole():
    assert not draft_of(lanes("a>b")).lost
