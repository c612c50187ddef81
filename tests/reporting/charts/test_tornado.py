"""A tornado: a bar a setting around zero, the first on top, at most ten."""

from sim.reporting.charts.tornado import TornadoBar, tornado

from .looking import drawn, patches, texts


def test_each_setting_is_a_bar_to_both_sides_in_two_colours():
    figure = drawn(tornado, "rate", [TornadoBar("a", -5.0, 2.0), TornadoBar("b", 1.0, -1.0)], "points")
    (left, _, width, pale), (_, _, longer, dark), *_ = patches(figure)
    assert (left, width, longer) == (0.0, -5.0, 2.0)
    assert pale != dark
    assert "rate" in texts(figure)
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["a", "b"]
    assert figure.axes[0].yaxis_inverted()


def test_of_two_ends_on_one_side_both_are_seen():
    figure = drawn(tornado, "rate", [TornadoBar("a", 2.0, 5.0), TornadoBar("b", 5.0, 2.0)], "points")
    widths = [box[2] for box in patches(figure)]
    assert widths == [5.0, 2.0, 5.0, 2.0]  # the longer one first, so that the shorter lies on top


def test_more_than_ten_settings_are_too_many_to_read():
    figure = drawn(tornado, "rate", [TornadoBar(f"s{number}", -1.0, 1.0) for number in range(14)], "points")
    assert len(figure.axes[0].get_yticks()) == 10
