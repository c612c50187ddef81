"""A view shows what a site knows: it cannot be written to, finds out only what is looked at, and can be cut."""

import numpy as np
import pytest

from sim.policies.days import DayBook, ShowNotice
from sim.policies.view import StockView, frozen


def test_an_array_of_a_view_cannot_be_written_to_nor_be_made_writeable():
    source = np.array([1.0, 2.0])
    closed = frozen(source)
    with pytest.raises(ValueError, match="read-only"):
        closed[0] = 9
    with pytest.raises(ValueError, match="WRITEABLE"):
        closed.flags.writeable = True
    source[0] = 7
    assert closed.tolist() == [1, 2]
    assert frozen(np.arange(6.0).reshape(2, 3)).shape == (2, 3)


def test_what_costs_something_is_found_out_at_the_first_look_and_once():
    looks = []
    view = StockView.of([5.0], usage=None)
    costly = StockView("dc", ("a",), *[view.on_hand] * 3, usage=lambda: looks.append("usage") or np.ones((1, 2)))
    assert costly.position.tolist() == [5]
    assert looks == []
    assert costly.usage.tolist() == costly.usage.tolist() == [[1, 1]]
    assert looks == ["usage"]


def test_what_nobody_says_is_nothing():
    view = StockView.of([5.0, 6.0])
    assert view.asked.tolist() == view.coming.tolist() == [0, 0]
    assert view.neighbours == ()
    assert dict(view.bom) == {}
    assert view.days.shows == ()
    assert view.usage.shape == (2, 0)
    with pytest.raises(TypeError, match="usage"):
        StockView("dc", ("a",), view.on_hand, view.on_hand, view.backlog)


def test_a_view_of_another_instant_shows_the_same_items_anew():
    looks = []
    nothing = np.zeros(2)
    blank = StockView("dc", ("a", "b"), nothing, nothing, nothing, lambda: looks.append("usage") or nothing, bom={})
    levels = np.array([[5.0, 6.0], [1.0, 2.0], [0.0, 9.0]])
    view = blank.at(7.0, levels, asked=lambda: np.ones(2))
    levels[:] = -1
    assert (view.site, view.items, view.as_of) == ("dc", ("a", "b"), 7.0)
    assert view.position.tolist() == [6, -1]
    assert view.asked.tolist() == [1, 1]
    assert looks == []
    assert blank.position.tolist() == blank.asked.tolist() == [0, 0]
    for column in (view.on_hand, view.on_order, view.backlog):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 9
        with pytest.raises(ValueError, match="WRITEABLE"):
            column.flags.writeable = True


def test_two_views_from_one_blank_find_out_each_for_itself():
    count = iter(range(9))
    blank = StockView("dc", ("a",), *[np.zeros(1)] * 3, usage=lambda: np.array([[float(next(count))]]))
    first, second = (blank.at(at, np.zeros((3, 1))) for at in (1.0, 2.0))
    assert first.usage.tolist() == first.usage.tolist() == [[0]]
    assert second.usage.tolist() == [[1]]


def test_a_view_of_some_items_shows_the_same_of_them():
    other = StockView.of([1, 2, 3])
    view = StockView.of(
        [5, 6, 7], [1, 2, 3], [0, 1, 0], usage=np.arange(6).reshape(3, 2), grades=("A", "B", "C"), neighbours=(other,)
    )
    part = view.only(np.array([2, 0]))
    assert part.items == ("c", "a")
    assert part.grades == ("C", "A")
    assert part.position.tolist() == view.position[[2, 0]].tolist()
    assert part.usage.tolist() == [[4, 5], [0, 1]]
    assert part.neighbours[0].on_hand.tolist() == [3, 1]
    assert view.items == ("a", "b", "c")
    with pytest.raises(ValueError, match="read-only"):
        part.usage[0] = 1


SHOW = ShowNotice("gala", 2 * 1440 + 1200.0, 2 * 1440 + 1320.0, "head", {"b": 300.0})


def test_a_day_book_knows_weekdays_marks_and_announced_shows():
    book = DayBook(shows=(SHOW,), marks={"rain": np.array([0.0, 2.0, 0.0])})
    assert book.weekdays(0, 8).tolist() == [0, 1, 2, 3, 4, 5, 6, 0]
    assert book.weekdays(-2, 3).tolist() == [5, 6, 0]
    assert book.mark("rain", -1, 6).tolist() == [0, 0, 2, 0, 0, 0]
    assert book.mark("heat", 0, 2).tolist() == [0, 0]
    assert book.show_units(("a", "b"), 1, 3).tolist() == [[0, 0, 0], [0, 300, 0]]
    assert [show.name for show in book.on_air("b", 0, SHOW.start)] == ["gala"]
    assert book.on_air("b", SHOW.end + 1, 1e9) == book.on_air("a", 0, 1e9) == book.on_air("b", 0, 100) == []
