"""Holm's adjustment, held to the book."""

import math

import pytest

from sim.experiment.stats.holm import holm


def test_holm_multiplies_the_smallest_most_and_never_falls():
    # Holm (1979): 0.01 * 4, 0.02 * 3, then what came before, then 0.04 * 1 raised to it
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_a_comparison_that_could_not_be_made_does_not_count():
    found = holm([math.nan, 0.01])
    assert math.isnan(found[0])
    assert found[1] == 0.01
