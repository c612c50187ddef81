"""Where the lead time goes: its split by stage, so that the stages of an order add up to its lead time."""

import numpy as np

from sim.arrays import Floats
from sim.instants import HOUR
from sim.kpi.counted import delivered_at, is_in_hand
from sim.kpi.registry import kpi
from sim.results.record import Record
from sim.state.ledger import Mode

STAGES = ("wait_for_group", "wait_for_threshold", "production", "line_haul", "warehouse", "last_mile", "pickup")
SOURCE = "docs/measures.md#lead-time"


def stage_hours(record: Record) -> dict[str, Floats]:
    """Hours each delivered order spent in each stage; the stages of an order add up to its lead time.

    Shape of each (delivered,), in row order.
        wait_for_group      paid in full -> its group formed
        wait_for_threshold  -> released
        production          -> the last of its goods was made (or all of it until allocated, when that is not known)
        line_haul           -> all its goods in place at the node; and the way on, for an order that leaves by lane
        warehouse           -> picked and packed
        last_mile           -> in hand, for home delivery, the wait for a courier included
        pickup              -> in hand, for orders the customer fetches
    A stamp that is missing, or earlier than the one before, makes its stage last no time.
    """
    orders = record.orders
    rows = np.flatnonzero(is_in_hand(record) & np.isfinite(orders["paid"]))
    allocated, delivered = orders["allocated"][rows], delivered_at(record)[rows]
    made = np.fmin(_last_made(record)[rows], allocated)
    stamps = {
        "wait_for_group": orders["grouped"][rows],
        "wait_for_threshold": orders["released"][rows],
        "production": made,
        "line_haul": allocated,
        "warehouse": orders["ready"][rows],
    }
    spent: dict[str, Floats] = {}
    reached = np.minimum(orders["paid"][rows], delivered)
    for stage, stamp in stamps.items():
        after = np.clip(np.fmax(stamp, reached), reached, delivered)
        spent[stage], reached = (after - reached) / HOUR, after
    rest, mode = (delivered - reached) / HOUR, orders["mode"][rows]
    spent["last_mile"] = np.where(mode == Mode.DELIVERY, rest, 0.0)
    spent["pickup"] = np.where(mode == Mode.PICKUP, rest, 0.0)
    spent["line_haul"] = spent["line_haul"] + np.where(mode == Mode.LANE, rest, 0.0)
    return spent


@kpi(unit="h", better="lower", title_zh="各环节时长 均值", title_en="Hours by stage, mean", source=SOURCE, by="stage")
def stage_mean(record: Record) -> dict[str, float]:
    """Mean hours in each stage over customers' orders delivered within the run; they add up to the mean lead time."""
    hours = stage_hours(record)
    return {stage: float(hours[stage].mean()) if hours[stage].size else float("nan") for stage in STAGES}


@kpi(unit="h", better="lower", title_zh="各环节时长 P95", title_en="Hours by stage, p95", source=SOURCE, by="stage")
def stage_p95(record: Record) -> dict[str, float]:
    """95 % of the customers' orders delivered within the run spent no longer than this in the stage, hours."""
    hours = stage_hours(record)
    return {stage: float(np.quantile(hours[stage], 0.95)) if hours[stage].size else float("nan") for stage in STAGES}


def _last_made(record: Record) -> Floats:
    """Minute at which the last of an order's goods was made, NaN when no lot is known. Shape (orders,)."""
    last = np.full(record.rows("orders"), np.nan)
    picks = record.picks
    np.fmax.at(last, record.lines["order"][picks["line"]], record.lots["made"][picks["lot"]])
    return last
