"""Cases become ordinary worlds, are played until the error is small, and are judged by their own rule."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from sim.errors import ConfigError
from sim.schema.load import load_text
from validation.cases.case import Tolerance, read_cases, rounding
from validation.cases.inputs import UnfitError
from validation.statistics.estimators import Value
from validation.translation import models
from validation.verify import judged, more, replications, show_case, told, verify_file

CASES = Path(__file__).parent / "models" / "cases.yaml"
FILES = {case.id: path for path in sorted(CASES.parent.glob("*.yaml")) for case in read_cases(path)}
LIGHT = ["mm1", "mx_m_1", "fifo_trace", "bass_chain"]


def written(folder: Path, **changes: object) -> Path:
    """A file with the first light case, changed."""
    case = {**yaml.safe_load(CASES.read_text())["cases"][0], **changes}
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": [case]}))
    return path


def verdict(path: Path) -> dict:
    (case,) = verify_file(path)["cases"]
    return case


@pytest.mark.parametrize("id", sorted(FILES))
def test_every_case_beside_this_file_is_played_to_its_textbook_values(id):
    (case,) = verify_file(FILES[id], only=[id])["cases"]
    assert case["status"] == "pass", case
    assert case["got"].keys() == case["expected"].keys()


def test_every_model_has_a_case():
    assert models().keys() == {case.model for path in set(FILES.values()) for case in read_cases(path)}


def test_every_shared_case_of_queueing_and_groups_has_a_world_that_loads_as_shown(shared_data):
    file = shared_data / "validation" / "cases.yaml"
    cases = [case for case in read_cases(file) if case.area in ("queueing", "group")]
    assert len(cases) == 29
    for case in cases:
        load_text(show_case(file, case.id))


def test_what_is_shown_is_the_world_that_is_played():
    text = show_case(CASES, "erlang_a")
    world = load_text(text)
    assert world.sites["shop"].stations["bench"].servers == 5
    assert world.sites["shop"].stations["bench"].patience is not None
    assert text.startswith("# erlang_a")


def test_a_wrong_expectation_fails_and_says_by_how_much(tmp_path):
    case = verdict(written(tmp_path, expected={"Wq": 3.0}))
    assert case["status"] == "fail"
    assert "Wq is 1." in case["note"]


def test_a_wrong_service_would_not_pass_for_the_right_one(tmp_path):
    as_if_exponential = {"Lq": 3.2}
    inputs = {"lam": 0.8, "service_mean": 1.0, "service_cv2": 0.0, "service_dist": "deterministic"}
    case = verdict(written(tmp_path, model="mg1", inputs=inputs, expected=as_if_exponential))
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
    case = verdict(written(tmp_path, **changes))
    assert case["status"] == "unsupported"
    assert note in case["note"]


@pytest.mark.parametrize(
    ("part", "value", "note"),
    [
        ("inputs", {"lam": 0.5, "mu": float("inf")}, "inputs.mu (line 13) takes a finite number; found .inf"),
        ("expected", {"W": float("nan")}, "expected.W (line 4) takes a finite number; found .nan"),
        ("sim_tolerance", {"rel": float("inf")}, "sim_tolerance.rel (line 17)"),
    ],
)
def test_an_endless_number_makes_its_own_case_unsupported_and_no_other(tmp_path, part, value, note):
    path = written(tmp_path, **{part: value})
    with path.open("a") as file:
        file.write("- {id: next, model: teleport}\n")
    first, second = verify_file(path)["cases"]
    assert (first["status"], second["status"]) == ("unsupported", "unsupported")
    assert note in first["note"]
    assert "teleport" in second["note"]


def test_an_endless_number_that_nobody_reads_does_no_harm(tmp_path):
    assert verdict(written(tmp_path, model="fifo_trace", mc_tol=float("inf")))["note"].startswith("inputs.")


def test_a_case_that_cannot_be_shown_says_why(tmp_path):
    with pytest.raises(UnfitError, match="no translation for the model 'teleport'"):
        show_case(written(tmp_path, model="teleport"), "mm1")


@pytest.mark.parametrize(
    "text", ["[]", "cases: 3", "cases: [7]", "cases: [{id: a}]", "cases: [{id: a, model: b, inputs: 3}]"]
)
def test_a_file_that_holds_no_cases_is_refused_with_its_place(tmp_path, text):
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"broken.yaml:1"):
        verify_file(path)


def test_an_id_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(ConfigError, match="mm1"):
        verify_file(CASES, only=["mm11"])


def test_a_run_is_longer_when_the_case_wants_it_closer(tmp_path):
    loose = verdict(written(tmp_path, expected={"W": 2.5}))
    tolerance = {"kind": "stochastic", "rel": 0.02, "run": "4 reps x 12,000 customers after 1,000 warm-up"}
    close = verdict(written(tmp_path, expected={"W": 2.5}, sim_tolerance=tolerance))
    assert close["replications"] > loose["replications"]
    assert close["error"]["W"] <= 0.5 * 0.02 * 2.5


def test_the_rule_is_that_of_the_file():
    tolerance = Tolerance(stochastic=True, relative=0.05, absolute=0.0)
    assert judged("L", 4.0, Value(4.19, 0.05), tolerance) == ("pass", "")
    status, note = judged("L", 4.0, Value(4.25, 0.05), tolerance)
    assert status == "fail"
    assert "off by" in note
    assert judged("L", 4.0, Value(4.25, 0.09), tolerance) == ("pass", "")  # three standard errors
    status, note = judged("L", 4.0, Value(4.0, 0.2), tolerance)
    assert status == "unsupported"
    assert "does not count above 0.1, which would take about 4 times as long" in note
    status, note = judged("L", 4.0, Value(4.7, 0.2), tolerance)
    assert status == "fail", "far off is far off, however long it was played"
    assert judged("L", 4.0, Value(np.nan, 0.1), tolerance) == ("fail", "L could not be measured")
    exact = Tolerance(stochastic=False, relative=0.0, absolute=1e-9)
    assert judged("wait", 2.7, Value(2.7 + 1e-12, np.nan), exact) == ("pass", "")
    assert "not 2.7" in judged("wait", 2.7, Value(2.71, np.nan), exact)[1]
    # the file rounds 15400 / 1350 to nine digits: that much is not known of it, and no more
    assert judged("unit_cost", 11.4074074, Value(15400 / 1350, np.nan), exact) == ("pass", "")
    assert "not 11.4" in judged("unit_cost", 11.4074074, Value(11.4074075, np.nan), exact)[1]
    assert told(15400 / 1350, 11.4074074, exact) == 11.4074074
    assert told(15400 / 1350, 11.4, exact) == 15400 / 1350
    assert told(15400 / 1350, 11.4074074, tolerance) == 15400 / 1350


def asked_for(value: float, error: float, played=10, cheap=1_000, most=10_000) -> int:
    """Replications wanted for a value that should be 4 within 0.2."""
    return more({"L": 4.0}, {"L": Value(value, error)}, {"L": 0.2}, played, cheap, most)


def test_a_case_is_played_on_until_it_is_known_well_enough():
    assert asked_for(4.0, 0.05) == 10
    assert asked_for(4.0, 0.12) == 42, "0.3 of the margin, and a little more"
    assert asked_for(4.0, 0.12, cheap=20) == 21, "no more than is cheap, since it counts"
    assert asked_for(4.0, 0.2, cheap=20) == 42, "it must count, whatever that takes"
    assert asked_for(4.0, 0.2, most=39) == 10, "it never will"
    assert asked_for(4.0, np.nan) == 10


def test_a_hopeless_case_is_given_up_after_a_pilot(tmp_path):
    tolerance = {"kind": "stochastic", "rel": 1e-5, "run": "40 reps x 100 customers after 20 warm-up"}
    case = verdict(written(tmp_path, expected={"L": 1.0}, sim_tolerance=tolerance))
    assert (case["status"], case["replications"]) == ("unsupported", 10)
    assert "does not count" in case["note"]
    loose = verdict(written(tmp_path, expected={"L": 1.0}, sim_tolerance={**tolerance, "rel": 0.5}))
    assert (loose["status"], loose["replications"]) == ("pass", 40)


def test_a_value_just_beyond_its_margin_is_played_on_until_it_is_clear_of_it():
    assert asked_for(4.25, 0.05) == 46
    assert asked_for(4.25, 0.05, most=30) == 32
    assert asked_for(4.25, 0.015) == 10, "off for certain"
    assert asked_for(4.5, 0.05) == 10, "far off"
    assert asked_for(4.19, 0.05) == 10, "within"


@pytest.mark.parametrize(
    ("written", "unknown"),
    [
        (0, 0),
        (2.7, 0),
        (1.53125, 0),
        (27591, 0),
        (776.1, 0),
        (0.833333333, 5e-10),
        (8040.12345, 5e-6),
        (-1.23456789, 5e-9),
    ],
)
def test_a_value_is_known_as_closely_as_it_is_written(written, unknown):
    assert rounding(written) == pytest.approx(unknown, rel=1e-9)


def test_workers_do_not_change_a_single_number():
    alone, together = (verify_file(CASES, only=LIGHT, jobs=jobs) for jobs in (1, 2))
    assert alone == together


def test_progress_counts_the_cases():
    told = []
    verify_file(CASES, only=["fifo_trace", "littles_law"], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_two_cases_have_luck_of_their_own():
    first, second = (read_cases(CASES, [name])[0] for name in ("mm1", "mmc"))
    assert replications(first, range(1))[0]["rho"] != replications(second, range(1))[0]["rho"]
