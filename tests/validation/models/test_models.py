"""Every model has a light case, which is played to its textbook values; outputs that ignore the run are marked."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import validation
from sim.model.simulate import simulate
from sim.schema.load import load_text
from validation.cases.case import read_cases
from validation.cases.inputs import UnfitError
from validation.models import models
from validation.play import loaded, translated
from validation.translation import MARKS, Played
from validation.verify import show_case, verify_file

from .files import FILES

ROOT = Path(validation.__file__).parent
MODULES = [path for room in ("models", "families") for path in sorted((ROOT / room).glob("*.py"))]
NOT_PLAYED = {
    "ato_two_component": {"computed": ["product_if_independent"]},
    "lostsales_periodic": {"searched": ["basestock_S"]},
    "serial_normal": {"computed": ["S_1", "S_2"]},
    "two_echelon_exact": {"computed": ["metric_retailer_backorders"]},
}
CASES = [case for path in sorted(set(FILES.values())) for case in read_cases(path)]


@pytest.mark.parametrize("id", sorted(FILES))
def test_every_case_beside_this_file_is_played_to_its_textbook_values(id):
    (case,) = verify_file(FILES[id], only=[id])["cases"]
    assert case["status"] == "pass", case
    assert case["got"].keys() == case["expected"].keys()
    assert {mark: case[mark] for mark in MARKS if mark in case} == NOT_PLAYED.get(id, {})


def test_every_model_has_a_case():
    assert models().keys() == {case.model for case in CASES}


def noisy(values, rng):
    """Floats of a column, each up to 30 % larger."""
    return values * (1 + 0.3 * rng.random(len(values))) if values.dtype == np.float64 else values


def incomplete(values, rng):
    """Floats of a column, half of them unknown."""
    return np.where(rng.random(len(values)) < 0.5, np.nan, values) if values.dtype == np.float64 else values


def doubled(values, rng):
    """Every row twice."""
    return np.concatenate((values, values))


def blank(values, rng):
    """No row."""
    return values[:0]


def distorted(record, change):
    """The record with every column changed."""
    rng = np.random.default_rng(1)
    tables = {
        name: {column: change(values, rng) for column, values in columns.items()}
        for name, columns in record.tables.items()
    }
    return replace(record, tables=tables)


def values_of(made, record):
    """The outputs of one record, NaN as text so that it equals itself."""
    samples = made.samples(record)
    return {name: repr(output.estimate(name, samples).value) for name, output in made.outputs.items()}


def ignored(case):
    """The outputs of a case that are played, it says, with a value other than 0 that no distorted record changes."""
    made = translated(case)
    world, scenario = loaded(made, case.id)
    record = simulate(world, scenario, scenario.plans if scenario else (), seed=1, replication=0)
    true = values_of(made, record)
    same = {name for name, output in made.outputs.items() if isinstance(output, Played)}
    same -= {name for name, value in true.items() if value in ("0.0", "-0.0", "nan")}
    for change in (noisy, incomplete, doubled, blank):
        try:
            found = values_of(made, distorted(record, change))
        except (ValueError, LookupError, ZeroDivisionError, UnfitError):
            continue  # not a record that can be read
        same &= {name for name in true if found[name] == true[name]}
    return same


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("model", sorted(models()))
def test_an_output_that_ignores_the_run_is_not_played(model):
    assert set.intersection(*(ignored(case) for case in CASES if case.model == model)) == set()


def observers(module):
    """The functions and lambdas of a module that take a record."""
    nodes = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    return [node for node in nodes if "record" in [argument.arg for argument in node.args.args]]


def solvers(module):
    """The names that a module imports from the formulas and the search."""
    nodes = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom) and node.module]
    homes = ("validation.formulas", "validation.search")
    return {name.name for node in nodes if node.module.startswith(homes) for name in node.names}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_what_is_observed_is_no_formula_and_no_search(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    used = {node.id for one in observers(tree) for node in ast.walk(one) if isinstance(node, ast.Name)}
    assert used & solvers(tree) == set()


def test_every_shared_case_of_queueing_and_groups_has_a_world_that_loads_as_shown(shared_data):
    file = shared_data / "validation" / "cases.yaml"
    cases = [case for case in read_cases(file) if case.area in ("queueing", "group")]
    assert len(cases) == 29
    for case in cases:
        load_text(show_case(file, case.id))


def test_every_shared_case_of_resilience_and_routing_has_a_world_and_a_scenario_that_load(shared_data):
    file = shared_data / "validation" / "cases.yaml"
    cases = [case for case in read_cases(file) if case.area in ("resilience", "routing")]
    assert cases
    for case in cases:
        loaded(translated(case), case.id)
