"""Whatever a brand can name in its files has a test of its behaviour, and such a test plays what it declares."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.kpi.registry import find
from sim.state.levers import Levers
from tests.plays import WITHOUT, declared, watched
from tests.registered import EVERY, REGISTERED

ROOT = Path(__file__).resolve().parents[1]
DECLARED = declared()


@pytest.mark.parametrize("name", EVERY)
def test_what_a_brand_can_name_is_played_by_a_test_of_its_behaviour(name):
    assert DECLARED.get(name), f'no test plays {name}: write one, and mark it `@pytest.mark.plays("{name}")`'


def test_a_test_plays_what_there_is():
    assert {name: tests for name, tests in DECLARED.items() if name not in EVERY} == {}


def test_every_sort_can_be_taken_out_so_that_its_tests_can_be_tried_without_it():
    assert set(WITHOUT) | {"lever", "measure", "demand"} == set(REGISTERED)


def test_nothing_is_registered_without_a_sort_of_its_own():
    assert all(REGISTERED.values())
    assert len(EVERY) == len(set(EVERY))


def test_a_lever_under_watch_is_noticed_and_one_that_is_taken_out_is_held_without_effect():
    seen = []
    with watched("lever:line", lambda: seen.append("line")):
        with Levers().hold("supply", ("mill",), 0.5):
            assert seen == []
        with Levers().hold("line", ("oven",), 0.5):
            assert seen == ["line"]
    levers = Levers()
    with watched("lever:line", lambda: None, taken=True), levers.hold("line", ("oven",), 0.5):
        assert levers.value("line", "oven") == 1.0
    with levers.hold("line", ("oven",), 0.5):
        assert levers.value("line", "oven") == 0.5


def test_a_measure_that_is_taken_out_answers_one_more_and_all_others_what_they_did():
    from tests.kpi.records import ledger, record

    run = record(orders=ledger(2, delivered=[60.0, float("nan")]))
    with watched("measure:fulfilment_rate", lambda: None, taken=True):
        assert find("fulfilment_rate")(run) == 1.5
        assert find("lead_time_mean")(run) == 1.0
    assert find("fulfilment_rate")(run) == 0.5


FALSE_CLAIMS = """
import pytest
from sim.state.levers import Levers


@pytest.mark.plays("lever:line")
def test_that_holds_it():
    levers = Levers()
    with levers.hold("line", ("oven",), 0.5):
        assert levers.value("line", "oven") == 0.5


@pytest.mark.plays("lever:supply")
def test_that_holds_another():
    with Levers().hold("line", ("oven",), 0.5):
        pass


@pytest.mark.plays("lever:lane")
def test_that_does_not_look():
    with Levers().hold("lane", ("dc",), 0.5):
        pass
"""


@pytest.fixture
def claims(tmp_path):
    """A folder with tests that are marked, and the settings of this one."""
    (tmp_path / "test_claims.py").write_text(FALSE_CLAIMS, encoding="utf-8")
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    return tmp_path


def run(folder, *words):
    words = ["-q", "-p", "no:cacheprovider", "--rootdir", str(folder), "-W", "ignore", *words, str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout


def test_a_test_that_does_not_use_what_it_declares_fails(claims):
    told = run(claims)
    assert "1 failed, 2 passed" in told
    assert "declares that it plays lever:supply, and does not" in told


def test_without_what_it_plays_a_behavioural_test_fails_and_another_is_reported(claims):
    assert "taken out: 2; not noticed: lever:lane" in run(claims, "--without")


def test_tests_of_a_folder_are_read_with_their_marks(claims):
    assert declared(claims) == {
        "lever:line": ["test_claims.py::test_that_holds_it"],
        "lever:supply": ["test_claims.py::test_that_holds_another"],
        "lever:lane": ["test_claims.py::test_that_does_not_look"],
    }


@pytest.mark.slow
def test_every_behavioural_test_of_the_house_fails_without_what_it_plays():
    files = sorted({test.partition("::")[0] for tests in DECLARED.values() for test in tests})
    words = ["-q", "-p", "no:cacheprovider", "--without", *(f"tests/{file}" for file in files)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert f"taken out: {len(EVERY)}; not noticed: none" in done.stdout
