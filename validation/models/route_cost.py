"""Given tours through given places: a fleet drives them, and the record says how far and with how much on board."""

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.vrplib import read_instance
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.world import SITE, service_site, world

LEGS = {"round": "whole", "dimacs": "tenths", "none": "exact", "exact": "exact"}
"""How a leg is rounded: to the nearest whole number, cut to one decimal, or not at all."""
LONGEST = 1e6
"""Minutes that no tour takes."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: instance (a file), rounding, routes (rows of nodes; the depot, node 0, begins and ends each)."""
    del length
    nodes = read_instance(inputs.file("instance"))
    legs = LEGS[inputs.word("rounding", tuple(LEGS))]
    routes = [[_stop(node, len(nodes.places)) for node in route] for route in inputs.table("routes")]
    stops = [stop for route in routes for stop in route]
    if not all(routes) or len(set(stops)) < len(stops):
        raise UnfitError("a route of inputs.routes has no stop, or a customer is on two routes or twice on one")
    if any(nodes.demands[stop] <= 0 for stop in stops):
        raise UnfitError("a customer of inputs.routes asks for nothing, so nobody drives there")

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
    return Translation(tree, observe, {name: Mean(name) for name in ("cost", "n_routes", "max_load", "customers")}, 1)


def _stop(node: float, nodes: int) -> int:
    if node != int(node) or not 0 < node < nodes:
        raise UnfitError(f"inputs.routes speaks of node {node:g}; the customers are 1 to {nodes - 1}")
    return int(np.int64(node))
