"""Which levers a site that is down holds: all that it needs to operate, less what it still does."""

import pytest

from sim.shocks.site_down import SiteDown
from sim.state.recorder import Recorder


def held(**still):
    """The levers that are held, each with its place and factor."""
    down = SiteDown.model_validate({"site": "dc", "from": "d1", "for": "2h", **still})
    return {call.arguments for call in Recorder().play(down.strike) if call.name == "hold"}


def at_zero(*levers):
    return {(lever, ("dc",), 0.0) for lever in levers}


@pytest.mark.parametrize(
    ("still", "levers"),
    [
        ({}, ("ships", "receives", "station", "line")),
        ({"receives": True}, ("ships", "station", "line")),
        ({"ships": True}, ("receives", "station", "line")),
        ({"works": True}, ("ships", "receives")),
        ({"ships": True, "receives": True, "works": True}, ()),
    ],
    ids=str,
)
def test_a_closed_site_neither_ships_nor_receives_nor_works_but_for_what_it_still_does(still, levers):
    assert held(**still) == at_zero(*levers)


def test_everything_opens_again_after_its_time():
    recorder = Recorder()
    down = SiteDown.model_validate({"site": ["dc", "mw"], "from": "d1", "for": "2h"})
    ends = {call.at for call in recorder.play(down.strike) if call.name == "let_go"}
    assert ends == {1440.0 + 120.0}
    assert set(recorder.levers.values().values()) == {1.0}
