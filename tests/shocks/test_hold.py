"""The shock that holds a lever: what it refuses."""

import pytest
from pydantic import ValidationError

from sim.shocks.hold import Hold

STOP = {"lever": "station", "where": "dc.pick", "factor": 0, "from": "d1"}


@pytest.mark.parametrize("running", ["halt", "drain", "lose"])
def test_a_stop_of_a_station_says_what_happens_to_work_in_hand(running):
    assert Hold.model_validate({**STOP, "running": running}).running == running
    assert Hold.model_validate(STOP).running == "halt"


def test_running_belongs_to_stations():
    with pytest.raises(ValidationError, match="needs `lever: station`"):
        Hold.model_validate({**STOP, "lever": "line", "where": "oven", "running": "drain"})


def test_what_comes_back_must_have_lasted_for_some_time():
    with pytest.raises(ValidationError, match="give `for`"):
        Hold.model_validate({**STOP, "back": {"over": "6h"}})


def test_a_hold_that_is_written_out_with_its_defaults_is_read_again():
    hold = Hold.model_validate({**STOP, "lever": "demand", "where": "everyday"})
    assert Hold.model_validate(hold.model_dump(mode="json", by_alias=True)) == hold
