"""Cost against fulfilment: who is efficient is full and joined, shares end at 100 %."""

from sim.reporting.charts.pareto import pareto

from .looking import drawn, texts

SPOTS = {"a": (20.0, 0.99), "b": (21.0, 1.0), "c": (22.0, 0.98)}


def test_every_policy_is_named_and_the_efficient_ones_are_joined():
    figure = drawn(pareto, "here", SPOTS, frozenset({"a", "b"}), "cost")
    assert {"here", "a", "b", "c"} <= set(texts(figure))
    (front, *dots) = figure.axes[0].lines
    dots = dots[: len(SPOTS)]
    assert front.get_xydata().tolist() == [[20.0, 0.99], [21.0, 1.0]]
    fills = [dot.get_markerfacecolor() for dot in dots]
    assert fills[0] == fills[1] != fills[2]


def test_no_tick_stands_above_a_hundred_per_cent():
    figure = drawn(pareto, "here", SPOTS, frozenset({"a"}), "cost")
    said = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert all(float(text) <= 100 for text in said if text)


def test_one_policy_alone_has_room_around_it():
    figure = drawn(pareto, "here", {"a": (20.0, 0.9)}, frozenset({"a"}), "cost")
    low, high = figure.axes[0].get_xlim()
    assert low < 20.0 < high


def test_a_label_that_had_to_step_aside_is_joined_to_its_dot():
    crowd = {f"policy {number}": (20.0 + number / 100, 0.99) for number in range(6)}
    figure = drawn(pareto, "here", crowd | {"far": (25.0, 0.90)}, frozenset(), "cost")
    leads = [line.get_xydata() for line in figure.axes[0].lines if len(line.get_xydata()) == 2]
    assert leads
    dots = {tuple(spot) for spot in crowd.values()}
    assert {tuple(lead[0]) for lead in leads} <= dots
    alone = drawn(pareto, "here", {"a": (20.0, 0.9), "b": (25.0, 0.99)}, frozenset(), "cost")
    assert all(len(line.get_xydata()) == 1 for line in alone.axes[0].lines)
