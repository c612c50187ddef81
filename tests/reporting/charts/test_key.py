"""The key: entries in rows like words, in their colours."""

from hypothesis import given
from hypothesis import strategies as st

from sim.reporting.charts import key
from sim.reporting.charts.canvas import WIDTH, blank, fitted, ink, sheet, width_of
from sim.reporting.charts.palette import light

from .looking import patches, texts, where


@given(st.lists(st.text(alphabet="仓储配送物流abcdef ", min_size=1, max_size=30), min_size=1, max_size=12))
def test_entries_of_a_key_never_collide_and_never_leave_the_sheet(words: list[str]) -> None:
    spots = key.arranged(words)
    for word, (x, _) in zip(words, spots, strict=True):
        assert x + key.MARK + 4 + width_of(fitted(word, WIDTH - key.MARK - 4, 9.5), 9.5) <= WIDTH + 1e-6
    for (x0, y0), (x1, y1), word in zip(spots, spots[1:], words, strict=False):
        assert y1 > y0 or x1 >= x0 + key.MARK + 4 + width_of(fitted(word, WIDTH - key.MARK - 4, 9.5), 9.5)


def test_the_key_has_a_mark_in_its_colour_before_every_word():
    with ink():
        figure = sheet(40)
        key.draw(blank(figure), ["labour", "delivery"], ["kind0", "kind1"])
    assert texts(figure) == ["labour", "delivery"]
    assert [colour for *_, colour in patches(figure)] == [light("kind0"), light("kind1")]
    assert patches(figure)[0][0] == 0
    assert where(figure, "labour")[0] == key.MARK + 4
    assert patches(figure)[1][0] > width_of("labour", 9.5)


def test_a_key_without_entries_takes_no_room_and_a_long_one_takes_rows():
    assert key.height([]) == 0
    assert key.height(["a"]) == key.ROW
    assert key.height(["a rather long word"] * 6) > key.ROW
