"""Levers come back by themselves, holds stack in any order, and whoever depends on one is told before and after."""

import math
from contextlib import ExitStack
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from sim.state.levers import LEVERS, LeverName, Levers

HOLDS = st.tuples(
    st.sampled_from(["a", "b"]), st.sampled_from([0.0, 0.4, 2.0, 6.0]), st.sampled_from(["halt", "drain", "lose"])
)


@given(st.lists(HOLDS, max_size=8), st.randoms(use_true_random=False))
def test_holds_stack_and_may_end_in_any_order(holds, chance):
    levers = Levers()
    open_holds = []
    for place, factor, running in holds:
        stack = ExitStack()
        stack.enter_context(levers.hold("line", (place,), factor, running))
        open_holds.append((stack, place, factor, running))
    chance.shuffle(open_holds)
    while open_holds:
        for place in "ab":
            here = [(factor, running) for _, at, factor, running in open_holds if at == place]
            assert levers.value("line", place) == pytest.approx(math.prod(factor for factor, _ in here))
            stops = {running for factor, running in here if factor == 0}
            assert levers.running("line", place) == min(stops, key="lose halt drain".index, default="drain")
        both = math.prod(factor for _, _, factor, _ in open_holds)
        assert levers.value("line", "a", "b") == pytest.approx(both)
        open_holds.pop()[0].close()
    assert levers.value("line", "a", "b") == 1


def test_a_place_that_is_asked_twice_counts_once():
    levers = Levers()
    with levers.hold("lane", ("dc",), 0.5):
        assert levers.value("lane", "dc", "dc") == 0.5


def test_a_listener_hears_the_old_value_before_a_change_and_the_new_one_after_it():
    levers, heard = Levers(), []
    levers.watch(
        "supply",
        ("flour", "mill"),
        before=lambda: heard.append(("before", levers.value("supply", "flour", "mill"))),
        after=lambda: heard.append(("after", levers.value("supply", "flour", "mill"))),
    )
    with levers.hold("supply", ("flour",), 0.4), levers.hold("supply", ("mill",), 0.5):
        pass
    values = [1, 0.4, 0.2, 0.4, 1]
    reported = zip(["before"] * 4, values[:4], ["after"] * 4, values[1:], strict=True)
    assert heard == [one for before, was, after, now in reported for one in ((before, was), (after, now))]


def test_everybody_hears_of_a_change_before_anything_changes_and_each_only_once():
    levers, heard = Levers(), []
    for name in "xy":
        levers.watch("station", ("dc", "mw"), partial(heard.append, f"before {name}"), partial(heard.append, name))
    with levers.hold("station", ("dc", "mw"), 0.0):
        assert heard == ["before x", "before y", "x", "y"]


def test_a_lever_comes_back_even_when_the_block_fails():
    levers = Levers()
    with pytest.raises(ValueError, match="broken"), levers.hold("line", ("oven",), 0.0):
        raise ValueError("broken")
    assert levers.value("line", "oven") == 1


def test_after_the_end_of_a_run_nobody_is_reported_any_more():
    levers, heard = Levers(), []
    levers.watch("line", ("oven",), lambda: heard.append("before"), lambda: heard.append("after"))
    with levers.hold("line", ("oven",), 0.0):
        levers.release()
    assert heard == ["before", "after"]


def test_an_unknown_lever_is_refused_with_the_nearest_name():
    with pytest.raises(ValueError, match=r"'suply' is not one of .*did you mean 'supply'"):
        TypeAdapter(LeverName).validate_python("suply")
    assert all(lever.meaning and lever.axis for lever in LEVERS.values())


def test_the_places_of_a_lever_are_reported_as_one_likes_to_read_them():
    assert LEVERS["demand"].axis == "source, product or channel"
    assert LEVERS["station"].axis == "site or site.station"
    assert (LEVERS["lane"].axes, LEVERS["lane"].axis) == (("lane", "site"), "lane, or site it leaves or reaches")
    assert LEVERS["ships"].axis == "site"
    assert all(axis in lever.axis for lever in LEVERS.values() for axis in lever.axes)


def test_the_harshest_stop_says_what_happens_to_work_in_hand():
    levers = Levers()
    with levers.hold("station", ("dc",), 0.0, "drain"):
        assert levers.running("station", "dc.pick", "dc") == "drain"
        with levers.hold("station", ("dc.pick",), 0.0):
            assert levers.running("station", "dc.pick", "dc") == "halt"
            with levers.hold("station", ("dc",), 0.0, "lose"):
                assert levers.running("station", "dc.pick", "dc") == "lose"
                assert levers.running("station", "mw.pick", "mw") == "drain"
        assert levers.running("station", "dc.pick", "dc") == "drain"
    assert levers.value("station", "dc") == 1.0
