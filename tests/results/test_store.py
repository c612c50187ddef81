"""A record on disk comes back as it was, byte for byte the same each time, whole or not at all."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.results import store
from sim.results.record import Record, RecordError
from sim.results.store import read_record, write_record

from .samples import NAMES, assert_same, sample


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_is_written_is_read_back_with_types_gaps_and_text(tmp_path):
    record = sample(plan=None, targets={"fulfilment_rate": {"green": 0.95}})
    write_record(record, tmp_path / "deep" / "0000")
    assert_same(read_record(tmp_path / "deep" / "0000"), record)


def test_an_empty_record_is_read_back_empty_with_its_types(tmp_path):
    record = Record.of({}, {}, 5.0)
    write_record(record, tmp_path / "r")
    assert_same(read_record(tmp_path / "r"), record)


def test_keys_beyond_the_signed_range_and_infinite_expiry_survive(tmp_path):
    record = sample()
    record.orders["key"][0] = np.uint64(2**64 - 1)
    write_record(record, tmp_path / "r")
    again = read_record(tmp_path / "r")
    assert again.orders["key"][0] == np.uint64(2**64 - 1)
    assert np.isinf(again.lots["expires"]).all()


def test_rows_keep_their_order_across_row_groups(tmp_path):
    record = sample(rows=150_000)
    write_record(record, tmp_path / "r")
    np.testing.assert_array_equal(read_record(tmp_path / "r", ["orders"]).orders["key"], record.orders["key"])


def test_only_the_tables_asked_for_are_read(tmp_path):
    write_record(sample(), tmp_path / "r")
    (tmp_path / "r" / "moves.parquet").unlink()
    record = read_record(tmp_path / "r", ["orders"])
    assert record.rows("orders") == 50
    assert record.rows("moves") == 0


def test_equal_records_are_byte_identical_on_disk(tmp_path):
    write_record(sample(seed=3), tmp_path / "a")
    write_record(sample(seed=3), tmp_path / "b")
    write_record(sample(seed=4), tmp_path / "c")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "a")["orders.parquet"] != contents(tmp_path / "c")["orders.parquet"]


def test_another_process_writes_the_same_bytes(tmp_path):
    write_record(sample(seed=3), tmp_path / "a")
    code = "import sys; from pathlib import Path; from tests.results.samples import sample;"
    code += "from sim.results.store import write_record; write_record(sample(seed=3), Path(sys.argv[1]))"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "b")], check=True, cwd=root)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_writing_again_replaces_and_leaves_nothing_else_behind(tmp_path):
    write_record(sample(seed=1), tmp_path / "r")
    write_record(sample(seed=2), tmp_path / "r")
    assert_same(read_record(tmp_path / "r"), sample(seed=2))
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_a_write_that_fails_leaves_the_old_record_whole(tmp_path, monkeypatch):
    write_record(sample(seed=1), tmp_path / "r")

    def disk_full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(store, "write_text", disk_full)
    with pytest.raises(OSError, match="disk full"):
        write_record(sample(seed=2), tmp_path / "r")
    assert_same(read_record(tmp_path / "r"), sample(seed=1))
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_an_incomplete_record_is_not_written(tmp_path):
    tables = {name: columns for name, columns in sample().tables.items() if name != "cash"}
    with pytest.raises(RecordError, match="'cash' is missing"):
        write_record(Record(tables, NAMES, 1.0), tmp_path / "r")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_a_quote_in_its_name_is_no_problem(tmp_path):
    write_record(sample(), tmp_path / "it's")
    assert_same(read_record(tmp_path / "it's"), sample())


def test_importing_the_room_loads_neither_pandas_nor_duckdb():
    code = "import sys, sim.results.folder, sim.results.frames, sim.results.index;"
    code += "sys.exit(bool({'pandas', 'duckdb', 'simpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_writing_and_reading_need_no_pandas(tmp_path):
    code = "import sys; sys.modules['pandas'] = None; sys.modules['pyarrow'] = None; from pathlib import Path;"
    code += "from tests.results.samples import sample; from sim.results.store import read_record, write_record;"
    code += "write_record(sample(), Path(sys.argv[1])); read_record(Path(sys.argv[1]))"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "b")], check=True, cwd=root)
