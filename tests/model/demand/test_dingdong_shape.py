"""The committed everyday tables are what the real data gives, and the data is what its page says it is."""

import importlib.util
from pathlib import Path
from types import ModuleType

import duckdb
import numpy as np
import pytest

from sim.rates.calendar import calendar_rate
from sim.schema.sheets import rows_of

TABLES = ("dingdong_hours.csv", "dingdong_weekdays.csv", "dingdong_factors.csv")


@pytest.fixture(scope="module")
def data(shared_data: Path) -> Path:
    return shared_data / "data"


@pytest.fixture(scope="module")
def script(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dingdong_shape", root / "docs" / "data" / "dingdong_shape.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def column(root: Path, table: str, name: str) -> list[str]:
    head, *rows = rows_of(root / "configs" / "tables" / table)
    return [row.cells[head.cells.index(name)] for row in rows]


def numbers(root: Path, table: str, name: str) -> np.ndarray:
    return np.array(column(root, table, name), dtype=float)


def ask(sql: str, *files: Path) -> tuple[float, ...]:
    with duckdb.connect() as db:
        row = db.execute(sql, [str(file) for file in files]).fetchone()
    assert row is not None
    return tuple(row)


def test_the_committed_tables_are_recomputed_from_the_raw_data(root: Path, data: Path, script: ModuleType) -> None:
    made = script.make(data)
    assert set(made) == set(TABLES)
    for name, text in made.items():
        committed = (root / "configs" / "tables" / name).read_text(encoding="utf-8")
        for new, old in zip(text.splitlines(), committed.splitlines(), strict=True):
            for cell, other in zip(new.split(","), old.split(","), strict=True):
                try:
                    assert float(cell) == pytest.approx(float(other), abs=2e-4)
                except ValueError:
                    assert cell == other


@pytest.mark.parametrize("table", TABLES)
def test_every_table_names_its_source_and_licence(root: Path, table: str) -> None:
    text = (root / "configs" / "tables" / table).read_text(encoding="utf-8")
    assert text.startswith("# source: FreshRetailNet-50K by Dingdong-Inc")
    assert "# licence: CC BY 4.0" in text


def test_the_day_has_its_two_peaks_and_adds_up(root: Path) -> None:
    sold, share = (numbers(root, "dingdong_hours.csv", name) for name in ("sold", "share"))
    assert sold.sum() == pytest.approx(1.0, abs=2e-3)
    assert share.sum() == pytest.approx(1.0, abs=2e-3)
    assert sold[9] == pytest.approx(0.107, abs=5e-4)
    assert sold[15:17].mean() == pytest.approx(0.08, abs=3e-3)
    assert sold.max() * 24 == pytest.approx(2.57, abs=0.01)
    assert share.argmax() == sold.argmax() == 9
    # What empty shelves hid comes back where shelves are emptiest.
    assert np.all(share[17:] > sold[17:])
    assert np.all(share[6:12] < sold[6:12])


def test_the_week_is_strong_at_its_end_and_weak_on_thursday(root: Path) -> None:
    sold, factor = (numbers(root, "dingdong_weekdays.csv", name) for name in ("sold", "factor"))
    np.testing.assert_allclose(sold[[3, 5, 6]], [0.87, 1.18, 1.20], atol=0.005)
    assert factor.mean() == pytest.approx(1.0, abs=1e-3)
    low, high = numbers(root, "dingdong_weekdays.csv", "low"), numbers(root, "dingdong_weekdays.csv", "high")
    assert np.all((low < factor) & (factor < high))


def test_a_holiday_lifts_demand_and_the_weather_is_not_claimed_to(root: Path) -> None:
    told = dict(
        zip(
            column(root, "dingdong_factors.csv", "factor"),
            column(root, "dingdong_factors.csv", "told_apart"),
            strict=True,
        )
    )
    assert told == {"holiday": "yes", "worked_weekend": "yes", "heat": "no", "rain": "no"}
    holiday, worked = numbers(root, "dingdong_factors.csv", "value")[:2]
    assert 1.0 < holiday < 1.35
    assert worked < 1.0


def test_the_tables_drive_a_calendar_rate(root: Path) -> None:
    hours = numbers(root, "dingdong_hours.csv", "share")
    week = numbers(root, "dingdong_weekdays.csv", "factor")
    of = calendar_rate(2400.0, hours, week, np.ones(7), first_weekday=0)
    assert of.total == pytest.approx(7 * 2400.0, rel=1e-3)
    assert float(of.rate(9.5 * 60)) * 60 == pytest.approx(2400 * hours[9] / hours.sum() * week[0])


def test_least_squares_finds_planted_coefficients_and_honest_errors(script: ModuleType) -> None:
    rng, found = np.random.default_rng(1), []
    columns = np.column_stack([np.ones(400), rng.normal(size=400)])
    for _ in range(300):
        noise = rng.normal(size=402)
        beta, covariance = script.least_squares(columns, columns @ [2.0, -0.5] + noise[2:] + noise[1:-1] + noise[:-2])
        found.append((beta[0], covariance[0, 0]))
    betas, variances = np.array(found).T
    assert betas.mean() == pytest.approx(2.0, abs=0.03)
    # Noise with memory: plain least squares would claim a third of this variance.
    assert variances.mean() == pytest.approx(betas.var(), rel=0.3)


def test_the_data_is_what_its_page_says(data: Path) -> None:
    sku_day = data / "frn_one_city_sku_day.parquet"
    assert ask("SELECT avg((oos_hours_6_22 > 0)::int) FROM read_parquet(?)", sku_day)[0] == pytest.approx(
        0.41, abs=0.005
    )
    (holiday,) = ask(
        "SELECT avg(s) FILTER (off = 1) / avg(s) FILTER (off = 0) FROM "
        "(SELECT max(holiday_flag) AS off, sum(sale) AS s FROM read_parquet(?) GROUP BY dt)",
        sku_day,
    )
    assert holiday == pytest.approx(1.35, abs=0.005)
    (top,) = ask(
        "SELECT sum(s) FILTER (place <= 0.2 * n) / sum(s) FROM (SELECT sum(sale) AS s, "
        "row_number() OVER (ORDER BY sum(sale) DESC) AS place, count(*) OVER () AS n "
        "FROM read_parquet(?) GROUP BY product_id)",
        sku_day,
    )
    assert top == pytest.approx(0.72, abs=0.005)
    (correlation,) = ask(
        "WITH d AS (SELECT store_id AS s, dt, sum(sale) AS y FROM read_parquet(?) GROUP BY 1, 2), "
        "p AS (SELECT corr(a.y, b.y) AS r FROM d a JOIN d b ON a.dt = b.dt AND a.s < b.s GROUP BY a.s, b.s) "
        "SELECT avg(r) FROM p",
        sku_day,
    )
    assert correlation == pytest.approx(0.67, abs=0.01)


def test_real_orders_vary_more_than_a_poisson_process(data: Path) -> None:
    """Hourly invoices of one weekday and hour over a year, against their own mean."""
    (ratio,) = ask(
        "WITH h AS (SELECT date_trunc('hour', InvoiceDate) AS h, count(DISTINCT InvoiceNo) AS n FROM read_parquet(?) "
        "WHERE InvoiceNo NOT LIKE 'C%' GROUP BY 1), c AS (SELECT var_samp(n) / avg(n) AS r, count(*) AS k FROM h "
        "GROUP BY isodow(h), hour(h)) SELECT avg(r) FROM c WHERE k > 10",
        data / "online_retail_uci.parquet",
    )
    assert 1.5 < ratio < 3.0
