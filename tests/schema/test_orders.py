"""A file of order lines comes in as arrays, or tells every wrong cell with its place."""

import csv
from datetime import datetime, timedelta, timezone
from pathlib import Path

import duckdb
import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import ConfigError, Problem
from sim.schema.load import load_world
from sim.schema.orders import RecordedOrders, orders_of, read_orders

SKUS = ("oat_loaf", "milk", "summer_box")
START = datetime(2026, 6, 15, tzinfo=timezone(timedelta(hours=8)))
GOOD = """order,time,sku,qty,price,community,channel,pick,note
B,2026-06-15 08:30:00,milk,2,12,east,app,0.5,late
A,2026-06-15 08:00:00,oat_loaf,1,30,west,抖音,1.5,
B,2026-06-15 08:30:00,summer_box,1,,east,app,0.5,gift
"""


def write(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "orders.csv"
    path.write_text(text, encoding=encoding)
    return path


def problems(path: Path, **more: object) -> list[Problem]:
    with pytest.raises(ConfigError) as caught:
        read_orders(path, SKUS, start=START, **more)  # type: ignore[arg-type]  # any keyword, for brevity
    return list(caught.value.problems)


def check(found: RecordedOrders) -> None:
    assert found.names == ("A", "B")
    np.testing.assert_allclose(found.time, [480.0, 510.0])
    np.testing.assert_array_equal(found.order, [0, 1, 1])
    np.testing.assert_array_equal(found.sku, [0, 1, 2])
    np.testing.assert_array_equal(found.quantity, [1.0, 2.0, 1.0])
    np.testing.assert_array_equal(found.price, [30.0, 12.0, np.nan])
    np.testing.assert_array_equal([found.communities[code] for code in found.community], ["west", "east"])
    np.testing.assert_array_equal([found.channels[code] for code in found.channel], ["抖音", "app"])
    assert set(found.extra) == {"pick"}
    np.testing.assert_array_equal(found.extra["pick"], [1.5, 0.5])
    assert found.skipped.size == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_file_in_either_chinese_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    found = read_orders(write(tmp_path, GOOD, encoding), SKUS, start=START)
    check(found)
    np.testing.assert_array_equal(found.line, [3, 2, 4])


def test_notes_above_the_header_are_left_out_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    found = read_orders(
        write(tmp_path, "# source: a shop; licence: none; free\n# second note\n" + GOOD), SKUS, start=START
    )
    check(found)
    np.testing.assert_array_equal(found.line, [5, 4, 6])


def test_a_header_may_begin_with_a_number_sign(tmp_path: Path) -> None:
    found = read_orders(write(tmp_path, "#,time,sku\nA,1,milk\n"), SKUS, start=START, columns={"order": "#"})
    assert found.names == ("A",)


def test_a_workbook_says_the_same_as_the_csv_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate(csv.reader(GOOD.splitlines())):
        cells: list[object] = [float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in row]
        if number:
            cells[1] = datetime.fromisoformat(row[1])
        book.active.append(cells)
    book.save(tmp_path / "orders.xlsx")
    check(read_orders(tmp_path / "orders.xlsx", SKUS, start=START))


def test_a_parquet_file_says_the_same_as_the_csv_file(tmp_path: Path) -> None:
    source, target = write(tmp_path, GOOD), tmp_path / "orders.parquet"
    with duckdb.connect() as db:
        db.execute(f"COPY (SELECT * FROM read_csv('{source}')) TO '{target}' (FORMAT parquet)")
    check(read_orders(target, SKUS, start=START))


def test_without_a_start_the_first_order_is_minute_zero(tmp_path: Path) -> None:
    np.testing.assert_allclose(read_orders(write(tmp_path, GOOD), SKUS).time, [0.0, 30.0])


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("90", 90.0),
        ("90.5", 90.5),
        ("d1 02:00", 1560.0),
        ("2026-06-15 01:00", 60.0),
        ("2026-06-15 01:00 +07:00", 120.0),
        ("2026-06-16", 1440.0),
    ],
)
def test_a_time_is_minutes_a_moment_or_a_date(tmp_path: Path, cell: str, minutes: float) -> None:
    path = write(tmp_path, f"order,time,sku\nA,{cell},milk\n")
    if cell == "2026-06-16":
        assert read_orders(path, SKUS, start=START).time[0] == minutes
    else:
        assert read_orders(path, SKUS, start=START).time[0] == pytest.approx(minutes)


def test_every_bad_cell_is_reported_at_once_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    text = (
        "order,time,sku,qty,price,community\n"
        "A,2026-06-15 08:00,oat_lofa,1,30,east\n"
        "B,yesterday,milk,1_0,12,east\n"
        "C,2026-06-15 09:00,milk,-1,-5,eastt\n"
        ",2026-06-15 09:00,milk,nan,1,east\n"
        "E,2026-06-15 09:00,,1,1,\n"
    )
    found = problems(write(tmp_path, text), communities=("east", "west"))
    reported = {(one.line, one.path): one for one in found}
    assert {(2, "sku"), (3, "time"), (3, "qty"), (4, "qty"), (4, "price"), (4, "community"), (5, "order")} <= set(
        reported
    )
    assert (5, "qty") in reported
    assert (6, "sku") in reported
    assert (6, "community") not in reported
    assert reported[2, "sku"].suggestion == "oat_loaf"
    assert reported[2, "sku"].found == "oat_lofa"
    assert reported[4, "community"].suggestion == "east"
    assert reported[2, "sku"].column == len("A,2026-06-15 08:00,") + 1
    assert "did you mean 'oat_loaf'" in reported[2, "sku"].render()


def test_lines_that_disagree_about_their_order_are_reported(tmp_path: Path) -> None:
    text = "order,time,sku,community,pick\nA,1,milk,east,1\nA,1,oat_loaf,west,1\nA,1,oat_loaf,east,2\n"
    assert {(one.line, one.path) for one in problems(write(tmp_path, text))} == {(3, "community"), (4, "pick")}


def test_a_missing_column_names_the_nearest_header(tmp_path: Path) -> None:
    (found,) = problems(write(tmp_path, "order,tiem,sku\nA,1,milk\n"))
    assert "no column 'time'" in found.message
    assert found.suggestion == "tiem"
    (renamed,) = problems(write(tmp_path, "order,time,sku\nA,1,milk\n"), columns={"qty": "Quantity"})
    assert "no column 'Quantity'" in renamed.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("order,time,sku,sku\nA,1,milk,milk\n", "twice"),
        ("order,time,sku\nA,1,milk,7\n", "4 cells"),
        ("order,time,sku\nA,2026-06-15 08:00,milk\nB,5,milk\n", "minute 0"),
        ("order,time,sku\nA,2026-06-15 08:00 +08:00,milk\nB,2026-06-15 08:00,milk\n", "zone"),
    ],
)
def test_a_file_that_can_be_read_in_two_ways_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        read_orders(write(tmp_path, text), SKUS)


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    path.write_bytes(b"PAR1 not really")
    with pytest.raises(ConfigError, match="Parquet"):
        read_orders(path, SKUS)


def test_cancellations_are_errors_unless_they_are_to_be_skipped(tmp_path: Path) -> None:
    path = write(tmp_path, "order,time,sku,qty\nA,1,milk,2\nC1,2,unheard_of,-2\nB,3,milk,1\n")
    assert {one.line for one in problems(path)} == {3}
    found = read_orders(path, SKUS, start=START, cancellations="skip")
    assert found.names == ("A", "B")
    np.testing.assert_array_equal(found.skipped, [3])


def test_a_thousand_problems_are_enough(tmp_path: Path) -> None:
    path = write(tmp_path, "order,time,sku\n" + "A,1,unheard_of\n" * 3000)
    assert len(problems(path)) == 1000


rows = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(SKUS), st.integers(1, 9), st.sampled_from(["", "4.5", "7"])),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_reading_equals_collecting_one_row_at_a_time(
    tmp_path: Path, given_rows: list[tuple[int, str, int, str]]
) -> None:
    if not given_rows:
        return
    lines = [f"o{order},{order * 7 % 5},{sku},{qty},{price}" for order, sku, qty, price in given_rows]
    found = read_orders(write(tmp_path, "\n".join(["order,time,sku,qty,price", *lines])), SKUS)
    slow: dict[str, list[tuple[int, int, float, str]]] = {}
    for number, (order, sku, qty, price) in enumerate(given_rows, start=2):
        slow.setdefault(f"o{order}", []).append((number, SKUS.index(sku), float(qty), price))
    assert list(found.names) == sorted(slow, key=lambda name: (int(name[1:]) * 7 % 5, slow[name][0][0]))
    for place, name in enumerate(found.names):
        mine = found.order == place
        np.testing.assert_array_equal(found.line[mine], [row[0] for row in slow[name]])
        np.testing.assert_array_equal(found.sku[mine], [row[1] for row in slow[name]])
        np.testing.assert_array_equal(found.quantity[mine], [row[2] for row in slow[name]])
        np.testing.assert_array_equal(found.price[mine], [float(row[3] or "nan") for row in slow[name]])


def test_one_real_month_of_order_lines_is_read_whole(shared_data: Path, tmp_path: Path) -> None:
    """UCI Online Retail, March 2011, straight from Parquet: every line is an order line or a skipped one."""
    source, target = shared_data / "data" / "online_retail_uci.parquet", tmp_path / "march.parquet"
    with duckdb.connect() as db:
        db.execute(
            f"COPY (SELECT * FROM '{source}' WHERE InvoiceDate >= '2011-03-01' "
            f"AND InvoiceDate < '2011-04-01' AND UnitPrice >= 0) TO '{target}' (FORMAT parquet)"
        )
        skus = [row[0] for row in db.execute(f"SELECT DISTINCT StockCode FROM '{target}' ORDER BY 1").fetchall()]
        lines, units, cancelled = db.execute(
            f"SELECT count(*), sum(Quantity) FILTER (Quantity > 0), count(*) FILTER (Quantity < 0) FROM '{target}'"
        ).fetchone()  # type: ignore[misc]  # an aggregate always gives one row
    columns = {"order": "InvoiceNo", "time": "InvoiceDate", "sku": "StockCode", "qty": "Quantity", "price": "UnitPrice"}
    found = read_orders(target, skus, columns=columns, cancellations="skip")
    assert found.order.size + found.skipped.size == lines
    assert found.skipped.size == cancelled
    assert found.quantity.sum() == units
    assert np.all(np.diff(found.time) >= 0)
    assert found.time[0] == 0.0
    assert found.time[-1] < 31 * 1440


def world_with(folder: Path, orders: str) -> Path:
    """The shop of the command line's tests, with an order file."""
    shop = (Path(__file__).parents[1] / "cli" / "shop" / "shop.yaml").read_text(encoding="utf-8")
    (folder / "orders.csv").write_text(orders, encoding="utf-8")
    path = folder / "shop.yaml"
    path.write_text(shop + "recorded:\n  history: {file: orders.csv}\n", encoding="utf-8")
    return path


def test_loading_a_world_tells_every_wrong_cell_of_its_order_files_at_its_line(tmp_path):
    path = world_with(tmp_path, "order,time,sku,qty,community\na,0,laof,1,near\nb,5,loaf,x,near\nc,9,loaf,1,neer\n")
    with pytest.raises(ConfigError) as caught:
        load_world(path)
    reported = {(Path(one.file).name, one.line, one.path, one.suggestion) for one in caught.value.problems}
    assert reported == {
        ("orders.csv", 2, "sku", "loaf"),
        ("orders.csv", 3, "qty", ""),
        ("orders.csv", 4, "community", "near"),
    }


def test_a_start_that_is_no_date_is_reported_when_the_world_is_loaded(tmp_path):
    path = world_with(tmp_path, "order,time,sku\na,0,loaf\n")
    path.write_text(path.read_text(encoding="utf-8").replace("orders.csv}", "orders.csv, start: soon}"), "utf-8")
    with pytest.raises(ConfigError, match="takes a date and time"):
        load_world(path)


def test_a_file_is_read_once_until_it_changes(tmp_path):
    path = world_with(tmp_path, "order,time,sku\na,0,loaf\n")
    world = load_world(path)
    first = orders_of(world, world.recorded["history"])
    assert orders_of(world, world.recorded["history"]) is first
    (tmp_path / "orders.csv").write_text("order,time,sku\na,0,loaf\nb,1,loaf\n", encoding="utf-8")
    assert orders_of(world, world.recorded["history"]).time.tolist() == [0.0, 1.0]


def test_a_bad_cell_is_reported_once(tmp_path: Path) -> None:
    found = problems(write(tmp_path, "order,time,sku,qty,price\nA,1,milk,abc,.nan\nB,,milk,nan,x\n,2,,0,-1\n"))
    assert [(one.line, one.path, one.message) for one in found] == [
        (2, "qty", "is not a number"),
        (2, "price", "is not a number"),
        (3, "time", "is not a time"),
        (3, "qty", "is not a number"),
        (3, "price", "is not a number"),
        (4, "order", "the order has no name"),
        (4, "sku", "this line has no sku"),
        (4, "qty", "the quantity must be above 0"),
        (4, "price", "the price must not be below 0"),
    ]


def test_a_line_is_not_reported_for_differing_from_a_wrong_one(tmp_path: Path) -> None:
    text = "order,time,sku,community\nA,1,milk,estt\nA,1,milk,east\nB,1,milk,east\nB,1,milk,wst\n"
    found = problems(write(tmp_path, text), communities=("east", "west"))
    assert [(one.line, one.message) for one in found] == [(2, "unknown community"), (5, "unknown community")]


@pytest.mark.parametrize("name", ["orders.txt", "/etc/passwd", "orders"])
def test_recorded_orders_come_from_a_table_or_from_parquet(tmp_path, name):
    path = world_with(tmp_path, "order,time,sku\na,0,loaf\n")
    path.write_text(path.read_text(encoding="utf-8").replace("orders.csv}", f"{name}}}"), "utf-8")
    with pytest.raises(ConfigError, match=r"takes a table, a file that ends in .*\.parquet, \.pq; found") as caught:
        load_world(path)
    assert [one.path for one in caught.value.problems] == ["recorded.history.file"]


def test_a_file_with_other_columns_says_how_to_name_them(tmp_path: Path) -> None:
    path = write(tmp_path, "InvoiceNo,time,StockCode\nA,1,milk\n")
    assert [one.sentence for one in problems(path)] == [
        f"no column '{name}': say what the file calls it, `columns: {{{name}: ...}}`;"
        " found the columns InvoiceNo, time, StockCode"
        for name in ("order", "sku")
    ]


def test_a_folder_is_no_file_of_orders(tmp_path):
    path = world_with(tmp_path, "order,time,sku\na,0,loaf\n")
    (tmp_path / "orders.csv").unlink()
    (tmp_path / "orders.csv").mkdir()
    with pytest.raises(ConfigError, match=r"'orders\.csv' is a folder, a file is needed"):
        load_world(path)
