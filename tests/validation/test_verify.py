"""Cases become ordinary worlds, are played, and get a verdict; one that cannot be played says why."""

import pytest

from sim.schema.load import load_text
from validation.cases.inputs import UnfitError
from validation.verify import show_case, verify_file

from .models.files import QUEUES, changed, verdict


def test_what_is_shown_is_the_world_that_is_played():
    text = show_case(QUEUES, "erlang_a")
    world = load_text(text)
    assert world.sites["shop"].stations["bench"].servers == 5
    assert world.sites["shop"].stations["bench"].patience is not None
    assert text.startswith("# erlang_a")


def test_a_wrong_expectation_fails_and_says_by_how_much(tmp_path):
    case = verdict(changed(tmp_path, expected={"Wq": 3.0}))
    assert case["status"] == "fail"
    assert "Wq is 1." in case["note"]


def test_a_wrong_service_would_not_pass_for_the_right_one(tmp_path):
    as_if_exponential = {"Lq": 3.2}
    inputs = {"lam": 0.8, "service_mean": 1.0, "service_cv2": 0.0, "service_dist": "deterministic"}
    case = verdict(changed(tmp_path, model="mg1", inputs=inputs, expected=as_if_exponential))
    assert case["status"] == "fail"
    assert case["got"]["Lq"] == pytest.approx(1.6, rel=0.1)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"model": "teleport"}, "no translation for the model 'teleport'"),
        ({"inputs": {"lam": 1.5, "mu": 1.0}}, "the load is 1.5"),
        ({"inputs": {"lam": 0.5}}, "inputs.mu is missing; there are lam"),
        ({"inputs": {"lam": "fast", "mu": 1.0}}, "inputs.lam is 'fast'; a number is needed"),
        ({"inputs": {"lam": -1, "mu": 1.0}}, "inputs.lam is -1; a number above 0 is needed"),
        ({"inputs": {"lam": 1e-9, "mu": 1.0}}, "the run would last"),
        ({"expected": {"moons": 2.0}}, "does not measure moons"),
        ({"expected": {"L": "many"}}, "the expected L is no finite number"),
        ({"expected": {}}, "nothing is expected: name values under `expected`; measures L, Lq, W"),
        (
            {"sim_tolerance": {"kind": "stohastic", "rel": 0.1}},
            "sim_tolerance.kind: 'stohastic' is not a kind of tolerance; allowed: stochastic, deterministic, identity, "
            "fluid (did you mean 'stochastic'?)",
        ),
        ({"sim_tolerance": {"kind": ["fluid"], "rel": 0.1}}, "is not a kind of tolerance"),
    ],
)
def test_what_cannot_be_played_is_unsupported_with_a_reason(tmp_path, changes, note):
    case = verdict(changed(tmp_path, **changes))
    assert case["status"] == "unsupported"
    assert note in case["note"]


def test_a_case_that_cannot_be_shown_says_why(tmp_path):
    with pytest.raises(UnfitError, match="no translation for the model 'teleport'"):
        show_case(changed(tmp_path, model="teleport"), "mm1")


def test_progress_counts_the_cases():
    counted = []
    names = ["fifo_trace", "littles_law"]
    verify_file(QUEUES, only=names, progress=lambda done, total: counted.append((done, total)))
    assert counted == [(1, 2), (2, 2)]
