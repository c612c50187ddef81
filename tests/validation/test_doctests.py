"""The examples in the docstrings of the validation package come out as printed."""

import doctest
import importlib
import pkgutil

import pytest

import validation

MODULES = [info.name for info in pkgutil.walk_packages(validation.__path__, "validation.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_come_out_as_printed(name):
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module)
    assert failed == 0
