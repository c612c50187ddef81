"""Resilience: the rolling fulfilment curve of a run, and how it stands against its targets and its unshocked twin."""

import math
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.instants import DAY, HOUR
from sim.kpi import curves
from sim.kpi.counted import in_hand_spells, is_owed
from sim.kpi.registry import kpi
from sim.results.record import Record

SOURCE = "docs/measures.md#resilience"
TRIANGLE = f"Bruneau et al. (2003); {SOURCE}"
TTR = f"Simchi-Levi et al. (2015); {SOURCE}"
WINDOW = DAY
STEP = HOUR
FEWEST = 5
HOLD = 12.0


@dataclass(frozen=True)
class Levels:
    """Below `fail` the service has failed; at `recovered` or above, held for `hold` hours, it is back."""

    fail: float = 0.90
    recovered: float = 0.95
    hold: float = HOLD


def levels(record: Record) -> Levels:
    """Amber and green of the fulfilment rate's target as declared with the run, else 0.90 and 0.95."""
    target = (record.meta.get("targets") or {}).get("fulfilment_rate") or {}
    return Levels(float(target.get("amber", Levels.fail)), float(target.get("green", Levels.recovered)))


def fulfilment_curve(
    record: Record, window: float = WINDOW, step: float = STEP, fewest: int = FEWEST
) -> tuple[Floats, Floats]:
    """Rolling fulfilment: (hours, share), shapes (samples,) each; samples every `step` minutes from 0 to the horizon.

        share(t) = #{owed, due in (t - window, t], complete in hand at t} / #{owed, due in (t - window, t]}

    so an order that is late is missing until it arrives, and one that never arrives for the whole window; one that is
    recalled is missing from the instant its goods are taken back until its exchange arrives. NaN where fewer than
    `fewest` orders were due. `window` and `step` in minutes.
    """
    owed = is_owed(record)
    due = record.orders["promise"][owed]
    leaves = due + window
    at = np.arange(0.0, record.horizon + step / 2, step)
    of = _count(due, at) - _count(leaves, at)
    part = np.zeros(len(at))
    for begin, end in in_hand_spells(record):
        counts_from, counts_until = np.maximum(due, begin[owed]), np.minimum(leaves, end[owed])
        counts = counts_from < counts_until
        part += _count(counts_from[counts], at) - _count(counts_until[counts], at)
    return at / HOUR, np.where(of >= fewest, part / np.maximum(of, 1), np.nan)


def shock_hour(record: Record) -> float:
    """Hour at which the shock begins; 0 without one."""
    return float(record.meta.get("shock_from") or 0.0) / HOUR


def capacity_back_at(record: Record) -> float:
    """Minute at which the last shock has ended, by the trace: what it held is back; NaN when none has."""
    times = record.trace["time"][record.trace["event"] == "shock_ended"]
    return float(times.max()) if times.size else float("nan")


def curve_since_shock(record: Record) -> tuple[Floats, Floats]:
    """The fulfilment curve from the shock on (all of it without one): (hours, share)."""
    hours, curve = fulfilment_curve(record)
    since = hours >= shock_hour(record)
    return hours[since], curve[since]


def worst_dips(record: Record, most: int = 10) -> list[curves.Dip]:
    """The deepest failures of the whole run, deepest first."""
    wanted = levels(record)
    found = curves.dips(*fulfilment_curve(record), wanted.fail, wanted.recovered, wanted.hold)
    return sorted(found, key=lambda dip: (-dip.depth, dip.start))[:most]


@kpi(
    unit="share", better="higher", title_zh="最低点", title_en="Lowest point", source=TRIANGLE,
    definition_zh="冲击开始后滚动履约率（近 24 小时内到期的订单）的最低值。",
)  # fmt: skip
def lowest_point(record: Record) -> float:
    """Lowest rolling fulfilment (24 h of orders due) from the shock on."""
    return curves.lowest_point(curve_since_shock(record)[1])


@kpi(unit="h", better="lower", title_zh="低于目标时长", title_en="Time below target", source=SOURCE)
def time_below_target(record: Record) -> float:
    """Hours from the shock on with rolling fulfilment below the target (green of the fulfilment rate)."""
    return curves.hours_below(*curve_since_shock(record), levels(record).recovered)


@kpi(unit="h", better="higher", title_zh="存活时长", title_en="Time to survive", source=TTR)
def time_to_survive(record: Record) -> float:
    """Hours from the shock until rolling fulfilment first falls below amber; undefined when it never does."""
    hours, curve = curve_since_shock(record)
    failing = hours[curve < levels(record).fail]
    return float(failing[0] - shock_hour(record)) if failing.size else float("nan")


@kpi(
    unit="h", better="lower", title_zh="恢复时长", title_en="Time to recover", source=TTR,
    definition_zh="从冲击开始到滚动履约率重新达到绿灯阈值并保持 12 小时的小时数；从未跌破黄灯阈值时为 0。"
    "期内未恢复的运行按到结束为止计，是下限：请与“已恢复”一起看。",
)  # fmt: skip
def time_to_recover(record: Record) -> float:
    """Hours from the shock until rolling fulfilment is back at green and stays for 12 h; 0 when it never fell below
    amber. A run that has not recovered counts with the time from the shock to its end, which is a lower bound: read
    it together with `recovered`.
    """
    hours = _time_to_recover(record)
    return record.horizon / HOUR - shock_hour(record) if math.isinf(hours) else hours


@kpi(unit="share", better="higher", title_zh="已恢复", title_en="Recovered", source=SOURCE)
def recovered(record: Record) -> float:
    """1 when the service never failed or has recovered by the end of the run, else 0; the mean is a share of runs."""
    return float(not math.isinf(_time_to_recover(record)))


@kpi(unit="share", better="lower", title_zh="跌落深度", title_en="Depth", source=TRIANGLE)
def depth(record: Record, twin: Record) -> float:
    """Largest distance of rolling fulfilment below that of the unshocked twin, from the shock on."""
    return curves.greatest_depth(curve_since_shock(record)[1], _since(twin, shock_hour(record)))


@kpi(
    unit="share-hours", better="lower", title_zh="损失面积", title_en="Loss area", source=TRIANGLE,
    definition_zh="从冲击开始到运行结束，（孪生 − 受冲击运行）滚动履约率之差对时间的积分。",
)  # fmt: skip
def loss_area(record: Record, twin: Record) -> float:
    """Integral over time of (twin - shocked) rolling fulfilment, from the shock to the end of the run, share-hours."""
    hours, curve = curve_since_shock(record)
    return curves.loss_area(hours, curve, _since(twin, shock_hour(record)))


def _time_to_recover(record: Record) -> float:
    wanted = levels(record)
    hours, curve = fulfilment_curve(record)
    return curves.time_to_recover(hours, curve, wanted.fail, wanted.recovered, wanted.hold, shock_hour(record))


def _since(twin: Record, hour: float) -> Floats:
    hours, curve = fulfilment_curve(twin)
    return curve[hours >= hour]


def _count(instants: Floats, at: Floats) -> Floats:
    """How many of `instants` have come by each of `at`; NaN never comes."""
    return np.asarray(np.searchsorted(np.sort(instants), at, side="right"), dtype=np.float64)
