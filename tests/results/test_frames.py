"""Tables as DataFrames: names instead of codes, dates instead of minutes."""

import numpy as np
import pandas as pd

from sim.results.frames import frame, orders_frame
from sim.results.record import Record
from sim.state.ledger import VOID
from sim.state.stock import Elsewhere, Quality, Why

from .samples import sample


def test_codes_become_names_and_a_missing_code_stays_missing():
    record = sample()
    record.orders["community"][:3] = [-1, 0, 2]
    orders = orders_frame(record)
    assert orders["community"].isna().tolist()[:3] == [True, False, False]
    assert orders["community"].tolist()[1:3] == ["甲", "丙"]
    assert set(orders["status"]) <= {"placed", "paid", "released"}
    assert orders["kind"].iloc[0] == ["customer", "replenishment", "exchange"][record.orders["kind"][0]]
    assert orders.index.name == "order"


def test_every_column_of_an_enumeration_reads_as_its_words():
    record = sample()
    record.lots["quality"][:2] = [Quality.GOOD, Quality.QUARANTINED]
    record.moves["why"][:2] = [Why.PUT_BACK, Why.SENT_BACK]
    record.orders["kind"][0] = VOID
    assert frame(record, "lots")["quality"].tolist()[:2] == ["good", "quarantined"]
    assert frame(record, "moves")["why"].tolist()[:2] == ["put_back", "sent_back"]
    assert frame(record, "orders")["kind"].isna().iloc[0]


def test_a_place_is_a_site_or_lies_outside():
    record = sample()
    record.moves["source"][:3] = [Elsewhere.SUPPLIER, Elsewhere.TRANSIT, 1]
    assert frame(record, "moves")["source"].tolist()[:3] == ["supplier", "transit", "乙"]


def test_minutes_become_dates_in_the_zone_of_the_start_and_nan_becomes_nat():
    record = sample()
    record.orders["placed"][:2] = [90.5, np.nan]
    orders = orders_frame(record)
    assert orders["placed"].iloc[0] == pd.Timestamp("2026-06-15 01:30:30+08:00")
    assert orders["placed"].isna().iloc[1]
    assert orders["units"].dtype == np.float64


def test_minutes_stay_minutes_without_a_start_or_on_request():
    record = sample()
    bare = Record(record.tables, record.names, record.horizon, {})
    for orders in (orders_frame(bare), orders_frame(record, dates=False)):
        np.testing.assert_array_equal(orders["placed"].to_numpy(), record.orders["placed"])


def test_every_table_has_a_frame_with_its_rows():
    record = sample()
    for table in record.tables:
        assert len(frame(record, table)) == 50
        assert len(frame(Record.of({}, {}, 1.0, {"start": "2026-06-15T00:00:00+08:00"}), table)) == 0
