"""Trips from door to door: given tours, straight lines, customers all over their community, shut roads."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.errors import ConfigError
from sim.schema.load import load_tree
from sim.schema.network import Couriers
from tests.model.small import at, play

PLACES = {"a": (3.0, 4.0), "b": (3.0, 0.0), "c": (-1.0, 0.0), "d": (0.0, 2.5)}


def town(drives, orders=PLACES, places=PLACES, **pool):
    """A shop at the origin; at minute 0 one order from each of `orders`."""
    pool = {"full_time": 9, "waits": 0.0, **pool}
    return {
        "horizon": "2d",
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "communities": {name: {"at": place, "delivered_from": "shop"} for name, place in places.items()},
        "regular": {name: at(0, communities=[name]) for name in orders},
        "couriers": {"van": {"at": "shop", "drives": {"speed": "60km/h", "per_stop": "1min", **drives}, **pool}},
    }


def stops(record):
    """(trip, community, leg) in the order of the record."""
    table, names = record.stops, record.names["community"]
    where = [names[code] for code in record.orders["community"][table["order"]]]
    return list(zip(table["trip"].tolist(), where, table["km"].tolist(), strict=True))


def test_a_given_tour_is_driven_stop_by_stop_and_back():
    record = play(town({"tours": [["b", "a"], ["c"]]}, orders="abc"))
    assert stops(record) == [(0, "b", 3.0), (0, "a", 4.0), (1, "c", 1.0)]
    assert record.trips["km"].tolist() == [12.0, 2.0]
    assert record.trips["orders"].tolist() == [2, 1]
    assert record.trips["back"].tolist() == [14.0, 3.0]
    in_hand = dict(zip(record.names["source"], record.orders["delivered"].tolist(), strict=True))
    assert in_hand == pytest.approx({"a": 3 + 1 + 4 + 1, "b": 3 + 1, "c": 1 + 1})


def test_without_tours_the_order_ready_first_is_delivered_first():
    record = play(town({}, orders="cab", carries=3))
    assert [name for _, name, _ in stops(record)] == ["c", "a", "b"]
    assert record.trips["km"][0] == pytest.approx(1 + math.hypot(4, 4) + 4 + 3)


@pytest.mark.parametrize(("legs", "km"), [("exact", 7.5 + math.hypot(3, 1.5)), ("whole", 10.0), ("tenths", 10.8)])
def test_legs_are_rounded_one_by_one(legs, km):
    record = play(town({"tours": [["d", "a"]], "legs": legs}, orders="ad"))
    assert record.trips["km"].tolist() == [pytest.approx(km)]


def test_a_slow_road_takes_longer_and_is_no_longer():
    slow = {"kind": "hold", "lever": "lane", "where": "van", "factor": 0.5, "from": "d0 00:00"}
    record = play(town({"tours": [["b"]]}, orders="b"), slow)
    assert record.trips["km"].tolist() == [6.0]
    assert record.trips["back"].tolist() == [13.0]


def test_one_courier_drives_one_tour_after_the_other():
    record = play(town({"tours": [["b", "a"], ["c"]]}, orders="abc", full_time=1))
    assert record.trips["departed"].tolist() == [0.0, 14.0]


@settings(max_examples=25, deadline=None)
@given(names=st.permutations("abcd"), cut=st.integers(1, 3))
def test_kilometres_are_those_of_a_walk_from_point_to_point(names, cut):
    tours = [list(names[:cut]), list(names[cut:])]
    record = play(town({"tours": tours}))
    walks = []
    for tour in tours:
        path = [(0.0, 0.0), *(PLACES[name] for name in tour), (0.0, 0.0)]
        walks.append(sum(math.dist(one, other) for one, other in pairwise(path)))
    assert record.trips["km"].tolist() == pytest.approx(walks)
    assert [name for _, name, _ in stops(record)] == [*names]


def test_customers_live_all_over_the_square_of_their_community_and_never_move():
    parts = town({}, orders=(), places={"a": (3.0, 4.0)}, carries=1, full_time=9)
    parts["communities"]["a"]["side"] = "2km"
    parts["regular"] = {"people": at(*range(400), communities=["a"])}
    record = play(parts)
    assert len(record.stops["km"]) == 400
    km = record.stops["km"]
    assert math.hypot(2, 3) < km.min() < km.max() < math.hypot(4, 5)
    mean = np.mean([math.hypot(2 + 2 * x, 3 + 2 * y) for x in np.linspace(0, 1, 40) for y in np.linspace(0, 1, 40)])
    assert km.mean() == pytest.approx(mean, rel=0.03)
    parts["regular"]["people"]["priority"] = 3
    assert play(parts).stops["km"].tolist() == km.tolist()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"drives": {"tours": [["a"], ["a"]]}}, "stands in the tours twice"),
        ({"drives": {"tours": [["a"], []]}}, "without stops"),
        ({"drives": {"tours": [["a"]]}, "zones": 2}, "leave out zones and waves"),
        ({"drives": {"tours": [["a"]]}, "every": "1h"}, "leave out zones and waves"),
        ({"drives": {}, "trip": "20min"}, "`trip` or `drives`"),
        ({"drives": {"legs": "miles"}}, "legs"),
    ],
)
def test_driving_that_makes_no_sense_is_refused(wrong, message):
    with pytest.raises(ValidationError, match=message):
        Couriers.model_validate({"at": "shop", "full_time": 1, **wrong})


def test_a_tour_to_nowhere_is_refused_at_its_place():
    tree = {
        "brand": "x",
        "start": "2026-01-01 00:00 +08:00",
        "products": {"loaf": {"price": 1}},
        **town({"tours": [["a", "bb"]]}),
    }
    tree["communities"] = {name: {**one, "at": list(one["at"])} for name, one in tree["communities"].items()}
    tree["couriers"]["van"]["waits"] = "0min"
    with pytest.raises(ConfigError, match=r"couriers.van.drives.tours.0.1.*'bb'"):
        load_tree(tree)
