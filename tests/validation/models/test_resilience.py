"""Models of resilience and routing: inputs that cannot be played are refused, the scenario is shown with the world."""

from pathlib import Path

import pytest
import yaml

from sim.schema.load import load_text
from validation.verify import show_case

from .files import RESILIENCE, verdict, written

BACKLOG = {"demand": 10.0, "capacity_during": 0.0, "capacity_after": 20.0, "duration": 1.0}
RAMP = {**BACKLOG, "ramp": 1.0}
TTS = {"stock": 10.0, "demand": 2.0, "outage": 4.0}
TRIANGLE = {"drop": 0.5, "duration": 1.0, "recovery": 1.0, "shape": "linear", "horizon": 9.0}
BOM = {"demand": 5.0, "finished_stock": 10.0, "usage": 1.0, "supply": 5.0, "material_stock": 9.0, "duration": 4.0}
REROUTE = {
    "demand": 10.0,
    "share": 0.5,
    "spare": 2.0,
    "extra_lead": 1.0,
    "outage": 2.0,
    "main_capacity": 9.0,
    "horizon": 9.0,
}
RECALL = {"rate": 100.0, "days": 2.0, "dwell": [0.5], "return_mean_h": 24.0, "deadline_h": 48.0}
ROUTES = {"instance": str(Path(__file__).with_name("square.vrp")), "rounding": "round", "routes": [[1]]}
NODE = {"name": "mill", "demand": 10.0, "stock": 50.0, "alternate": 0.0, "ttr": 7.0, "margin": 2.0}


@pytest.mark.parametrize(
    ("model", "inputs", "note"),
    [
        ("backlog_clear", {**BACKLOG, "capacity_during": 11.0}, "nothing waits"),
        ("backlog_clear", {**BACKLOG, "capacity_after": 10.0}, "never cleared"),
        ("backlog_clear", {**BACKLOG, "duration": 0.0}, "inputs.duration is 0.0; a number above 0"),
        ("ramp_recovery", {**RAMP, "capacity_during": 10.0}, "nothing waits"),
        ("ramp_recovery", {**RAMP, "capacity_after": 9.0}, "never cleared"),
        ("burst_clear", {"base": 10.0, "growth": 2.0, "width": 1.0, "capacity": 10.0}, "never cleared"),
        ("burst_clear", {"base": 10.0, "growth": 0.2, "width": 1.0, "capacity": 13.0}, "nothing waits"),
        ("exp_burst", {"base": 10.0, "peak": 5.0, "tau": 1.0, "capacity": 15.0}, "must lie between"),
        ("tts", {**TTS, "catchup": 2.0}, "never filled again"),
        ("tts", {**TTS, "horizon": 3.0}, "shorter than the outage"),
        ("tts", {**TTS, "partial_supply": 4.0, "catchup": 3.0}, "more than inputs.catchup"),
        ("tts", {**TTS, "horizon": 1e6}, "too short to be seen"),
        ("resilience_triangle", {**TRIANGLE, "drop": 1.2}, "a share from 0 to 1"),
        ("resilience_triangle", {**TRIANGLE, "shape": "step"}, "can be played: linear, exponential"),
        ("resilience_triangle", {**TRIANGLE, "duration": 0.0, "recovery": 0.0}, "nothing happens"),
        ("reroute", {**REROUTE, "main_capacity": 4.0}, "never cleared"),
        ("reroute", {**REROUTE, "share": 0.0}, "has no customers"),
        ("recall", {**RECALL, "dwell": []}, "a list of numbers"),
        ("recall", {**RECALL, "days": 1e-6}, "inputs.days is 1e-06, nothing against"),
        ("route_cost", {"instance": "moon.vrp"}, "no such file beside the file of cases"),
        ("route_cost", {**ROUTES, "routes": [[1, 7]]}, "node 7; the customers are 1 to 5"),
        ("route_cost", {**ROUTES, "routes": [[1], [1, 2]]}, "on two routes"),
        ("route_cost", {**ROUTES, "rounding": "miles"}, "can be played: round, dimacs"),
        ("random_distance", {"side": 1.0, "kind": "circle"}, "can be played: centre, two_points"),
        ("bom_shortage", {**BOM, "cut": 0.0}, "nothing runs out"),
        ("bom_shortage", {**BOM, "cut": 1.5}, "a share from 0 to 1"),
        ("tiered_capacity", {"demand": 5, "tiers": [[10, 1.0], [10, 2.0]]}, "reaches further than the one before"),
        ("tiered_capacity", {"demand": 5, "tiers": [[10, 1.0, 3.0]]}, "is [up to units, price]"),
        ("availability", {"mtbf": 0.0, "mttr": 1.0}, "a number above 0"),
        ("network_tts", {"nodes": []}, "a list of mappings"),
        ("network_tts", {"nodes": [NODE, NODE]}, "the same name"),
        ("network_tts", {"nodes": [{**NODE, "name": 7}]}, "a name is needed"),
    ],
)
def test_inputs_that_cannot_be_played_are_refused_with_a_reason(tmp_path, model, inputs, note):
    tolerance = {"kind": "fluid", "rel": 0.02}
    case = {"id": "x", "model": model, "inputs": inputs, "expected": {}, "sim_tolerance": tolerance}
    result = verdict(written(tmp_path, case))
    assert result["status"] == "unsupported"
    assert note in result["note"]


def test_a_scenario_is_shown_in_comments_below_its_world():
    text = show_case(RESILIENCE, "ramp_recovery")
    assert load_text(text).sites["shop"].stations["bench"].servers == 400
    comments = text.partition("a file of its own:\n")[2].splitlines()
    shown = yaml.safe_load("\n".join(line.removeprefix("# ") for line in comments))
    assert shown["shocks"][0]["back"] == {"over": "4.0min"}
