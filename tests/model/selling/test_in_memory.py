"""Recorded orders that are in memory already are played like those of a file."""

import numpy as np
import pytest

from sim.model.simulate import simulate
from sim.schema.orders import in_memory, read_orders
from tests.model.small import world

PARTS = {
    "horizon": "10h",
    "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
    "communities": {"east": {"delivered_from": "shop"}, "west": {"delivered_from": "shop"}},
}


def test_a_file_and_the_same_orders_in_memory_give_the_same_ledger(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text("order,time,sku,qty,community\na,0,loaf,2,west\nb,30,loaf,1,east\nc,700,loaf,1,east\n")
    here = world(**PARTS, recorded={"orders": {"file": str(file)}})
    held = in_memory(np.array([0.0, 30.0, 700.0]), quantity=np.array([2.0, 1.0, 1.0]), community=np.array([1, 0, 0]))
    read = read_orders(file, ["loaf"], ["east", "west"])
    assert read.time.tolist() == held.time.tolist()
    from_file, from_memory = simulate(here), simulate(here, recorded={"orders": held})
    for column in ("placed", "community", "units", "value", "delivered", "key"):
        assert np.array_equal(from_file.orders[column], from_memory.orders[column], equal_nan=True), column


def test_orders_out_of_sequence_are_refused():
    with pytest.raises(ValueError, match="sorted by time"):
        in_memory(np.array([2.0, 1.0]))
