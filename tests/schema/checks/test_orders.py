"""Files of recorded orders: what is wrong in them is told in them, at their line."""

from sim.schema.checks.orders import check, never_played
from tests.schema.checks.drafts import draft_of, reported

PEOPLE = "communities: {river: {at: [0, 0]}}\n"


def world(file, more: str = "") -> str:
    return f"recorded:\n  past: {{file: {file}}}\n{PEOPLE}{more}"


def test_a_file_that_can_be_played_is_right(tmp_path):
    (tmp_path / "orders.csv").write_text("order,time,sku,qty\n1,0,thing,2\n2,1.5,thing,1\n", encoding="utf-8")
    assert reported(check, world(tmp_path / "orders.csv")) == []


def test_a_wrong_name_is_reported_at_its_line_of_the_file(tmp_path):
    (tmp_path / "orders.csv").write_text("order,time,sku,qty\n1,0,thing,2\n2,1,thin,1\n", encoding="utf-8")
    (message,) = reported(check, world(tmp_path / "orders.csv"))
    assert message.startswith(f"{tmp_path}/orders.csv:3")
    assert "did you mean 'thing'" in message


def test_every_file_is_read_and_an_empty_one_is_reported_where_it_is_named(tmp_path):
    (tmp_path / "none.csv").write_text("order,time,sku,qty\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("order,time,sku,qty\n1,soon,thing,2\n", encoding="utf-8")
    text = (
        world(tmp_path / "none.csv")
        .replace("past", "past")
        .replace(PEOPLE, f"  more: {{file: {tmp_path / 'bad.csv'}}}\n{PEOPLE}")
    )
    empty, wrong = reported(check, text)
    assert empty == "w.yaml:2:16 recorded.past.file: the file holds no order"
    assert wrong.startswith(f"{tmp_path}/bad.csv:2")


def test_a_file_that_is_not_there_is_reported_elsewhere(tmp_path):
    assert list(check(draft_of(world(tmp_path / "gone.csv"), ["recorded.past.file"]))) == []


def test_no_name_in_a_file_is_called_unknown_while_the_world_is_not_understood(tmp_path):
    (tmp_path / "orders.csv").write_text("order,time,sku,qty\n1,0,cake,2\n", encoding="utf-8")
    for more in (
        "",
        "shows: {s: {start: d1, orders: -1, products: {thing: 1}}}",
        "products: {cake: {price: x}, thing: {price: 1}}",
    ):
        assert len(reported(check, world(tmp_path / "orders.csv", more))) == (0 if more else 1)


def test_orders_outside_the_run_are_counted_for_a_warning(tmp_path):
    (tmp_path / "orders.csv").write_text("order,time,sku\n1,-5,thing\n2,0,thing\n3,4320,thing\n4,9999,thing\n", "utf-8")
    (message,) = reported(never_played, world(tmp_path / "orders.csv"))
    assert "of 4 orders 1 come before the run begins, 2 after it has ended: they are not played" in message
    (tmp_path / "orders.csv").write_text("order,time,sku\n1,0,thing\n2,4319,thing\n", "utf-8")
    assert reported(never_played, world(tmp_path / "orders.csv")) == []
