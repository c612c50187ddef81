"""A whole shop against its slow twin: every stamp of every order, whatever is drawn, and whoever looks in between."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.randoms import Streams
from tests.model import slow_chain
from tests.model.slow_chain import DAY, Customer, Shop
from tests.model.small import at, play

ITEMS = ["loaf", "milk"]
COMPARED = ("allocated", "ready", "departed", "delivered", "cancelled", "returned")
PATIENCE = 90.25
MATTERS = {"pick": "shop.pick#0", "handed over": "handed over", "returns": "returns", "restocked": "restocked"}
TRIP = 43.0


@st.composite
def shops(draw):
    """A shop, and the minutes at which customers come: few goods, few hands, so that everything is waited for."""
    days = draw(st.integers(2, 4))
    shop = Shop(
        horizon=days * DAY,
        opening=[float(draw(st.integers(0, 12))), float(draw(st.integers(0, 12)))],
        life=draw(st.sampled_from([1e6, 1000.75, 2000.75])),
        kits=draw(kits),
        pick_servers=draw(st.integers(1, 2)),
        pick_mean=draw(st.sampled_from([4.0, 40.0])),
        pack=draw(st.sampled_from([1.0, 25.0])),
        per_unit=draw(st.sampled_from([0.0, 3.5])),
        room=draw(st.sampled_from([math.inf, 3.0])),
        couriers=draw(st.integers(1, 2)),
        shift=draw(st.sampled_from([(0.0, DAY), (480.0, 1200.0)])),
        carries=draw(st.sampled_from([1, 3])),
        waits=draw(st.sampled_from([0.0, 22.0])),
        collected_after=draw(st.sampled_from([0.0, 700.0])),
        returned=draw(st.sampled_from([0.0, 0.6])),
        returned_after=draw(st.sampled_from([100.0, 1300.0])),
        restocked=draw(st.sampled_from([0.0, 0.5, 1.0])),
    )
    minutes = draw(st.lists(st.integers(1, int(DAY) * days - 1), min_size=1, max_size=45, unique=True))
    return shop, sorted(minute for minute in minutes if minute % DAY)


kits = st.lists(
    st.tuples(st.integers(1, 4000).map(lambda n: n + 0.5), st.integers(0, 1), st.integers(1, 9).map(float)),
    max_size=4,
    unique_by=lambda kit: kit[0],
)


def as_world(shop, minutes, patient, watched):
    """The same shop as people would write it."""
    life = None if shop.life > 1e5 else f"{shop.life}min"
    opens, closes = shop.shift
    courier = {
        "at": "shop", "full_time": shop.couriers, "carries": shop.carries, "waits": f"{shop.waits}min", "zones": 2,
        "trip": {"exponential": {"mean": f"{TRIP}min"}},
    }  # fmt: skip
    if closes - opens < DAY:
        courier["shift"] = "08:00-20:00"
    patience = {} if patient else {"patience": f"{PATIENCE}min"}
    pick = {"servers": shop.pick_servers, "takes": {"exponential": {"mean": f"{shop.pick_mean}min"}}}
    if shop.room < math.inf:
        pick["room"] = int(shop.room)
    return {
        "horizon": f"{shop.horizon}min",
        "products": {name: {"price": 10, "cost": 4, "shelf_life": life} for name in ITEMS},
        "sites": {
            "shop": {
                "kind": "micro_warehouse",
                "opening": {name: units for name, units in zip(ITEMS, shop.opening, strict=True) if units},
                "stations": {
                    "pick": pick,
                    "pack": {"servers": 1, "takes": f"{shop.pack}min", "per_unit": f"{shop.per_unit}min"},
                },
            }
        },
        "communities": {"north": {"delivered_from": "shop"}, "south": {"delivered_from": "shop"}},
        "regular": {"people": at(*minutes, lines=1.4, quantity={1: 0.7, 3: 0.3}, pickup=0.3, **patience)},
        "couriers": {"riders": courier},
        "customers": {
            "pickup_after": f"{shop.collected_after}min",
            "returns": {"share": shop.returned, "after": f"{shop.returned_after}min", "restocked": shop.restocked},
        },
        "service": {"watch_every": "17min"} if watched else {},
    }


def plans_of(shop, watched):
    """The kits as plans that begin by themselves, and one that only watches."""
    plans = {
        f"kit{number}": {
            "decide": f"{when}min",
            "do": [{"kind": "spare_stock", "at": "shop", "item": ITEMS[item], "units": units}],
        }
        for number, (when, item, units) in enumerate(shop.kits)
        if when < shop.horizon
    }
    if watched:
        never = {"signal": "queue", "of": "shop.pick", "above": 9999}
        plans["watch"] = {"when": never, "do": [{"kind": "hold", "lever": "station", "where": "shop", "factor": 2}]}
    return plans


def customers_of(record, patient):
    """The demand of the record, and each order's luck by its own key."""
    orders, lines, streams = record.orders, record.lines, Streams(1)
    luck = {matter: streams.uniforms(name, orders["key"]) for matter, name in MATTERS.items()}
    found = []
    for row in range(record.rows("orders")):
        mine = lines["order"] == row
        wants = list(zip(lines["sku"][mine].tolist(), lines["qty"][mine].tolist(), strict=True))
        placed = float(orders["placed"][row])
        mine = {matter: float(values[row]) for matter, values in luck.items()}
        customer = Customer(placed, wants, int(orders["community"][row]), bool(orders["mode"][row] == 1), mine)
        customer.until = math.inf if patient else placed + PATIENCE
        found.append(customer)
    return found


def expected(shop, record, patient):
    """Stamps by name, as the slow twin writes them."""
    rng = Streams(1).rng("trips", "riders")
    trips: list[float] = []

    def minutes(k):
        while len(trips) <= k:
            trips.append(-TRIP * math.log1p(-rng.random()))
        return trips[k]

    customers = slow_chain.play(shop, customers_of(record, patient), minutes)
    stamps = {name: np.array([one.stamps.get(name, math.nan) for one in customers]) for name in COMPARED}
    return {name: np.where(values > shop.horizon, np.nan, values) for name, values in stamps.items()}


def played(shop, minutes, patient, watched):
    # a plan without a trigger begins with the first shock, so that there is one, at 0, which moves nothing
    nothing = {"kind": "hold", "lever": "notify", "where": "loaf", "factor": 1, "from": "d0 00:00"}
    return play(as_world(shop, minutes, patient, watched), nothing, plans=plans_of(shop, watched))


@given(shops(), st.booleans(), st.booleans())
@settings(max_examples=60)
def test_every_stamp_of_every_order_is_the_slow_twins(drawn, patient, watched):
    shop, minutes = drawn
    if not minutes:
        return
    record = played(shop, minutes, patient, watched)
    for name, values in expected(shop, record, patient).items():
        np.testing.assert_allclose(record.orders[name], values, rtol=0, atol=1e-6, err_msg=name)


def test_in_a_busy_shop_all_of_it_happens():
    """The comparison above means something: in one busy shop every stage and every exit occurs, in both of them."""
    shop = Shop(
        horizon=4 * DAY, opening=[30.0, 30.0], life=2000.75, kits=[(2500.5, 0, 20.0), (2600.5, 1, 20.0)],
        pick_servers=1, pick_mean=20.0, pack=10.0, per_unit=2.0, room=3.0, couriers=1, shift=(480.0, 1200.0),
        carries=3, waits=22.0, collected_after=60.0, returned=0.6, returned_after=100.0, restocked=0.5,
    )  # fmt: skip
    record = played(shop, range(31, int(3.9 * DAY), 47), patient=False, watched=True)
    twin = expected(shop, record, patient=False)
    for name in COMPARED:
        assert np.isfinite(twin[name]).sum() >= 10, name
        np.testing.assert_allclose(record.orders[name], twin[name], rtol=0, atol=1e-6, err_msg=name)
    assert set(record.orders["exit"].tolist()) == {0, 4, 7}
    why = np.unique(record.moves["why"])
    assert len(why) >= 6  # opening, picked, put back, expired, destroyed, returned, spare


@pytest.mark.parametrize("seed", range(3))
def test_looking_in_between_moves_no_stamp(seed):
    shop = Shop(
        horizon=3 * DAY, opening=[25.0, 25.0], life=1000.75, kits=[(1800.5, 0, 30.0)],
        pick_servers=2, pick_mean=40.0, pack=1.0, per_unit=0.0, room=math.inf, couriers=2, shift=(0.0, DAY),
        carries=3, waits=0.0, collected_after=700.0, returned=0.6, returned_after=100.0, restocked=1.0,
    )  # fmt: skip
    minutes = [minute for minute in range(7 + seed, 4000, 61 + seed) if minute % DAY]
    blind, watched = (played(shop, minutes, patient=False, watched=watched) for watched in (False, True))
    for name in COMPARED:
        np.testing.assert_array_equal(blind.orders[name], watched.orders[name])
