"""A recorder takes the calls that a control takes, with their arguments, and no others; its levers are real."""

import pytest

from sim.state.recorder import BEGIN, Call, Recorder


def played(*steps, until=float("inf")):
    """What a process of these steps asks for; a step is called with the control, and what it returns is yielded."""

    def process(control):
        for step in steps:
            yield step(control)

    recorder = Recorder()
    return recorder.play(process, until), recorder


def test_a_call_is_recorded_with_its_instant_and_its_arguments_by_name_or_by_place():
    calls, _ = played(
        lambda control: control.wait(30.0),
        lambda control: control.add_stock("dc", "loaf", units=5.0),
        lambda control: control.switch_source(["shop"], None),
    )
    assert calls == [
        Call(BEGIN + 30, "add_stock", ("dc", "loaf", 5.0)),
        Call(BEGIN + 30, "switch_source", (["shop"], None)),
    ]


def test_what_a_control_does_not_have_is_an_error_and_so_are_other_arguments():
    with pytest.raises(AttributeError, match="a control has no 'bribe'"):
        played(lambda control: control.bribe("inspector"))
    with pytest.raises(TypeError, match="missing a required argument: 'units'"):
        played(lambda control: control.add_stock("dc", "loaf"))


@pytest.mark.parametrize(("lever", "factor"), [("weather", 0.5), ("line", -1.0), ("line", float("inf"))])
def test_a_lever_that_is_none_or_a_factor_that_is_none_is_refused(lever, factor):
    with pytest.raises(ValueError, match="cannot hold"), Recorder().levers.hold(lever, ("oven",), factor):
        pass


def test_a_hold_is_recorded_at_its_begin_and_its_end_and_the_lever_has_its_value_meanwhile():
    seen = []

    def process(control):
        with control.levers.hold("line", ("oven", "grill"), 0.5):
            seen.append(control.levers.value("line", "oven"))
            yield control.wait(60.0)

    recorder = Recorder()
    assert recorder.play(process) == [
        Call(BEGIN, "hold", ("line", ("oven", "grill"), 0.5)),
        Call(BEGIN + 60, "let_go", ("line", ("oven", "grill"), 0.5)),
    ]
    assert seen == [0.5]
    assert recorder.levers.values() == {("line", "oven"): 1.0, ("line", "grill"): 1.0}
    assert recorder.ended


def test_a_run_that_ends_first_closes_the_process_and_the_last_calls_do_not_count():
    calls, recorder = played(
        lambda control: control.start_show("gala"),
        lambda control: control.wait(60.0),
        lambda control: control.start_show("encore"),
        until=BEGIN + 60.0,
    )
    assert [call.name for call in calls] == ["start_show"]
    assert not recorder.ended
    assert recorder.now == BEGIN


def test_an_endless_wait_lasts_to_the_end_of_the_run():
    calls, recorder = played(lambda control: control.wait(float("inf")), lambda control: control.start_show("late"))
    assert calls == []
    assert not recorder.ended


@pytest.mark.parametrize("minutes", [-1.0, float("nan")])
def test_nobody_waits_backwards(minutes):
    with pytest.raises(ValueError, match="cannot wait"):
        Recorder().wait(minutes)
