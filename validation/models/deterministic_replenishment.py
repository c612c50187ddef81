"""Shops with deterministic demand and lost sales, each with its supplier: every instant and amount is exact."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from sim.results.record import Record
from sim.state.stock import Elsewhere
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_history
from validation.translation import Translation, played
from validation.worlds.world import ITEM, START, Tree, minutes

ALWAYS = 1e12
"""A reorder point above any inventory position: every review orders."""
FINEST = 10**6
"""Times are multiples of one part in so many."""
ROUNDING = 1e-12
"""Relative difference of a time and its fraction that is a rounding error."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: simtime, holding, buy, sell, cost_per_order, nodes (policy, its knobs, initial, lead_time, demands)."""
    del length
    inputs.only("simtime", "holding", "buy", "sell", "cost_per_order", "nodes")
    nodes = inputs.mappings("nodes")
    simtime = inputs.number("simtime", above=0)
    clock = _clock([simtime, *(time for node in nodes for time in _times(node))])
    holding, each = inputs.number("holding", least=0), inputs.number("cost_per_order", least=0)
    buy, sell = inputs.number("buy", least=0), inputs.number("sell", least=0)

    def observe(record: Record) -> Mapping[str, float]:
        found = _counted(record, len(nodes), clock)
        paid = {name: _booked(record, accounts) for name, accounts in BOOKS.items()}
        holding_cost = holding * found["area"]
        transport = each * (found["orders_placed"] + found["customer_orders"])
        total = holding_cost + paid["purchase_cost"] + transport
        costs = {"holding_cost": holding_cost, "transport_cost": transport, "total_cost": total}
        return {**found, **paid, **costs, "profit": paid["revenue"] - total}

    return Translation(_world(nodes, simtime * clock, clock, buy, sell), observe, played(OUTPUTS), 1)


OUTPUTS = (
    "orders_placed",
    "units_ordered",
    "orders_received",
    "units_received",
    "customer_orders",
    "units_sold",
    "lost_units",
    "end_inventory",
    "area",
    "holding_cost",
    "purchase_cost",
    "revenue",
    "transport_cost",
    "total_cost",
    "profit",
)
BOOKS = {"revenue": ("revenue", "refund"), "purchase_cost": ("material",)}


def _counted(record: Record, nodes: int, clock: float) -> dict[str, float]:
    """Orders, units and stock over all shops."""
    found = dict.fromkeys(OUTPUTS[:9], 0.0)
    moves = record.moves
    came = moves["source"] == Elsewhere.SUPPLIER
    found["orders_received"], found["units_received"] = float(came.sum()), float(moves["qty"][came].sum())
    for k in range(nodes):
        stock = stock_history(record, f"shop_{k}", ITEM)
        demand = stock.demand
        found["orders_placed"] += len(stock.orders_placed[0])
        found["units_ordered"] += float(stock.orders_placed[1].sum())
        found["customer_orders"] += len(demand.arrived)
        found["units_sold"] += float(demand.filled_at_once.sum())
        found["lost_units"] += demand.lost_units()
        found["end_inventory"] += float(stock.on_hand.values[-1]) if stock.on_hand.values.size else 0.0
        found["area"] += stock.on_hand.mean(0.0, record.horizon) * record.horizon / clock
    return found


def _booked(record: Record, accounts: tuple[str, ...]) -> float:
    """Total of some accounts of the cash book, as a positive number."""
    cash = record.cash
    return abs(float(sum(cash["amount"][cash["account"] == account].sum() for account in accounts)))


def _world(nodes: list[Inputs], horizon: float, clock: float, buy: float, sell: float) -> Tree:
    sites, rules, suppliers, streams = {}, [], {}, {}
    for k, node in enumerate(nodes):
        site = f"shop_{k}"
        sites[site] = {
            "kind": "front_point",
            "unmet": "lost",
            "opening": {ITEM: node.number("initial", least=0)},
        }
        lead = minutes(node.number("lead_time", least=0) * clock)
        suppliers[f"supplier_{k}"] = {"lead": lead, "supplies": [ITEM]}
        rules.append({"at": site, "items": [ITEM], "from": f"supplier_{k}", "policy": _policy(node, clock)})
        for j, demand in enumerate(node.mappings("demands")):
            demand.only("qty", "interval")
            streams[f"customers_{k}_{j}"] = {
                "arrives": {"kind": "every", "interval": minutes(demand.number("interval", above=0) * clock)},
                "quantity": {demand.number("qty", above=0): 1},
                "communities": f"town_{k}",
                "pickup": 1,
            }
    return {
        "brand": "Verification",
        "start": START,
        "horizon": minutes(horizon),
        "products": {ITEM: {"price": sell, "cost": buy}},
        "suppliers": suppliers,
        "sites": sites,
        "communities": {f"town_{k}": {"picks_up_at": f"shop_{k}"} for k in range(len(nodes))},
        "replenishment": rules,
        "regular": streams,
    }


def _policy(node: Inputs, clock: float) -> Tree:
    kind = node.word("policy", ("RQ", "sS", "TQ"))
    if kind == "sS":
        low, high = node.number("s"), node.number("S")
        return {"kind": "min_max", "reorder_point": low, "order_up_to": high}
    quantity = node.number("Q", above=0)
    if kind == "RQ":
        return {"kind": "fixed_quantity", "reorder_point": node.number("R"), "quantity": quantity}
    period = minutes(node.number("T", above=0) * clock)
    return {"kind": "fixed_quantity", "review": period, "reorder_point": ALWAYS, "quantity": quantity}


def _times(node: Inputs) -> list[float]:
    """All inputs of a node that are times."""
    node.only("policy", "R", "Q", "s", "S", "T", "initial", "lead_time", "demands")
    times = [node.number("lead_time", least=0)]
    times += [node.number("T", above=0)] if "T" in node else []
    return times + [demand.number("interval", above=0) for demand in node.mappings("demands")]


def _clock(times: list[float]) -> float:
    """Minutes for a unit of time, so that all times are whole minutes and coincide exactly."""
    fractions = [Fraction(time).limit_denominator(FINEST) for time in times]
    if any(abs(float(exact) - time) > ROUNDING * abs(time) for exact, time in zip(fractions, times, strict=True)):
        raise UnfitError(f"the times must be multiples of {1 / FINEST:g}, so that what coincides does so exactly")
    return float(math.lcm(*(exact.denominator for exact in fractions)))
