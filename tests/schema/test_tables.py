"""Tables in CSV and XLSX: rows that fit, or every problem by row and column."""

import sys
import zipfile
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from sim.errors import ConfigError
from sim.schema import sheets
from sim.schema.reader import read_text
from sim.schema.tables import read_rows, read_table
from sim.units import Duration, Money


class Shop(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    households: int = Field(ge=1, description="households around", examples=[500])
    kind: Literal["premium", "ordinary"] = "ordinary"
    rent: Money = 0.0
    walk: Duration = 5.0


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


def told(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as failure:
        read_rows(path, Shop)
    return [one.render().removeprefix(str(path.parent) + "/").split("\n")[0] for one in failure.value.problems]


def test_a_row_becomes_an_object_and_an_empty_cell_the_default(tmp_path):
    path = csv(tmp_path, "name,households,kind,rent,walk\n丁香园,500,premium,1200.5,8min\n 42 , 300 ,,,\n\n")
    assert read_rows(path, Shop) == [
        Shop(name="丁香园", households=500, kind="premium", rent=1200.5, walk="8min"),
        Shop(name="42", households=300),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_excel_saves_in_china_is_read(tmp_path, encoding, separator):
    path = csv(
        tmp_path, separator.join(["name", "households"]) + "\r\n" + separator.join(["丁香园", "5"]) + "\r\n", encoding
    )
    assert read_rows(path, Shop) == [Shop(name="丁香园", households=5)]


def test_quotes_may_hold_separators_and_line_breaks(tmp_path):
    path = csv(tmp_path, 'name,households\n"a, ""b""\nc",5\nd,x\n')
    assert told(path) == ["shops.csv:4:3  row 4, households: takes a whole number; found 'x'"]


def test_every_problem_is_told_by_row_column_and_character(tmp_path):
    path = csv(tmp_path, "name,households,kind,walk\na,0,ordinary,5\nb,, premum,5min\nc,7\nd,8,,,x\n")
    assert told(path) == [
        "shops.csv:2:3  row 2, households: takes a number of at least 1; found '0'",
        "shops.csv:2:14  row 2, walk: takes a duration like 2h, 90min or 3d 12h; found '5' (a number needs its unit)",
        "shops.csv:3:3  row 3, households: this key is missing: households around, like 500",
        "shops.csv:3:5  row 3, kind: 'premum' is not one of premium, ordinary (did you mean 'premium'?)",
        "shops.csv:4  the row has 2 cells, the header has 4",
        "shops.csv:5  a cell stands outside the columns: 5 cells, 4 columns",
    ]


def test_the_header_is_checked_first_with_the_nearest_name(tmp_path):
    assert told(csv(tmp_path, "name,housholds,name,colour\na,1,b,c\n")) == [
        "shops.csv:1  the column 'households' is missing; found the columns name, housholds, colour",
        "shops.csv:1:6  unknown column 'housholds'; allowed: name, households, kind, rent, walk"
        " (did you mean 'households'?)",
        "shops.csv:1:16  the column 'name' is there twice",
        "shops.csv:1:21  unknown column 'colour'; allowed: name, households, kind, rent, walk",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the table is empty"),
        ("\n\n", "the table is empty"),
        ("name,households\n", "the table has a header and no rows"),
        ('name,households\n"a,1\n', "a quote is opened and not closed"),
        ("name,households\na,nan\n", "takes a whole number"),
        ("name,households\na\x00,1\n", "an invisible character (U+0000)"),
        ("name,households,rent\na,1,inf\n", "found 'inf'"),
        ("name,households,rent\na,1,-5\n", "found '-5'"),
    ],
)
def test_a_table_that_says_nothing_sensible_is_refused(tmp_path, text, said):
    assert said in told(csv(tmp_path, text))[0]


def test_bytes_in_no_known_encoding_are_named(tmp_path):
    path = tmp_path / "shops.csv"
    path.write_bytes(b"name,households\n\xff\xff,1\n")
    assert "shops.csv:2:1  the file is not UTF-8 text: byte 0xff" in told(path)[0]


def test_a_workbook_reads_like_the_csv_file(tmp_path):
    path = xlsx(
        tmp_path, [["name", "households", "rent"], ["丁香园", 500, 12.5], [42, 300.0, None], [None, None, None]]
    )
    assert read_rows(path, Shop) == [Shop(name="丁香园", households=500, rent=12.5), Shop(name="42", households=300)]


def test_a_workbooks_problems_say_row_and_column(tmp_path):
    path = xlsx(tmp_path, [["name", "households"], ["a", "many"], ["b", 0]])
    assert told(path) == [
        "shops.xlsx:2:2  row 2, households: takes a whole number; found 'many'",
        "shops.xlsx:3:2  row 3, households: takes a number of at least 1; found '0'",
    ]


def test_a_sheet_is_chosen_by_name(tmp_path):
    path = xlsx(tmp_path, [["name", "households"], ["a", 1]], title="门店")
    assert len(read_rows(path, Shop, sheet="门店")) == 1
    with pytest.raises(ConfigError, match="no sheet 'x'; allowed: 门店"):
        read_rows(path, Shop, sheet="x")


def test_a_missing_library_is_a_sentence_and_not_a_traceback(tmp_path, monkeypatch):
    path = xlsx(tmp_path, [["name", "households"], ["a", 1]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert "Excel tables need the library 'openpyxl': install it" in told(path)[0]


def test_a_damaged_or_old_workbook_is_refused(tmp_path):
    broken = tmp_path / "shops.xlsx"
    broken.write_bytes(b"PK\x03\x04 not really")
    assert "not a readable .xlsx workbook" in told(broken)[0]
    with zipfile.ZipFile(broken, "w") as package:
        package.writestr("[Content_Types].xml", "<broken")
    assert "not a readable .xlsx workbook" in told(broken)[0]
    (tmp_path / "shops.xls").write_bytes(b"\xd0\xcf")
    assert "save it as .xlsx or CSV" in told(tmp_path / "shops.xls")[0]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 100)
    assert "too large when unpacked" in told(xlsx(tmp_path, [["name", "households"], ["a", 1]]))[0]


def test_a_table_that_is_too_large_or_too_long_is_refused(tmp_path, monkeypatch):
    huge = tmp_path / "shops.csv"
    with huge.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    assert "too large; found 100.0 MB" in told(huge)[0]
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    assert "too many rows" in told(csv(tmp_path, "name,households\n" + "a,1\n" * 4))[0]


def test_a_thousand_problems_are_enough(tmp_path):
    path = csv(tmp_path, "name,households\n" + "a,x\n" * 3000)
    assert len(told(path)) == 1000


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
        read_rows(path, Shop)
    except ConfigError as error:
        assert error.render()
