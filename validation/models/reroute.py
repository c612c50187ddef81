"""A warehouse is down: a backup with less capacity and a longer lead time takes over; the rest is backlog."""

import math

import numpy as np

from sim.kpi.resilience import capacity_back_at
from sim.kpi.response import cleared_at
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.backlog import outstanding_units, peak
from validation.translation import Translation, played
from validation.worlds.world import ITEM, Tree, community_of, minutes, world

MAIN, BACKUP, SHOP, OTHERS = "main", "backup", "shop", "others"
FINE, DEPARTURES = 300, 4_000
"""Departures in the outage, and in the run at most."""
LOAD = 1_000
"""Units in a vehicle of the main warehouse."""
OUTPUTS = (
    "rerouted_units",
    "peak_backlog",
    "clear_after",
    "fulfilled_in_outage",
    "mean_extra_delay_horizon",
)


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: demand, share, spare, extra_lead, outage, main_capacity, horizon.

    A shop orders from the main warehouse what its customers order. Vehicles leave at every tick with what the
    warehouse can send; during the outage they come from the backup, with a longer lead time. The rest of the customers
    are served by another site.
    """
    del length
    demand, share = inputs.number("demand", above=0), inputs.share("share")
    spare, extra = inputs.number("spare", least=0), inputs.number("extra_lead", least=0)
    outage, capacity = inputs.number("outage", above=0), inputs.number("main_capacity", above=0)
    horizon, mine = inputs.number("horizon", above=0), demand * share
    if capacity <= mine and spare < mine:
        raise UnfitError(f"inputs.main_capacity is {capacity:g}, what comes in {mine:g}: the backlog is never cleared")
    if capacity < mine:
        raise UnfitError(f"inputs.main_capacity is {capacity:g}, less than the {mine:g} that comes in on any day")
    if share == 0:
        raise UnfitError("inputs.share is 0: the warehouse has no customers")
    waits = max(mine - spare, 0.0) * outage
    end = 1.02 * max(horizon, outage + (waits / (capacity - mine) if waits else 0.0) + extra)
    tick = _rounded_in_binary(outage / min(FINE, max(int(DEPARTURES * outage / end), 40)))
    scale = LOAD / (mine * tick)

    def observe(record: Record) -> dict[str, float]:
        orders, trips = record.orders, record.trips
        source, node = list(record.names["source"]), list(record.names["site"])
        own = (orders["kind"] == 0) & (orders["node"] == node.index(SHOP))
        by_backup = trips["resource"] == list(record.names["resource"]).index(f"{BACKUP}->{SHOP}")
        open_units = outstanding_units(orders["placed"][own], orders["units"][own], trips["departed"], trips["units"])
        back = capacity_back_at(record)
        rest = (orders["kind"] == 0) & (orders["source"] == source.index(OTHERS)) if OTHERS in source else ~own & False
        customers = own | rest
        placed, units = orders["placed"][customers], orders["units"][customers]
        late = (orders["delivered"] - orders["placed"])[customers] @ units
        # just before the reopening, whose departures no longer count
        in_outage, before = placed < back - tick / 2, np.array([back - tick / 2])
        return {
            "rerouted_units": float(trips["units"][by_backup].sum()) / scale,
            "peak_backlog": peak(open_units) / scale,
            "clear_after": max(cleared_at(open_units, above=0.5) - back, 0.0),
            "fulfilled_in_outage": 1 - float(open_units.at(before)[0]) / float(units[in_outage].sum()),
            "mean_extra_delay_horizon": float(late / units[placed < horizon].sum()),
        }

    tree = _world(mine * scale, (demand - mine) * scale, capacity * scale, spare * scale, extra, tick, end)
    return Translation(tree, observe, played(OUTPUTS), 1, _scenario(outage, spare > 0))


def _rounded_in_binary(value: float) -> float:
    """The value rounded to 12 binary digits, so that its multiples are exact and orders meet their vehicle."""
    digits, power = math.frexp(value)
    return math.ldexp(round(digits * 2**12), power - 12)


def _world(mine: float, others: float, capacity: float, spare: float, extra: float, tick: float, end: float) -> Tree:
    """The world, in its units; the demand of a tick comes as one order, at the instant at which vehicles leave."""
    every = {"kind": "every", "interval": minutes(tick), "first": minutes(tick)}
    streams: Tree = {SHOP: _customers(every, mine * tick, SHOP)}
    sites: Tree = {
        MAIN: {"kind": "warehouse", "stock": "unlimited"},
        BACKUP: {"kind": "warehouse", "stock": "unlimited"},
        SHOP: {"kind": "front_point"},
    }
    if round(others * tick) > 0:
        streams[OTHERS] = _customers(every, others * tick, OTHERS)
        sites[OTHERS] = {"kind": "front_point", "stock": "unlimited"}
    road = {"to": SHOP, "every": minutes(tick)}
    lanes = [
        {**road, "from": MAIN, "vehicle": {"holds": capacity * tick}},
        {**road, "from": BACKUP, "vehicle": {"holds": max(spare * tick, 1.0)}, "takes": minutes(extra), "backup": True},
    ]
    policy = {"kind": "order_up_to", "review": minutes(tick), "order_up_to": 0}
    return world(
        sites,
        end,
        lanes=lanes,
        replenishment=[{"at": SHOP, "items": [ITEM], "from": MAIN, "policy": policy}],
        regular=streams,
        communities={community_of(site): {"picks_up_at": site} for site in streams},
        customers={"pickup_after": "0min"},
    )


def _customers(every: Tree, units: float, site: str) -> Tree:
    return {"arrives": every, "quantity": {round(units): 1}, "communities": community_of(site), "pickup": 1.0}


def _scenario(outage: float, takes_over: bool) -> Tree:
    closed = {"kind": "site_down", "site": MAIN, "from": "d0 00:00", "for": minutes(outage)}
    scenario: Tree = {"title": "The warehouse is down", "shocks": [closed]}
    if takes_over:
        there = {"kind": "reroute", "sites": SHOP, "via": BACKUP, "lasts": minutes(outage)}
        back = {"kind": "reroute", "sites": SHOP, "via": MAIN, "starts_in": minutes(outage)}
        now = {"when": {"shock": 0}, "decide": "0min"}
        scenario["plans"] = {"take_over": {**now, "do": [there]}, "take_back": {**now, "do": [back]}}
    return scenario
