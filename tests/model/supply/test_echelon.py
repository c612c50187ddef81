"""The echelon of a site is all stock from it down to the customers; echelon levels are local levels added up."""

import numpy as np

from tests.model.small import play
from validation.measures.inventory import stock_history

STAGES = ("front", "middle", "back")


def chain_of(policies, horizon="3d", **more):
    """Three stages that sell loaves at the front, 20 a day, and 30 units of echelon at the back."""
    sites = {name: {"kind": "warehouse", "opening": {"loaf": 10}} for name in STAGES}
    return {
        "sites": sites,
        "communities": {"home": {"picks_up_at": "front"}},
        "suppliers": {"mill": {"lead": "3h", "supplies": ["loaf"], **more}},
        "lanes": [
            {"from": "back", "to": "middle", "takes": "2h"},
            {"from": "middle", "to": "front", "takes": "1h"},
        ],
        "replenishment": [
            {"at": site, "items": ["loaf"], "policy": policy} for site, policy in zip(STAGES, policies, strict=True)
        ],
        "regular": {"people": {"arrives": {"kind": "steady", "rate": "60/d"}, "pickup": 1}},
        "horizon": horizon,
    }


def echelon(*levels):
    return [{"kind": "echelon_base_stock", "level": level} for level in levels]


def local(*levels):
    return [{"kind": "base_stock", "level": level} for level in levels]


def test_echelon_levels_are_local_levels_added_up():
    one, other = play(chain_of(echelon(10, 20, 30))), play(chain_of(local(10, 10, 10)))
    for site in STAGES:
        for name in ("on_hand", "backorders", "on_order"):
            here, there = (getattr(stock_history(record, site, "loaf"), name) for record in (one, other))
            assert here.times.tolist() == there.times.tolist()
            assert here.values.tolist() == there.values.tolist()


def test_a_stage_that_is_reviewed_sees_what_was_sold_below_it():
    back = {"kind": "echelon_base_stock", "level": 30, "review": "12h"}
    record = play(chain_of([*local(10, 10), back], horizon="13h"))
    times, units = stock_history(record, "back", "loaf").orders_placed
    sold = stock_history(record, "front", "loaf").demand.between(0.0, 720.0).units.sum()
    assert times[-1] == 720.0
    assert units.sum() == sold


def test_goods_on_order_are_owed_upstream_or_on_the_road_and_nothing_is_lost_along_a_chain():
    record = play(chain_of(echelon(10, 20, 30)))
    now = np.linspace(0, record.horizon, 500)
    front, middle, back = (stock_history(record, site, "loaf") for site in STAGES)
    for below, above in ((front, middle), (middle, back)):
        on_road = below.on_order.at(now) - above.backorders.at(now)
        assert (on_road >= 0).all()
    position = [goods.net.at(now) + goods.on_order.at(now) for goods in (front, middle, back)]
    assert all((np.abs(value - 10) < 1e-9).all() for value in position)
