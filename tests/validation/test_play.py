"""A case is played until its outputs are known well enough, with random numbers of its own, by one worker or many."""

import numpy as np

from validation.cases.case import read_cases
from validation.play import replications, replications_wanted
from validation.statistics.estimators import PointEstimate
from validation.verify import verify_file

from .models.files import QUEUES, changed, verdict

LIGHT = ["mm1", "mx_m_1", "fifo_trace", "bass_chain"]


def test_a_run_is_longer_when_the_case_wants_it_closer(tmp_path):
    loose = verdict(changed(tmp_path, expected={"W": 2.5}))
    tolerance = {"kind": "stochastic", "rel": 0.02, "run": "4 reps x 12,000 customers after 1,000 warm-up"}
    close = verdict(changed(tmp_path, expected={"W": 2.5}, sim_tolerance=tolerance))
    assert close["replications"] > loose["replications"]
    assert close["error"]["W"] <= 0.5 * 0.02 * 2.5


def wanted(value: float, error: float, played=10, cheap=1_000, most=10_000) -> int:
    """Replications wanted for a value that should be 4 within 0.2."""
    return replications_wanted({"L": 4.0}, {"L": PointEstimate(value, error)}, {"L": 0.2}, played, cheap, most)


def test_a_case_is_played_on_until_it_is_known_well_enough():
    assert wanted(4.0, 0.05) == 10
    assert wanted(4.0, 0.12) == 42, "0.3 of the margin, and a little more"
    assert wanted(4.0, 0.12, cheap=20) == 21, "no more than is cheap, since it counts"
    assert wanted(4.0, 0.2, cheap=20) == 42, "it must count, whatever that takes"
    assert wanted(4.0, 0.2, most=39) == 10, "it never will"
    assert wanted(4.0, np.nan) == 10


def test_a_value_just_beyond_its_margin_is_played_on_until_it_is_clear_of_it():
    assert wanted(4.25, 0.05) == 46
    assert wanted(4.25, 0.05, most=30) == 32
    assert wanted(4.25, 0.015) == 10, "off for certain"
    assert wanted(4.5, 0.05) == 10, "far off"
    assert wanted(4.19, 0.05) == 10, "within"


def test_a_hopeless_case_is_given_up_after_a_pilot(tmp_path):
    tolerance = {"kind": "stochastic", "rel": 1e-5, "run": "40 reps x 100 customers after 20 warm-up"}
    case = verdict(changed(tmp_path, expected={"L": 1.0}, sim_tolerance=tolerance))
    assert (case["status"], case["replications"]) == ("unsupported", 10)
    assert "does not count" in case["note"]
    loose = verdict(changed(tmp_path, expected={"L": 1.0}, sim_tolerance={**tolerance, "rel": 0.5}))
    assert (loose["status"], loose["replications"]) == ("pass", 40)


def test_workers_do_not_change_a_single_number():
    alone, together = (verify_file(QUEUES, only=LIGHT, jobs=jobs) for jobs in (1, 2))
    assert alone == together


def test_two_cases_have_random_numbers_of_their_own():
    first, second = (read_cases(QUEUES, [name])[0] for name in ("mm1", "mmc"))
    assert replications(first, range(1))[0]["rho"] != replications(second, range(1))[0]["rho"]
