"""Figures from tables: put in place when a world is loaded, and told at their own line when they are wrong."""

from pathlib import Path

import pytest

from sim.errors import ConfigError
from sim.schema.load import load_world
from sim.schema.resolved import resolved
from sim.schema.world import World
from sim.shapes.daily import Daily

ROOT = Path(__file__).parents[2]
WEEK = "".join(f"{day},1.5,x\n" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


def load(folder: Path, table: str | bytes, line: str = "weekdays: {table: week.csv, column: factor}") -> World:
    shop = (ROOT / "tests/cli/shop/shop.yaml").read_text(encoding="utf-8")
    arrives = f"{{kind: daily, per_day: 200, {line}}}"
    old = "{kind: steady, rate: 200/d}"
    assert old in shop
    (folder / "shop.yaml").write_text(shop.replace(old, arrives), encoding="utf-8")
    (folder / "week.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    return load_world(folder / "shop.yaml")


def test_a_column_and_a_cell_become_the_figures_of_the_shape(tmp_path):
    line = "weekdays: {table: week.csv, column: factor}, holiday: {table: week.csv, row: tue, column: factor}"
    world = load(tmp_path, "# note\nday,factor,note\n" + WEEK.replace("tue,1.5", "tue,2"), line)
    shape = world.regular["everyday"].arrives
    assert isinstance(shape, Daily)
    assert shape.weekdays == [1.5, 2.0, 1.5, 1.5, 1.5, 1.5, 1.5]
    assert shape.holiday == 2.0
    assert resolved(world)["regular"]["everyday"]["arrives"]["weekdays"] == shape.weekdays


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ("tue,nan,x", 3, "takes a finite number of 0 or more; found 'nan'"),
        ("tue,.inf,x", 3, "takes a finite number of 0 or more"),
        ("tue,-1,x", 3, "takes a finite number of 0 or more; found '-1'"),
        ("tue,,x", 3, "takes a finite number of 0 or more"),
        ("tue", 3, "the row has 1 cells, the header has 3"),
    ],
)
def test_a_wrong_cell_is_reported_at_its_line_in_the_table(tmp_path, wrong, line, words):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "day,factor,note\n" + WEEK.replace("tue,1.5,x", wrong))
    (problem,) = caught.value.problems
    assert (Path(problem.file).name, problem.line) == ("week.csv", line)
    assert words in problem.sentence


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("weekdays: {table: weak.csv, column: factor}", "shop.yaml", "did you mean 'week.csv'"),
        ("weekdays: {table: week.csv, column: factro}", "shop.yaml", "did you mean 'factor'"),
        ("weekdays: {table: week.csv}", "shop.yaml", "`column` is missing"),
        ("weekdays: {table: week.csv, column: factor, sheet: 1}", "shop.yaml", "unknown key 'sheet'"),
        ("holiday: {table: week.csv, column: factor, row: tues}", "shop.yaml", "did you mean 'tue'"),
    ],
)
def test_a_table_that_is_not_there_is_reported_where_it_is_named(tmp_path, line, place, words):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "day,factor,note\n" + WEEK, line)
    (problem,) = caught.value.problems
    assert Path(problem.file).name == place and problem.line
    assert words in problem.sentence


def test_a_table_in_no_known_encoding_is_reported_with_its_line(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, b"day,factor,note\nmon,\xff\xff,x\n")
    (problem,) = caught.value.problems
    assert (Path(problem.file).name, problem.line) == ("week.csv", 2)


def test_the_holiday_of_the_everyday_line_is_the_measured_one():
    shape = load_world(ROOT / "configs/food.yaml").regular["everyday"].arrives
    assert isinstance(shape, Daily)
    assert shape.holiday == 1.1161


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/etc/passwd", "takes a table, a file that ends in .csv, .tsv, .xlsx, .xlsm; found '/etc/passwd'"),
        ("week.csv.gz", "takes a table"),
        ("week", "takes a table"),
        ("week.xls", ": save an old Excel file as .xlsx"),
        ("WEEK.CSV", "no file 'WEEK.CSV'"),
    ],
)
def test_only_a_file_that_says_it_is_a_table_is_opened(tmp_path, name, words):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "secret\n", f"weekdays: {{table: {name}, column: factor}}")
    (problem,) = caught.value.problems
    assert words in problem.sentence
    assert problem.path == "regular.everyday.arrives.weekdays.table"
    assert "secret" not in caught.value.render()
