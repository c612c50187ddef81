"""Lead time: from paid in full to in the customer's hands, in hours."""

import numpy as np

from sim.arrays import Floats
from sim.instants import HOUR
from sim.kpi.counted import delivered_at, is_in_hand
from sim.kpi.registry import kpi
from sim.results.record import Record

SOURCE = "docs/measures.md#lead-time"


def lead_hours(record: Record) -> Floats:
    """Lead time of every customer's order delivered within the run, hours. Shape (delivered,)."""
    rows = is_in_hand(record) & np.isfinite(record.orders["paid"])
    return np.asarray((delivered_at(record)[rows] - record.orders["paid"][rows]) / HOUR)


def lead_time_quantile(record: Record, probability: float) -> float:
    """The lead time, hours, that a share `probability` of the delivered orders does not exceed (interpolated)."""
    hours = lead_hours(record)
    return float(np.quantile(hours, probability)) if hours.size else float("nan")


def delivered_share(record: Record, hours: Floats) -> Floats:
    """Share of the orders paid in full that were in hand within `hours` of payment. Shapes (n,) -> (n,)."""
    paid = (record.orders["kind"] == 0) & (record.orders["paid"] <= record.horizon)
    found = np.searchsorted(np.sort(lead_hours(record)), hours, side="right")
    return np.asarray(found / max(int(paid.sum()), 1), dtype=np.float64)


@kpi(unit="h", better="lower", title_zh="交付时长 均值", title_en="Lead time, mean", source=SOURCE)
def lead_time_mean(record: Record) -> float:
    """Mean of delivered minus paid in full, hours, over customers' orders delivered within the run."""
    hours = lead_hours(record)
    return float(hours.mean()) if hours.size else float("nan")


@kpi(unit="h", better="lower", title_zh="交付时长 P50", title_en="Lead time, p50", source=SOURCE)
def lead_time_p50(record: Record) -> float:
    """Median of delivered minus paid in full, hours, over customers' orders delivered within the run."""
    return lead_time_quantile(record, 0.50)


@kpi(unit="h", better="lower", title_zh="交付时长 P90", title_en="Lead time, p90", source=SOURCE)
def lead_time_p90(record: Record) -> float:
    """90 % of the customers' orders delivered within the run took no longer than this, hours."""
    return lead_time_quantile(record, 0.90)


@kpi(
    unit="h", better="lower", title_zh="交付时长 P95", title_en="Lead time, p95", source=SOURCE,
    definition_zh="运行期内到手的顾客订单中，95 % 从付清到到手不超过这么多小时。",
)  # fmt: skip
def lead_time_p95(record: Record) -> float:
    """95 % of the customers' orders delivered within the run took no longer than this, hours."""
    return lead_time_quantile(record, 0.95)


@kpi(unit="h", better="lower", title_zh="交付时长 P99", title_en="Lead time, p99", source=SOURCE)
def lead_time_p99(record: Record) -> float:
    """99 % of the customers' orders delivered within the run took no longer than this, hours."""
    return lead_time_quantile(record, 0.99)
