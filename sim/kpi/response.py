"""How a disruption is met: until it is known, until something is decided, and what is left to clear afterwards."""

import math

import numpy as np

from sim.instants import HOUR
from sim.kpi import curves
from sim.kpi.registry import kpi
from sim.kpi.resilience import SOURCE, capacity_back_at, fulfilment_curve, shock_hour
from sim.kpi.steps import Steps
from sim.kpi.stock import backlog
from sim.results.record import Record

INTEGRAL = f"Cimellaro et al. (2010); {SOURCE}"
ALLOWED = 96.0
LEFT = 0.05


def first_event(record: Record, *events: str) -> float:
    """Minute of the first of these events in the trace; NaN when none of them happened."""
    times = record.trace["time"][np.isin(record.trace["event"].astype(str), events)]
    return float(times.min()) if times.size else math.nan


def known_at(record: Record) -> float:
    """Minute at which somebody first knew: a shock was noticed, or a signal started a plan; NaN = never."""
    return first_event(record, "shock_noticed", "plan_triggered")


def excess_backlog(record: Record, twin: Record) -> Steps:
    """Backlog of the run less that of the unshocked twin, orders over time."""
    mine, theirs = backlog(record), backlog(twin)
    times = np.union1d(mine.times, theirs.times)
    times = times[times <= record.horizon]
    return Steps(times, mine.at(times) - theirs.at(times))


def cleared_at(steps: Steps, above: float = 0.0) -> float:
    """Instant from which a backlog stays at `above` or lower: minutes; inf = it is higher at the end.

    0 when it never was higher.
    """
    high = np.flatnonzero(steps.values > above)
    if not high.size:
        return 0.0
    last = int(high[-1]) + 1
    return float(steps.times[last]) if last < steps.times.size else math.inf


@kpi(unit="h", better="lower", title_zh="发现时长", title_en="Time to detect", source=SOURCE)
def time_to_detect(record: Record) -> float:
    """Hours from the beginning of the first shock until it is noticed, or a signal starts a plan; NaN when neither."""
    return (known_at(record) - first_event(record, "shock_began")) / HOUR


@kpi(unit="h", better="lower", title_zh="决策时长", title_en="Time to decide", source=SOURCE)
def time_to_decide(record: Record) -> float:
    """Hours from being known until the first plan is decided; NaN when none is."""
    return (first_event(record, "plan_decided") - known_at(record)) / HOUR


@kpi(unit="share", better="higher", title_zh="韧性积分", title_en="Resilience integral", source=INTEGRAL)
def resilience_integral(record: Record) -> float:
    """Mean rolling fulfilment over the time that is allowed for recovery: 1 / T times its integral from the shock on.

    T is the amber of the target for the time to recover (96 h without one), cut at the end of the run.
    """
    target = (record.meta.get("targets") or {}).get("time_to_recover") or {}
    allowed = float(target.get("amber", ALLOWED))
    return curves.resilience_integral(*fulfilment_curve(record), shock_hour(record), allowed)


@kpi(unit="h", better="lower", title_zh="扰动尾期", title_en="Disruption tail", source=SOURCE)
def disruption_tail(record: Record, twin: Record) -> float:
    """Hours from the end of the last shock, when capacity is back, until the backlog that it left is cleared.

    Left is the backlog above that of the unshocked twin; cleared is when it stays below 5 % of its peak. 0 when it is
    cleared before, NaN when no shock has ended; to the end of the run, a lower bound, when it is never cleared.
    """
    back, excess = capacity_back_at(record), excess_backlog(record, twin)
    over = cleared_at(excess, above=LEFT * float(excess.values.max(initial=0.0)))
    return float(np.maximum(min(over, record.horizon) - back, 0.0)) / HOUR
