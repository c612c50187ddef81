"""Tables in CSV and XLSX: what stands in the cells, or every problem by row and column."""

import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ConfigError
from sim.schema import sheets
from sim.schema.reader import read_text
from sim.schema.tables import read_table


def shops(path: Path, sheet: str | None = None) -> list[dict[str, object]]:
    return read_table(path, ["name", "households"], ["kind", "rent", "walk"], texts=["name"], sheet=sheet).tree


def csv(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "shops.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx(tmp_path: Path, rows: list[list[object]], title: str = "shops") -> Path:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    path = tmp_path / "shops.xlsx"
    book.save(path)
    return path


def reported(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as failure:
        shops(path)
    return [one.render().removeprefix(str(path.parent) + "/").split("\n")[0] for one in failure.value.problems]


def test_a_row_becomes_values_by_column_and_an_empty_cell_none_at_all(tmp_path):
    path = csv(tmp_path, "name,households,kind,rent,walk\n丁香园,500,premium,1200.5,8min\n 42 , 300 ,,,\n\n")
    assert shops(path) == [
        {"name": "丁香园", "households": 500, "kind": "premium", "rent": 1200.5, "walk": "8min"},
        {"name": "42", "households": 300},
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_excel_saves_in_china_is_read(tmp_path, encoding, separator):
    path = csv(
        tmp_path, separator.join(["name", "households"]) + "\r\n" + separator.join(["丁香园", "5"]) + "\r\n", encoding
    )
    assert shops(path) == [{"name": "丁香园", "households": 5}]


def test_quotes_may_hold_separators_and_line_breaks(tmp_path):
    path = csv(tmp_path, 'name,households\n"a, ""b""\nc",5\nd,.nan\n')
    assert reported(path) == ["shops.csv:4:3  row 4, households: takes a finite number; found .nan"]


def test_every_problem_is_reported_by_row_column_and_character(tmp_path):
    path = csv(tmp_path, "name,households,kind,rent\na,.inf,ordinary,.nan\nb,,,5\nc,7\nd,8,,,x\n")
    assert reported(path) == [
        "shops.csv:2:3  row 2, households: takes a finite number; found .inf",
        "shops.csv:2:17  row 2, rent: takes a finite number; found .nan",
        "shops.csv:3:3  row 3, households: this cell is empty",
        "shops.csv:4  the row has 2 cells, the header has 4",
        "shops.csv:5  a cell stands outside the columns: 5 cells, 4 columns",
    ]


def test_the_header_is_checked_first_with_the_nearest_name(tmp_path):
    assert reported(csv(tmp_path, "name,housholds,name,colour\na,1,b,c\n")) == [
        "shops.csv:1  the column 'households' is missing; found the columns name, housholds, colour",
        "shops.csv:1:6  unknown column 'housholds'; allowed: name, households, kind, rent, walk"
        " (did you mean 'households'?)",
        "shops.csv:1:16  the column 'name' is there twice",
        "shops.csv:1:21  unknown column 'colour'; allowed: name, households, kind, rent, walk",
    ]


def test_a_file_that_is_no_such_table_is_not_shown(tmp_path):
    path = csv(tmp_path, "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1\n")
    assert reported(path) == [
        "shops.csv:1  this is no such table: its first line has none of the columns; allowed: name, households, kind,"
        " rent, walk"
    ]
    with pytest.raises(ConfigError) as failure:
        shops(path)
    assert "root" not in failure.value.render().replace(str(tmp_path), "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the table is empty"),
        ("\n\n", "the table is empty"),
        ("name,households\n", "the table has a header and no rows"),
        ('name,households\n"a,1\n', "a quote is opened and not closed"),
        ("name,households\na,-.inf\n", "takes a finite number"),
        ("name,households\na\x00,1\n", "an invisible character (U+0000)"),
    ],
)
def test_a_table_that_says_nothing_sensible_is_refused(tmp_path, text, message):
    assert message in reported(csv(tmp_path, text))[0]


def test_bytes_in_no_known_encoding_are_named(tmp_path):
    path = tmp_path / "shops.csv"
    path.write_bytes(b"name,households\n\xff\xff,1\n")
    assert "shops.csv:2:1  the file is not UTF-8 text: byte 0xff" in reported(path)[0]


def test_a_workbook_reads_like_the_csv_file(tmp_path):
    path = xlsx(
        tmp_path, [["name", "households", "rent"], ["丁香园", 500, 12.5], [42, 300.0, None], [None, None, None]]
    )
    assert shops(path) == [{"name": "丁香园", "households": 500, "rent": 12.5}, {"name": "42", "households": 300}]


def test_a_workbooks_problems_say_row_and_column(tmp_path):
    path = xlsx(tmp_path, [["name", "households"], ["a", ".nan"], ["b", None]])
    assert reported(path) == [
        "shops.xlsx:2:2  row 2, households: takes a finite number; found .nan",
        "shops.xlsx:3:2  row 3, households: this cell is empty",
    ]


def test_a_sheet_is_chosen_by_name(tmp_path):
    path = xlsx(tmp_path, [["name", "households"], ["a", 1]], title="门店")
    assert len(shops(path, sheet="门店")) == 1
    with pytest.raises(ConfigError, match="no sheet 'x'; allowed: 门店"):
        shops(path, sheet="x")


def test_a_missing_library_is_a_sentence_and_not_a_traceback(tmp_path, monkeypatch):
    path = xlsx(tmp_path, [["name", "households"], ["a", 1]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert "Excel tables need the library 'openpyxl': install it" in reported(path)[0]


def test_a_damaged_or_old_workbook_is_refused(tmp_path):
    broken = tmp_path / "shops.xlsx"
    broken.write_bytes(b"PK\x03\x04 not really")
    assert "not a readable .xlsx workbook" in reported(broken)[0]
    with zipfile.ZipFile(broken, "w") as package:
        package.writestr("[Content_Types].xml", "<broken")
    assert "not a readable .xlsx workbook" in reported(broken)[0]
    (tmp_path / "shops.xls").write_bytes(b"\xd0\xcf")
    assert "save it as .xlsx or CSV" in reported(tmp_path / "shops.xls")[0]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 100)
    assert "too large when unpacked" in reported(xlsx(tmp_path, [["name", "households"], ["a", 1]]))[0]


def test_a_table_that_is_too_large_or_too_long_is_refused(tmp_path, monkeypatch):
    huge = tmp_path / "shops.csv"
    with huge.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    assert "too large; found 100.0 MB" in reported(huge)[0]
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    assert "too many rows" in reported(csv(tmp_path, "name,households\n" + "a,1\n" * 4))[0]


def test_a_thousand_problems_are_enough(tmp_path):
    path = csv(tmp_path, "name,households\n" + "a,.nan\n" * 3000)
    assert len(reported(path)) == 1000


def test_a_table_can_be_grafted_into_a_configuration(tmp_path):
    path = csv(tmp_path, "sku,units,cold\n0022,5,true\nA1,2.5,\n")
    table = read_table(path, ["sku", "units"], ["cold"], texts=["sku"])
    assert table.tree == [{"sku": "0022", "units": 5, "cold": True}, {"sku": "A1", "units": 2.5}]
    document = read_text("stock: {table: shops.csv}\n", "w.yaml").graft(("stock",), table)
    assert document.tree == {"stock": table.tree}
    mark = document.mark(("stock", 1, "units"))
    assert (Path(mark.file).name, mark.line, mark.column) == ("shops.csv", 3, 4)


def test_a_table_to_be_grafted_wants_its_required_cells(tmp_path):
    with pytest.raises(ConfigError, match=r"(?s)row 2, units: this cell is empty.*row 3, units: takes a finite number"):
        read_table(csv(tmp_path, "sku,units\na,\nb,.nan\n"), ["sku", "units"])


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore")))
@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_arbitrary_bytes_give_rows_or_a_config_error(tmp_path_factory, name, data):
    path = tmp_path_factory.mktemp("table") / name
    path.write_bytes(b"name,households\n" + data if name == "x.csv" else data)
    try:
        shops(path)
    except ConfigError as error:
        assert error.render()
