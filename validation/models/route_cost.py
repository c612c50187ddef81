"""Given tours of a vehicle routing instance: their length and loads as driven."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.cases.vrplib import read_instance
from validation.translation import Translation, played
from validation.worlds.world import SITE, service_site, world

LEGS = {"round": "whole", "dimacs": "tenths", "none": "exact", "exact": "exact"}
"""Rounding of the length of a leg: to the nearest integer, down to one decimal, or none."""
LONGEST = 1e6
"""Length of the run, minutes; longer than any tour."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: instance (a file), rounding, routes (rows of nodes; the depot, node 0, begins and ends each)."""
    del length
    nodes = read_instance(inputs.file("instance"))
    legs = LEGS[inputs.word("rounding", tuple(LEGS))]
    routes = [[_stop(node, len(nodes.places)) for node in route] for route in inputs.table("routes")]
    stops = [stop for route in routes for stop in route]
    if not all(routes) or len(set(stops)) < len(stops):
        raise UnfitError("a route of inputs.routes has no stop, or a customer is on two routes or twice on one")
    if any(nodes.demands[stop] <= 0 for stop in stops):
        raise UnfitError("a customer of inputs.routes has no demand, so no vehicle goes there")

    def observe(record: Record) -> dict[str, float]:
        trips = record.trips
        return {
            "cost": float(trips["km"].sum()),
            "n_routes": float(len(trips["km"])),
            "max_load": float(trips["units"].max(initial=0.0)),
            "customers": float(trips["orders"].sum()),
        }

    tree = world(
        {SITE: {**service_site({}), "at": list(nodes.places[0])}},
        LONGEST,
        communities={f"customer_{stop}": {"at": list(nodes.places[stop]), "delivered_from": SITE} for stop in stops},
        regular={
            f"customer_{stop}": {
                "arrives": {"kind": "at", "at": ["0min"]},
                "quantity": {nodes.demands[stop]: 1},
                "communities": f"customer_{stop}",
            }
            for stop in stops
        },
        couriers={
            "vans": {
                "at": SITE,
                "full_time": len(routes),
                "carries": max(len(route) for route in routes),
                "waits": "0min",
                "drives": {
                    "speed": "60km/h",
                    "per_stop": "0min",
                    "legs": legs,
                    "tours": [[f"customer_{stop}" for stop in route] for route in routes],
                },
            }
        },
    )
    return Translation(tree, observe, played(("cost", "n_routes", "max_load", "customers")), 1)


def _stop(node: float, nodes: int) -> int:
    if node != int(node) or not 0 < node < nodes:
        raise UnfitError(f"inputs.routes speaks of node {node:g}; the customers are 1 to {nodes - 1}")
    return int(np.int64(node))
