"""Stages in series are a world that loads, with local levels that are those of the echelons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.schema.load import load_tree
from validation.cases.inputs import UnfitError
from validation.worlds.network import base_stock, local_base_stock, serial_system, stage_numbers, walk_in_demand
from validation.worlds.world import SITE, world


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_the_local_levels_of_the_stages_up_to_one_add_up_to_its_echelon_level(echelon):
    local = local_base_stock(echelon)
    assert [sum(local[: number + 1]) for number in range(len(local))] == echelon


def test_lists_of_different_length_are_no_stages():
    assert list(stage_numbers(lead_time=[1, 2], level=[3, 4])) == [1, 2]
    with pytest.raises(UnfitError, match=r"inputs\.lead_time has 2 stages and inputs.level 1"):
        stage_numbers(lead_time=[1, 2], level=[3])


def test_stages_in_series_are_a_world_whose_last_stage_buys_from_a_supplier():
    parts = serial_system([1.0, 2.0, 4.0], [base_stock(level) for level in (3, 2, 1)], [3, 2, 1])
    made = load_tree(world(**parts, horizon=9.0, regular=walk_in_demand([SITE], 1.0)), "stages")
    assert list(made.sites) == ["shop", "stage_2", "stage_3"]
    assert [(lane.start, lane.to) for lane in made.lanes] == [("stage_2", ["shop"]), ("stage_3", ["stage_2"])]
    assert [rule.source for rule in made.replenishment] == ["stage_2", "stage_3", "maker"]
