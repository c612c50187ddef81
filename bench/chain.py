"""The whole chain as an ordinary world: show, deposits, groups, factory, line haul, micro-warehouses, couriers.

Lines, vehicles, stations and couriers grow with the orders, so the load stays what it is. What `run` takes time for is
building the world, playing it, and the finished record.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.model.simulate import simulate
from sim.results.record import Record
from sim.schema.world import World
from sim.state.ledger import Kind

PRODUCTS, WAREHOUSES, COMMUNITIES = 3, 4, 40
"""Micro-warehouses, and communities around each of them."""
BAKED_WITHIN, HAULS_A_DAY, CARRIES = 30.0, 12, 20
"""Hours of oven time for all orders; vehicles a day on each lane; orders on a courier trip."""
PICK, PACK = 40, 50
"""Seconds an order."""


def world(orders: int) -> World:
    """The world for so many orders (deposits, not all of which are paid)."""
    products = {f"box_{k}": {"price": 60, "shelf_life": "6d", "bom": {"flour": "0.4kg"}} for k in range(PRODUCTS)}
    centres = {f"mw_{k}": _micro_warehouse(orders / WAREHOUSES, k) for k in range(WAREHOUSES)}
    per_day = orders / 2
    tree: dict[str, Any] = {
        "brand": "Chain",
        "start": "2026-06-15 00:00 +08:00",
        "horizon": "12d",
        "products": products,
        "materials": {"flour": {"cost": 4, "bought_from": "mill"}},
        "suppliers": {"mill": {"lead": "8h"}},
        "sites": {
            "bakery": {
                "kind": "factory",
                "opening": {"flour": 0.1 * orders},
                "lines": {
                    "oven": {
                        "rate": dict.fromkeys(products, f"{max(orders / BAKED_WITHIN, 1)}/h"),
                        "setup": "20min",
                        "batch": max(orders // 60, 1),
                    }
                },
            },
            "dc": {"kind": "dc", "at": [5, 0]},
            **centres,
        },
        "lanes": [
            _lane("bakery", ["dc"], orders, per_day),
            _lane("dc", list(centres), orders, per_day / WAREHOUSES),
        ],
        "replenishment": [
            {"at": list(centres), "items": list(products), "policy": {"kind": "on_demand", "review": "1h"}},
            {"at": "dc", "items": list(products), "policy": {"kind": "on_demand", "review": "1h"}},
            {"at": "bakery", "items": list(products), "policy": {"kind": "on_demand", "review": "1h"}},
            {"at": "bakery", "items": ["flour"], "policy": {"kind": "on_demand", "review": "1h"}},
        ],
        "communities": {
            f"{centre}_{k}": {"households": 300 + 20 * k, "delivered_from": centre}
            for centre in centres
            for k in range(COMMUNITIES)
        },
        "shows": {
            "show": {
                "start": "2026-06-15 20:00 +08:00",
                "orders": orders,
                "exactly": True,
                "products": dict.fromkeys(products, 1),
                "presale": {"threshold": max(orders // 10, 1), "balance_within": "24h", "pays": 0.9},
                "groups": {"size": max(orders // 2000, 1), "within": "24h", "discount": 0.1},
                "promise": "4d",
            }
        },
        "couriers": {f"riders_{centre}": _couriers(orders / WAREHOUSES, centre) for centre in centres},
    }
    return World.model_validate(tree)


def _micro_warehouse(orders: float, number: int) -> dict[str, Any]:
    """Stations that pass all orders in a day and a half."""
    minutes = 36 * 60
    return {
        "kind": "micro_warehouse",
        "at": [9, 3 * number],
        "stations": {
            "pick": {
                "servers": _at_least_one(orders * PICK / 60 / minutes),
                "takes": {"exponential": {"mean": f"{PICK}s"}},
            },
            "pack": {
                "servers": _at_least_one(orders * PACK / 60 / minutes),
                "takes": {"exponential": {"mean": f"{PACK}s"}},
            },
        },
    }


def _lane(start: str, ends: list[str], orders: int, per_day: float) -> dict[str, Any]:
    return {
        "from": start,
        "to": ends,
        "every": f"{24 // HAULS_A_DAY}h",
        "takes": {"lognormal": {"mean": "50min", "cv": 0.2}},
        "vehicle": {"holds": max(orders, per_day / HAULS_A_DAY), "cost": 180},
    }


def _couriers(orders: float, centre: str) -> dict[str, Any]:
    """Couriers who deliver all orders in a day and a half, with trips of an hour and a quarter."""
    return {
        "at": centre,
        "full_time": _at_least_one(orders / CARRIES * 75 / (36 * 60)),
        "carries": CARRIES,
        "waits": "30min",
        "zones": COMMUNITIES,
        "trip": {"lognormal": {"mean": "75min", "cv": 0.3}},
    }


def _at_least_one(number: float) -> int:
    return max(round(number), 1)


def play(orders: int, seed: int) -> Record:
    """The record of a run with so many deposits."""
    return simulate(world(orders), seed=seed)


def lead_times(record: Record) -> Floats:
    """Minutes from full payment to delivery, NaN = not delivered, shape (orders,)."""
    orders = record.orders
    customers = orders["kind"] == Kind.CUSTOMER
    return np.asarray(orders["delivered"][customers] - orders["paid"][customers])


def run(orders: int, seed: int) -> Floats:
    """Lead times of one run, in the sequence of the ledger."""
    return lead_times(play(orders, seed))
