"""Measures one order at a time, in plain loops straight from their definitions; the arrays are held to these."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sim.results.record import Record
from sim.state.ledger import Exit, Kind, Mode
from sim.state.stock import Elsewhere, Quality, Why

from .records import NAN

Row = dict[str, Any]
SAME = 1e-6


def rows(run: Record, table: str) -> list[Row]:
    """The rows of a table as dicts."""
    columns = {name: values.tolist() for name, values in run.tables[table].items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def customers(run: Record) -> Iterator[tuple[int, Row]]:
    """Customers' orders with their numbers."""
    return ((number, order) for number, order in enumerate(rows(run, "orders")) if order["kind"] == Kind.CUSTOMER)


def share(part: float, whole: float) -> float:
    """A rate, undefined when there is nothing."""
    return part / whole if whole else NAN


def earliest(*instants: float) -> float:
    """The first of some instants that may never come."""
    return min((one for one in instants if not math.isnan(one)), default=NAN)


def exchanged(run: Record, number: int) -> float:
    """When the first exchange for an order was delivered within the run."""
    mine = [o["delivered"] for o in rows(run, "orders") if "replaces" in o and o["replaces"] == number]
    return earliest(*(at for at in mine if at <= run.horizon))


def complete(run: Record, number: int, order: Row) -> float:
    """When an order was complete in the customer's hands for good."""
    own = order["delivered"] if order["delivered"] <= run.horizon and order["exit"] != Exit.RECALLED else NAN
    return earliest(own, exchanged(run, number))


def is_owed(run: Record, order: Row) -> bool:
    """Paid, due within the run, neither given up by the customer before it was due nor void by agreement."""
    if math.isnan(order["paid"]) or not order["promise"] <= run.horizon:
        return False
    if order["exit"] in (Exit.GROUP_FAILED, Exit.THRESHOLD_FAILED):
        return False
    left = order["exit"] in (Exit.NONE, Exit.IMPATIENT, Exit.RENEGED)
    return not (left and order["cancelled"] < order["promise"])


def fulfilment(run: Record) -> tuple[float, float, float, float]:
    """Delivered over owed, and in time over owed by orders, units and value."""
    owed = [(complete(run, number, order), order) for number, order in customers(run) if is_owed(run, order)]
    in_time = [order for at, order in owed if at <= order["promise"]]
    weights: tuple[Callable[[Row], float], ...] = (lambda o: 1.0, lambda o: o["units"], lambda o: o["value"])
    on_time = [share(sum(map(of, in_time)), sum(of(order) for _, order in owed)) for of in weights]
    return share(sum(not math.isnan(at) for at, _ in owed), len(owed)), *on_time


def lead_hours(run: Record) -> list[float]:
    """Hours from paid to in hand of every order delivered within the run."""
    found = [order for _, order in customers(run) if order["delivered"] <= run.horizon]
    return [(order["delivered"] - order["paid"]) / 60 for order in found if not math.isnan(order["paid"])]


def stages(run: Record) -> list[dict[str, float]]:
    """The way of every delivered order, stage by stage, each from where the one before it ended."""
    lots, lines, found = rows(run, "lots"), rows(run, "lines"), []
    for number, order in customers(run):
        if not order["delivered"] <= run.horizon or math.isnan(order["paid"]):
            continue
        made = [lots[pick["lot"]]["made"] for pick in rows(run, "picks") if lines[pick["line"]]["order"] == number]
        last = max((at for at in made if not math.isnan(at)), default=NAN)
        marks = {
            "wait_for_group": order["grouped"], "wait_for_threshold": order["released"],
            "production": earliest(last, order["allocated"]), "line_haul": order["allocated"],
            "warehouse": order["ready"],
        }  # fmt: skip
        here, spent = min(order["paid"], order["delivered"]), dict.fromkeys([*marks, "last_mile", "pickup"], 0.0)
        for stage, mark in marks.items():
            if mark > here:
                spent[stage], here = min(mark, order["delivered"]) - here, min(mark, order["delivered"])
        rest = {Mode.DELIVERY: "last_mile", Mode.PICKUP: "pickup", Mode.LANE: "line_haul"}[Mode(order["mode"])]
        spent[rest] += order["delivered"] - here
        found.append({stage: spell / 60 for stage, spell in spent.items()})
    return found


def exits(run: Record) -> dict[str, float]:
    """The rates of orders that go wrong, by the names of their measures."""
    end = run.horizon
    mine = [order for _, order in customers(run)]
    placed, in_hand = ([o for o in mine if o[step] <= end] for step in ("placed", "delivered"))
    late = [o for o in mine if o["paid"] > o["placed"] + SAME]
    lapsed = [o for o in mine if o["exit"] == Exit.BALANCE_LAPSED]
    return {
        "cancellation_rate": share(sum(o["exit"] in (Exit.IMPATIENT, Exit.RENEGED) for o in placed), len(placed)),
        "lost_sale_rate": share(sum(o["exit"] in (Exit.LOST_SALE, Exit.BLOCKED) for o in placed), len(placed)),
        "refund_rate": share(sum(o["refunded"] <= end for o in placed), len(placed)),
        "return_rate": share(sum(o["returned"] <= end and o["exit"] != Exit.RECALLED for o in in_hand), len(in_hand)),
        "balance_payment": share(len(late), len(late) + len(lapsed)),
    }


def funnel(run: Record, steps: tuple[str, ...]) -> dict[str, float]:
    """Orders with a stamp of a step or of any later one."""
    mine = [order for _, order in customers(run)]
    return {
        step: float(sum(any(order[later] <= run.horizon for later in steps[k:]) for order in mine))
        for k, step in enumerate(steps)
    }


def at_once(run: Record) -> tuple[float, float]:
    """Fill rate by units, and the share of lines that found too little."""
    asked_units = served_units = asked_lines = short = 0.0
    orders = rows(run, "orders")
    for number, line in enumerate(rows(run, "lines")):
        order = orders[line["order"]]
        if order["kind"] != Kind.CUSTOMER or order["placed"] > run.horizon or order["group"] >= 0:
            continue
        if order["paid"] > order["placed"] or not (
            order["released"] <= order["paid"] or order["exit"] == Exit.LOST_SALE
        ):
            continue
        asked = max(at for at in (order["placed"], order["paid"], order["released"]) if not math.isnan(at))
        mine = [pick for pick in rows(run, "picks") if pick["line"] == number]
        if mine:
            served = sum(pick["qty"] for pick in mine if pick["time"] <= asked)
        else:
            served = line["qty"] if line["allocated"] <= asked else 0.0
        asked_units, served_units = asked_units + line["qty"], served_units + served
        asked_lines, short = asked_lines + 1, short + (served < line["qty"])
    return share(served_units, asked_units), share(short, asked_lines)


def waiting(run: Record, now: float) -> int:
    """Orders paid and neither in hand, nor cancelled, nor paid back at an instant."""
    found = 0
    for number, order in customers(run):
        gone = earliest(order["delivered"], exchanged(run, number), order["cancelled"], order["refunded"])
        # who is gone before the payment counts for less than nothing until it comes
        found += int(order["paid"] <= now) - int(order["paid"] <= math.inf and gone <= now)
    return found


def stock(run: Record) -> dict[str, float]:
    """Days of stock, turns and waste from the movements of finished goods, minute by minute."""
    mine = [move for move in rows(run, "moves") if move["time"] <= run.horizon and move["sku"] != 2]
    put_back = Why.PUT_BACK
    sold = wasted = back = 0.0
    for move in mine:
        sold += move["qty"] * (move["target"] == Elsewhere.CUSTOMER)
        sold -= move["qty"] * (move["source"] == Elsewhere.CUSTOMER and move["why"] == put_back)
        if move["target"] in (Elsewhere.EXPIRED, Elsewhere.DESTROYED, Elsewhere.QUARANTINE):
            wasted += move["qty"]
            back += move["qty"] * (move["source"] == Elsewhere.CUSTOMER)
    held = sum(
        move["qty"] * ((move["target"] >= 0) - int(move["source"] >= 0))
        for now in range(int(run.horizon))
        for move in mine
        if move["time"] <= now
    )
    mean = held / run.horizon
    return {
        "inventory_days": share(mean * run.horizon / 1440, sold),
        "turns": share(sold * 30, mean * run.horizon / 1440),
        "waste_share": share(wasted, wasted + sold - back),
    }


def money(run: Record, income: tuple[str, ...]) -> dict[str, float]:
    """Revenue, cost, contribution and the lowest balance, entry by entry."""
    booked = sorted((e for e in rows(run, "cash") if e["time"] <= run.horizon), key=lambda entry: entry["time"])
    earned = sum(entry["amount"] for entry in booked if entry["account"] in income)
    cost = -sum(entry["amount"] for entry in booked if entry["account"] not in income)
    by_instant: dict[float, float] = defaultdict(float)
    for entry in booked:
        by_instant[entry["time"]] += entry["amount"]
    balance = lowest = 0.0
    for amount in by_instant.values():
        balance += amount
        lowest = min(lowest, balance)
    delivered = sum(order["delivered"] <= run.horizon for _, order in customers(run))
    return {
        "revenue": earned, "total_cost": cost, "contribution": earned - cost, "cash_low_point": lowest,
        "cost_per_order": share(cost, delivered),
    }  # fmt: skip


def recall(run: Record) -> tuple[dict[str, float], float]:
    """How far recalls came, and the share made good in the time that the first recall promised."""
    end, orders = run.horizon, rows(run, "orders")
    lines, lots, held = rows(run, "lines"), rows(run, "lots"), defaultdict(float)
    for pick in rows(run, "picks"):
        if lots[pick["lot"]]["quality"] != Quality.GOOD:
            held[lines[pick["line"]]["order"]] += pick["qty"]
    traced = [number for number, order in customers(run) if held[number] > 0 and not order["cancelled"] <= end]
    noted = dict.fromkeys(("recall_blocked", "recall_notified"), 0)
    for note in rows(run, "trace"):
        if note["event"] in noted and note["time"] <= end:
            noted[note["event"]] += json.loads(note["what"])["orders"]
    issued = [note for note in rows(run, "trace") if note["event"] == "recall_issued"]
    first = min(issued, key=lambda note: float(note["time"]), default=None)
    due = NAN if first is None else first["time"] + json.loads(first["what"])["within"]
    good = 0
    for number in traced:
        money_back = orders[number]["refunded"] if orders[number]["exit"] == Exit.RECALLED else NAN
        good += earliest(*(at for at in (money_back, exchanged(run, number)) if at <= end)) <= due
    steps = {
        "traced": len(traced),
        "blocked": noted["recall_blocked"],
        "notified": noted["recall_notified"],
        "collected": sum(
            o["exit"] == Exit.RECALLED and o["delivered"] <= end and o["returned"] <= end for _, o in customers(run)
        ),
        "replaced": sum(o["kind"] == Kind.EXCHANGE and o["delivered"] <= end for o in orders),
    }
    return {name: float(count) for name, count in steps.items()}, NAN if first is None else share(good, len(traced))


def groups(run: Record) -> dict[str, float]:
    """Groups whose fate is known, one at a time."""
    formed, closed, spells = [], [], []
    for group in rows(run, "groups"):
        if group["formed"] <= run.horizon:
            formed.append(group)
        if group["formed"] <= run.horizon or group["closes"] <= run.horizon:
            closed.append(group)
            end = group["formed"] if group["formed"] <= run.horizon else group["closes"]
            spells.append((end - group["opened"]) / 60)
    mean = [float(np.mean(values)) if values else NAN for values in (
        spells, [(g["formed"] - g["opened"]) / 60 for g in formed], [g["joined"] for g in closed])]  # fmt: skip
    orders = float(sum(g["joined"] for g in formed))
    return {
        "group_completion": share(len(formed), len(closed)), "group_open_hours": mean[0],
        "group_hours_to_form": mean[1], "group_joined": mean[2], "group_orders": orders,
        "group_refunds": float(sum(g["joined"] for g in closed)) - orders,
    }  # fmt: skip


def utilisation(run: Record) -> dict[str, float]:
    """Busy and on duty, minute by minute, of everybody who has a capacity."""
    names, duty = run.names["resource"], rows(run, "capacity")
    spells = [(v["resource"], v["started"], v["finished"]) for v in rows(run, "visits")]
    spells += [(t["resource"], t["departed"], t["back"]) for t in rows(run, "trips")]
    found = {}
    for code in sorted({point["resource"] for point in duty}):
        able = busy = 0.0
        for now in range(int(run.horizon)):
            points = [(p["time"], p["servers"]) for p in duty if p["resource"] == code and p["time"] <= now]
            on_duty = max(points)[1] if points else 0.0
            at_work = sum(who == code and start <= now < end for who, start, end in spells)
            able, busy = able + on_duty, busy + min(at_work, on_duty)
        found[names[code]] = share(busy, able)
    return found
