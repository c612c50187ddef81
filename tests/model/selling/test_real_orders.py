"""A month of real orders (UCI Online Retail) goes through a network, and every line of the file is accounted for."""

from collections import Counter

import numpy as np
import pytest

from sim.model.simulate import simulate
from sim.state.ledger import Kind, Status
from tests.model.small import world

MONTH = "InvoiceDate >= '2011-06-01' AND InvoiceDate < '2011-07-01'"
COLUMNS = {"order": "InvoiceNo", "sku": "StockCode", "qty": "Quantity", "time": "InvoiceDate", "price": "UnitPrice"}


@pytest.fixture(scope="module")
def month(shared_data, tmp_path_factory):
    """The month's rows as a file of their own, and the same rows as arrays."""
    duckdb = pytest.importorskip("duckdb")
    source = shared_data / "data" / "online_retail_uci.parquet"
    if not source.is_file():
        pytest.skip(f"needs {source.name} in the shared data")
    path = tmp_path_factory.mktemp("uci") / "june.parquet"
    # names of products take letters, digits, _ and -
    rows = f"""
        SELECT InvoiceNo, regexp_replace(StockCode, '[^A-Za-z0-9_-]', '_', 'g') AS StockCode, Quantity, InvoiceDate,
               UnitPrice
        FROM '{source}' WHERE {MONTH}
    """
    duckdb.sql(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    return path, duckdb.sql(f"SELECT * FROM '{path}'").fetchnumpy()


@pytest.fixture(scope="module")
def played(month):
    """The month, played: a DC with a little of everything behind one shop; customers wait two days on average."""
    path, rows = month
    codes = sorted(set(rows["StockCode"].tolist()))
    made = world(
        products={code: {"price": 1, "cost": 0.5, "bought_from": "importer"} for code in codes},
        suppliers={"importer": {"lead": {"lognormal": {"mean": "3d", "cv": 0.5}}, "capacity": "150/d"}},
        sites={
            "dc": {"kind": "dc", "opening": dict.fromkeys(codes, 60)},
            "shop": {
                "kind": "micro_warehouse",
                "opening": dict.fromkeys(codes, 12),
                "stations": {"pack": {"servers": 4, "takes": "3min", "per_unit": "1s"}},
            },
        },
        lanes=[{"from": "dc", "to": "shop", "departs": ["06:00"], "takes": "2h", "vehicle": {"holds": 20000}}],
        communities={"all": {"delivered_from": "shop"}},
        replenishment=[
            {"at": "shop", "policy": {"kind": "on_demand", "review": "1d", "first_review": "5h"}},
            {"at": "dc", "policy": {"kind": "order_up_to", "order_up_to": 90, "review": "1d"}},
        ],
        recorded={
            "online": {
                "file": str(path),
                "start": "2011-06-01 00:00",
                "columns": COLUMNS,
                "cancellations": "skip",
                "patience": {"exponential": {"mean": "2d"}},
            }
        },
        horizon="34d",
    )
    return simulate(made, None, seed=1)


def test_every_line_of_the_file_is_in_the_record_once(month, played):
    _, rows = month
    sold = rows["Quantity"] > 0
    names = np.array(played.names["sku"])
    lines = played.lines
    mine = (played.orders["kind"] == Kind.CUSTOMER)[lines["order"]]
    theirs = Counter(zip(rows["StockCode"][sold].tolist(), rows["Quantity"][sold].tolist(), strict=True))
    ours = Counter(zip(names[lines["sku"][mine]].tolist(), lines["qty"][mine].astype(int).tolist(), strict=True))
    assert ours == theirs
    assert (played.orders["kind"] == Kind.CUSTOMER).sum() == len(set(rows["InvoiceNo"][sold].tolist()))
    worth = (rows["Quantity"][sold] * rows["UnitPrice"][sold].astype(float)).sum()
    assert played.orders["value"][played.orders["kind"] == Kind.CUSTOMER].sum() == pytest.approx(worth)


def test_every_line_is_delivered_still_waited_for_or_cancelled(month, played):
    orders, lines = played.orders, played.lines
    mine = (orders["kind"] == Kind.CUSTOMER)[lines["order"]]
    status = orders["status"][lines["order"]]
    delivered = mine & (status == Status.DELIVERED)
    cancelled = mine & (status == Status.CANCELLED)
    waiting = mine & (status < Status.DELIVERED)
    assert delivered.sum() + cancelled.sum() + waiting.sum() == mine.sum() == (month[1]["Quantity"] > 0).sum()
    assert min(delivered.sum(), cancelled.sum(), waiting.sum()) > 0
    picked = np.bincount(played.picks["line"], played.picks["qty"], played.rows("lines"))
    np.testing.assert_allclose(picked[delivered], lines["qty"][delivered])
    np.testing.assert_allclose(picked[cancelled], 0, atol=1e-9)
    assert (picked[waiting] <= lines["qty"][waiting] + 1e-9).all()
    assert (picked[waiting] < lines["qty"][waiting] - 1e-9).any()


def test_nobody_is_served_before_he_ordered_or_after_he_left(played):
    orders = played.orders
    mine = orders["kind"] == Kind.CUSTOMER
    for earlier, later in (
        ("placed", "allocated"),
        ("allocated", "ready"),
        ("ready", "delivered"),
        ("placed", "cancelled"),
    ):
        both = mine & np.isfinite(orders[earlier]) & np.isfinite(orders[later])
        assert (orders[earlier][both] <= orders[later][both]).all()
    assert not (np.isfinite(orders["delivered"]) & np.isfinite(orders["cancelled"]) & mine).any()
