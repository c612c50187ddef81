"""Worlds, shocks and plans drawn at random: small, but with everything in them that may differ between brands."""

from hypothesis import strategies as st

DURATIONS = st.sampled_from(
    [0, "30min", "5h", {"exponential": {"mean": "3h"}}, {"lognormal": {"mean": "4h", "cv": 0.8}}]
)
PATIENCE = st.sampled_from([None, "20min", {"exponential": {"mean": "8h"}}])


@st.composite
def worlds(draw):
    """A bakery, a DC and two shops, with everything that may differ between brands drawn at random."""
    return {
        "products": {
            "loaf": {"price": 30, "bom": {"flour": "0.45kg"}, "shelf_life": draw(st.sampled_from([None, "1d", "3d"]))},
            "milk": {"price": 12, "cost": 6, "bought_from": "dairy", "shelf_life": draw(st.sampled_from([None, "2d"]))},
        },
        "materials": {"flour": {"cost": 4, "bought_from": "mill"}},
        "suppliers": {
            "mill": {"lead": draw(DURATIONS), "capacity": draw(st.sampled_from([None, "60/d"]))},
            "mill_b": {"lead": "1h", "active": False, "supplies": ["flour"]},
            "dairy": {"lead": draw(DURATIONS)},
        },
        "sites": {
            "bakery": {
                "kind": "factory",
                "opening": {"flour": 30},
                "lines": {
                    "oven": {
                        "rate": {"loaf": "60/h"},
                        "setup": draw(st.sampled_from([0, "40min"])),
                        "batch": draw(st.sampled_from([7, 40])),
                        "shift": draw(st.sampled_from([None, "06:00-20:00", "20:00-04:00"])),
                        "good": draw(st.sampled_from([1, 0.7])),
                    }
                },
            },
            "dc": {
                "kind": "dc",
                "at": [4, 0],
                "opening": {"loaf": 30, "milk": 40},
                "issue": draw(st.sampled_from(["fefo", "lifo"])),
            },
            "east": {
                "kind": "micro_warehouse",
                "at": [6, 1],
                "opening": {"loaf": 10, "milk": 10},
                "unmet": draw(st.sampled_from(["backorder", "lost"])),
                "stations": {
                    "pick": {
                        "servers": 1,
                        "takes": {"exponential": {"mean": "4min"}},
                        "room": draw(st.sampled_from([None, 5])),
                    },
                    "pack": {"servers": 1, "takes": "2min", "open": draw(st.sampled_from([None, "08:00-22:00"]))},
                },
            },
            "west": {"kind": "front_point", "at": [2, -1], "opening": {"milk": 4}},
        },
        "lanes": [
            {"from": "bakery", "to": "dc", "departs": ["09:00", "17:00"], "takes": draw(DURATIONS)},
            {
                "from": "dc",
                "to": ["east", "west"],
                "every": draw(st.sampled_from(["2h", "1d"])),
                "takes": draw(DURATIONS),
                "vehicle": {"holds": draw(st.sampled_from([9, 200])), "cost": 20},
            },
            {"from": "bakery", "to": ["east", "west"], "takes": "1h", "backup": True},
        ],
        "replenishment": [
            {"at": "west", "policy": {"kind": "on_demand", "collect": draw(st.sampled_from([0, 5]))}},
            {"at": "east", "policy": {"kind": "min_max", "reorder_point": 8, "order_up_to": 25}},
            {"at": "dc", "policy": {"kind": "order_up_to", "order_up_to": 80, "review": "12h"}},
            {
                "at": "bakery",
                "items": ["loaf"],
                "policy": {"kind": "base_stock", "level": draw(st.sampled_from([0, 20]))},
            },
            {
                "at": "bakery",
                "items": ["flour"],
                "policy": {"kind": "fixed_quantity", "reorder_point": 15, "quantity": 40},
            },
        ],
        "communities": {"a": {"at": [6, 2], "households": 300}, "b": {"at": [2, -2], "delivered_from": "west"}},
        "regular": {
            "people": {
                "arrives": {"kind": "steady", "rate": draw(st.sampled_from(["20/d", "150/d"]))},
                "lines": draw(st.sampled_from([1, 1.7])),
                "quantity": {1: 0.7, 3: 0.3},
                "pickup": 0.3,
                "patience": draw(PATIENCE),
            }
        },
        "shows": {
            "gala": {
                "start": "d1 20:00",
                "orders": draw(st.sampled_from([15, 120])),
                "products": {"loaf": 1},
                "presale": draw(st.sampled_from([None, {"threshold": 60}, {"threshold": 10, "counts": "deposits"}])),
                "groups": draw(
                    st.sampled_from(
                        [None, {"size": 6, "pull": 1, "discount": 0.1}, {"size": 40, "otherwise": "single"}]
                    )
                ),
                "pickup": 0.5,
            }
        },
        "couriers": {
            "riders": {
                "at": "east",
                "full_time": 2,
                "crowd": {"pool": 4},
                "carries": 6,
                "shift": "07:00-23:00",
                "zones": 2,
                "cost_per_order": 2,
            }
        },
        "customers": {"returns": {"share": draw(st.sampled_from([0, 0.3])), "after": "1d", "restocked": 0.5}},
        "service": {"allocation": draw(st.sampled_from([None, {"kind": "proportional"}]))},
        "horizon": draw(st.sampled_from(["6d", "2d 5h"])),
    }


SHOCKS = st.lists(
    st.sampled_from(
        [
            {"kind": "hold", "lever": "demand", "where": "people", "factor": 4, "from": "d1 06:00", "for": "12h"},
            {"kind": "hold", "lever": "demand", "where": "loaf", "factor": 0.3, "from": "d1 10:00", "for": "1d"},
            {"kind": "hold", "lever": "supply", "where": "flour", "factor": 0.2, "from": "d1", "for": "3d"},
            {"kind": "hold", "lever": "lane", "where": "dc", "factor": 0, "from": "d2", "for": "9h"},
            {"kind": "site_down", "site": "dc", "from": "d1 08:00", "for": "2d"},
            {"kind": "site_down", "site": "east", "from": "d2 03:00", "for": "7h"},
            {"kind": "recall", "products": "loaf", "made_within": "2d", "from": "d2 02:00", "notify_within": "12h"},
            {
                "kind": "recall",
                "products": ["loaf", "milk"],
                "made_within": "9d",
                "from": "d1 12:00",
                "exchange": False,
            },
        ]
    ),
    max_size=3,
)
PLANS = {
    "mill": {
        "when": {"signal": "cover", "of": "flour", "below": "12h"},
        "decide": "1h",
        "do": [{"kind": "activate_supplier", "supplier": "mill_b", "cost": 100}],
    },
    "round": {
        "when": {"signal": "backlog", "above": 20},
        "do": [{"kind": "reroute", "sites": ["east", "west"], "via": "bakery", "lasts": "1d"}],
    },
    "kit": {
        "when": {"signal": "queue", "of": "east.pick", "above": 8},
        "do": [
            {"kind": "spare_stock", "at": "east", "item": "loaf", "units": 20},
            {"kind": "hold", "lever": "station", "where": "east", "factor": 2, "cost_per_hour": 30},
        ],
    },
}
