"""A file of cases is read whole; what is no case is refused with its place, an infinite number affects its own case."""

import pytest

from sim.errors import ConfigError
from tests.validation.models.files import QUEUES, changed, verdict
from validation.cases.case import rounding
from validation.verify import verify_file


@pytest.mark.parametrize(
    ("part", "value", "note"),
    [
        ("inputs", {"lam": 0.5, "mu": float("inf")}, "inputs.mu (line 13) takes a finite number; found .inf"),
        ("expected", {"W": float("nan")}, "expected.W (line 4) takes a finite number; found .nan"),
        ("sim_tolerance", {"rel": float("inf")}, "sim_tolerance.rel (line 17)"),
    ],
)
def test_an_infinite_number_makes_its_own_case_unsupported_and_no_other(tmp_path, part, value, note):
    path = changed(tmp_path, **{part: value})
    with path.open("a") as file:
        file.write("- {id: next, model: teleport}\n")
    first, second = verify_file(path)["cases"]
    assert (first["status"], second["status"]) == ("unsupported", "unsupported")
    assert note in first["note"]
    assert "teleport" in second["note"]


def test_an_infinite_number_that_is_not_read_does_no_harm(tmp_path):
    assert verdict(changed(tmp_path, model="fifo_trace", mc_tol=float("inf")))["note"].startswith("inputs.")


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
        verify_file(QUEUES, only=["mm11"])


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
