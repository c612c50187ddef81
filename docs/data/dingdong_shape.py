"""Make the everyday demand tables of configs/tables from the Dingdong data: hours, weekdays, holidays, weather.

    python docs/data/dingdong_shape.py ../shared/data configs/tables

Source: FreshRetailNet-50K by Dingdong-Inc, CC BY 4.0; sales of 18 cities over 90 days, by the hour, in normalised
units, so only shapes and ratios are taken.

Method
- Stock-outs. What was not on the shelf could not be sold, and shelves empty towards the night (6 % of the SKU-hours
  at 7 h, 42 % at 22 h). Demand of a city in an hour = sales x all SKU-hours / SKU-hours in stock: a SKU that is out
  would have sold like the ones that are in. The tables also give what was sold, uncorrected.
- Hours: the share of each hour of the day, all cities and days together.
- Weekdays, holidays: least squares on the logarithm of each day's demand, all cities together, with a term per
  weekday, one for a public holiday from Monday to Friday, one for a Saturday or Sunday that is worked, and a quadratic
  trend. The data's own holiday flag also marks ordinary weekends: its raw ratio (1.35 in city 3) is mostly a weekend.
- Heat and rain: the same for city 3, whose weather is known, with a term for the mean temperature and one for rain.
  Ninety days of one spring cannot tell heat from season: the interval says so, and a world that wants one should
  state its own.
- Intervals: 95 %, standard errors by Newey and West (1987) with a lag of seven days.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CREDIT = (
    "source: FreshRetailNet-50K by Dingdong-Inc, 18 cities, 2024-03-28 to 2024-06-25",
    "licence: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)",
    "changes: aggregated, corrected for stock-outs",
    "made by: docs/data/dingdong_shape.py, which explains the method",
)
Row = tuple[object, ...]


def main(data: Path, tables: Path) -> None:
    """Write the three tables."""
    tables.mkdir(parents=True, exist_ok=True)
    for name, text in make(data).items():
        (tables / name).write_text(text, encoding="utf-8")


def make(data: Path) -> dict[str, str]:
    """The three tables, file name -> text, from the folder of the raw data."""
    with duckdb.connect() as db:
        hours = _hours(db, data)
        days = _days(db, data)
    return {
        "dingdong_hours.csv": _csv(
            ("share: of a day's demand; sold: share of what was sold; in_stock: share of SKU-hours in stock",),
            ("hour", "share", "sold", "in_stock"),
            hours,
        ),
        "dingdong_weekdays.csv": _csv(
            ("factor: demand against the mean of the seven, without holidays, 95 % interval; sold: of sales",),
            ("weekday", "factor", "low", "high", "sold"),
            _weekdays(days),
        ),
        "dingdong_factors.csv": _csv(
            (
                "value: factor on a day's demand, 95 % interval; told_apart: whether the interval leaves 1 out",
                "holiday: a public holiday from Monday to Friday against that weekday; worked_weekend: a Saturday or",
                "  Sunday that is a working day against that weekday; heat: per degree C of the day's mean;",
                "  rain: per unit of the data's precipitation (city 3; both cannot be told from 1 in one spring)",
            ),
            ("factor", "value", "low", "high", "told_apart"),
            _factors(days),
        ),
    }


def _hours(db: duckdb.DuckDBPyConnection, data: Path) -> list[Row]:
    found = _query(
        db,
        """
        WITH city AS (
          SELECT hour, sum(sale) AS sold, sum(sale) * sum(n_sku) / sum(n_sku - n_oos) AS demand,
                 sum(n_sku) AS shelf, sum(n_sku - n_oos) AS full_shelf
          FROM read_parquet(?) GROUP BY city_id, hour)
        SELECT hour, sum(demand) AS demand, sum(sold) AS sold, sum(full_shelf) / sum(shelf) AS in_stock
        FROM city GROUP BY hour ORDER BY hour
        """,
        data / "frn_city_hour.parquet",
    )
    share, sold = (found[name] / found[name].sum() for name in ("demand", "sold"))
    return [(h, share[h], sold[h], found["in_stock"][h]) for h in range(24)]


def _days(db: duckdb.DuckDBPyConnection, data: Path) -> dict[str, NDArray[Any]]:
    """One row a day: weekday (Monday 0), off, demand and sales of all cities, demand and weather of city 3."""
    return _query(
        db,
        """
        WITH sales AS (
          SELECT dt, sum(sale) AS sold, sum(sale * n_sku / (n_sku - n_oos)) AS demand,
                 sum(sale * n_sku / (n_sku - n_oos)) FILTER (city_id = 3) AS demand_3
          FROM read_parquet(?) WHERE n_oos < n_sku GROUP BY dt),
        days AS (
          SELECT dt, max(holiday_flag) AS off, avg(avg_temperature) AS warmth, avg(precpt) AS rain
          FROM read_parquet(?) GROUP BY dt)
        SELECT isodow(dt) - 1 AS weekday, off, warmth, rain, sold, demand, demand_3
        FROM sales JOIN days USING (dt) ORDER BY dt
        """,
        data / "frn_city_hour.parquet",
        data / "frn_one_city_sku_day.parquet",
    )


def _query(db: duckdb.DuckDBPyConnection, sql: str, *files: Path) -> dict[str, NDArray[Any]]:
    found = db.execute(sql, [str(file) for file in files]).fetchnumpy()
    return {name: np.asarray(values) for name, values in found.items()}


def _calendar(days: dict[str, NDArray[Any]]) -> Floats:
    """Columns: seven weekdays, holiday, worked weekend, trend, its square; shape (days, 11)."""
    weekday, off = days["weekday"], days["off"] == 1
    trend = np.linspace(-1.0, 1.0, weekday.size)
    return np.column_stack([np.eye(7)[weekday], off & (weekday < 5), ~off & (weekday >= 5), trend, trend**2])


def least_squares(columns: Floats, values: Floats, lag: int = 7) -> tuple[Floats, Floats]:
    """Coefficients and their covariance, robust against spread and memory up to `lag` rows (Newey and West 1987)."""
    inverse = np.linalg.inv(columns.T @ columns)
    beta = inverse @ columns.T @ values
    scores = columns * (values - columns @ beta)[:, None]
    middle = scores.T @ scores
    for k in range(1, lag + 1):
        cross = scores[k:].T @ scores[:-k]
        middle += (1 - k / (lag + 1)) * (cross + cross.T)
    rows, terms = columns.shape
    return beta, inverse @ middle @ inverse * rows / (rows - terms)


def _weekdays(days: dict[str, NDArray[Any]]) -> list[Row]:
    beta, covariance = least_squares(_calendar(days), np.log(days["demand"]))
    level = np.exp(beta[:7])
    # The factor of weekday i is level[i] / mean(level); the gradient of its logarithm gives its error.
    gradient = np.eye(7) - level / level.sum()
    error = np.sqrt(np.diag(gradient @ covariance[:7, :7] @ gradient.T))
    factor = level / level.mean()
    low, high = factor * np.exp(-1.96 * error), factor * np.exp(1.96 * error)
    sold = [days["sold"][days["weekday"] == k].mean() / days["sold"].mean() for k in range(7)]
    return [(name, factor[k], low[k], high[k], sold[k]) for k, name in enumerate(WEEKDAYS)]


def _factors(days: dict[str, NDArray[Any]]) -> list[Row]:
    calendar = _calendar(days)
    beta, covariance = least_squares(calendar, np.log(days["demand"]))
    weather = np.column_stack([calendar, days["warmth"], days["rain"]])
    beta_3, covariance_3 = least_squares(weather, np.log(days["demand_3"]))
    found = [
        ("holiday", beta[7], covariance[7, 7]),
        ("worked_weekend", beta[8], covariance[8, 8]),
        ("heat", beta_3[11], covariance_3[11, 11]),
        ("rain", beta_3[12], covariance_3[12, 12]),
    ]
    rows: list[Row] = []
    for name, logarithm, variance in found:
        low, value, high = np.exp(logarithm + 1.96 * np.sqrt(variance) * np.array([-1.0, 0.0, 1.0]))
        rows.append((name, value, low, high, "no" if low <= 1 <= high else "yes"))
    return rows


def _csv(notes: Sequence[str], header: Sequence[str], rows: Sequence[Row]) -> str:
    lines = [f"# {note}" for note in (*CREDIT, *notes)]
    lines.append(",".join(header))
    lines += [",".join(f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in row) for row in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
