"""Models of several sites, in short runs: near the textbook's answer; inputs that cannot be played are refused."""

import pytest

from sim.schema.load import load_text
from validation.cases.case import Case, Tolerance, read_cases
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.models import (
    ato_two_component,
    beer_game,
    bullwhip_es,
    bullwhip_ma,
    capacitated_basestock,
    mts_mm1,
    serial_normal,
    serial_poisson,
    two_echelon_exact,
)
from validation.play import replications
from validation.statistics.estimators import pooled
from validation.verify import show_case

from .files import NETWORKS

LENGTH = RunLength()


def played(model, inputs, count):
    """The values of `count` replications and their standard errors."""
    case = Case("t", "", model.__name__.split(".")[-1], "", inputs, {}, Tolerance(True, 0.1, 0.0), LENGTH)
    samples = pooled(replications(case, range(count)))
    outputs = model.translate(Inputs(inputs), LENGTH).outputs
    return {name: output.estimate(name, samples) for name, output in outputs.items()}


def near(found, expected, off, errors=5.0):
    """Within so many standard errors, which are themselves estimates, or within the share `off`."""
    for name, value in expected.items():
        assert abs(found[name].value - value) <= max(errors * found[name].error, off * abs(value)), name


def test_a_machine_that_makes_to_stock_is_a_queue(monkeypatch):
    monkeypatch.setattr(mts_mm1, "ORDERS", 500)
    found = played(mts_mm1, {"lam": 0.5, "mu": 1.0, "S": 2}, 4)
    near(found, {"fill_rate": 0.75, "backorders": 0.25, "on_hand": 1.25, "mean_customer_wait": 0.5}, 0.1)


def test_stages_of_poisson_demand_cost_what_the_book_says(monkeypatch):
    monkeypatch.setattr(serial_poisson, "DEMANDS", 250)
    inputs = {
        "lam": 16.0,
        "lead_time": [0.25] * 4,
        "echelon_S": [8, 13, 18, 22],
        "echelon_holding": [0.25] * 4,
        "stockout": 9.0,
    }
    found = played(serial_poisson, inputs, 3)
    near(found, {"cost": 12.688, "on_hand_1": 3.312, "on_hand_2": 1.061, "on_hand_3": 1.052, "on_hand_4": 0.781}, 0.1)


def test_retailers_wait_longer_than_the_metric_approximation(monkeypatch):
    monkeypatch.setattr(two_echelon_exact, "DEMANDS", 600)
    found = played(two_echelon_exact, {"n_retailers": 4, "lam": 0.5, "L0": 2.0, "L1": 1.0, "S0": 4, "S1": 2}, 3)
    near(found, {"warehouse_backorders": 0.781, "warehouse_fill_rate": 0.433, "retailer_on_hand": 1.354}, 0.05)
    near(found, {"retailer_fill_rate": 0.843, "metric_retailer_backorders": 0.0401}, 0.05)
    # lead times that depend on one another (0.0497) hurt more than independent ones of the same mean (0.0401)
    assert found["retailer_backorders"].value > found["metric_retailer_backorders"].value


def test_metric_without_a_warehouse_delay_is_one_for_one_at_the_shop():
    inputs = {"n_retailers": 2, "lam": 1.0, "L0": 0.0, "L1": 1.0, "S0": 0, "S1": 1}
    found = played(two_echelon_exact, inputs, 2)
    assert found["metric_retailer_backorders"].value == pytest.approx(0.36787944117)


def test_a_kit_is_filled_more_often_than_independent_components_would_be(monkeypatch):
    monkeypatch.setattr(ato_two_component, "DEMANDS", 300)
    found = played(ato_two_component, {"lam": 2.0, "LA": 1.0, "LB": 3.0, "SA": 4, "SB": 9}, 2)
    near(found, {"kit_fill_rate": 0.7717, "fill_A": 0.8571, "fill_B": 0.8472}, 0.1)
    assert found["kit_fill_rate"].value > found["product_if_independent"].value


def test_a_capacity_a_period_leaves_a_shortfall_that_is_made_up_later(monkeypatch):
    monkeypatch.setattr(capacitated_basestock, "PERIODS", 60)
    found = played(capacitated_basestock, {"mean": 2.0, "capacity": 4, "S": 1}, 3)
    # the stationary law of V' = max(V + D - 4, 0), D Poisson(2)
    near(found, {"mean_shortfall": 0.09930, "backorders": 0.03384, "P_no_backorder": 0.97682}, 0.02)
    assert found["on_hand"].value - found["backorders"].value == pytest.approx(1 - found["mean_shortfall"].value)


def test_the_optimal_echelon_levels_cost_what_the_recursion_predicts(monkeypatch):
    monkeypatch.setattr(serial_normal, "PERIODS", 100)
    inputs = {"echelon_holding": [3, 2, 2], "stockout": 37.12, "lead_time": [1, 1, 2], "mean": 5.0, "sd": 1.0}
    found = played(serial_normal, inputs, 4)
    near(found, {"S_1": 6.491, "S_2": 12.018, "S_3": 22.707}, 0.001)
    near(found, {"cost_star": 47.66}, 0.03)


@pytest.mark.parametrize(
    ("model", "inputs", "ratio"),
    [
        (bullwhip_ma, {"L": 3, "p": 5}, 2.92),
        (bullwhip_es, {"L": 2, "alpha": 0.5}, 1 + 2 + 2 * 4 * 0.25 / 1.5),
    ],
)
def test_orders_that_follow_a_forecast_vary_more_than_demand(model, inputs, ratio):
    near(played(model, inputs, 3), {"variance_ratio": ratio}, 0.06)


GAME = {"weeks": 36, "ship": 2, "info": 1, "initial": 12, "d0": 4, "d1": 8, "step": 5, "h": 0.5, "b": 1.0}


@pytest.mark.parametrize(
    ("change", "nets", "cost", "weeks"),
    [
        # a step of 4 units seen (info + ship) weeks late takes 4 x 3 = 12 units off every stock
        ({}, [0, 0, 0, 0], 156.0, 0),
        ({"step": 40}, [12, 12, 12, 12], 36 * 4 * 12 * 0.5, 0),
        ({"initial": 8}, [-16, -12, -8, -4], 1_136.0, 30),
    ],
)
def test_the_beer_game_is_exact(change, nets, cost, weeks):
    found = played(beer_game, {**GAME, **change}, 1)
    assert [found[f"net_{tier}"].value for tier in range(1, 5)] == nets
    assert found["total_cost"].value == cost
    assert found["weeks_with_backlog"].value == weeks
    assert found["peak_order"].value == (4.0 if "step" in change else 8.0)


@pytest.mark.parametrize(
    ("model", "inputs", "note"),
    [
        (mts_mm1, {"lam": 2.0, "mu": 1.0, "S": 2}, "the load is 2"),
        (beer_game, {**GAME, "ship": 0}, "inputs.ship"),
        (beer_game, {**GAME, "tiers": 5}, "inputs.tiers is not part of this model"),
        (bullwhip_es, {"L": 2, "alpha": 0}, "never forgets"),
        (bullwhip_ma, {"L": 2, "p": 0}, "inputs.p"),
        (capacitated_basestock, {"mean": 22.0, "capacity": 22, "S": 3}, "load is 1"),
        (
            serial_normal,
            {"echelon_holding": [1], "stockout": 9, "lead_time": [1], "mean": 2.0, "sd": 1.0},
            "less than nothing",
        ),
        (
            serial_poisson,
            {"lam": 1.0, "lead_time": [1.0], "echelon_S": [3, 4], "echelon_holding": [1.0, 1.0], "stockout": 9.0},
            "lead_time has 1 stages",
        ),
        (two_echelon_exact, {"n_retailers": 0, "lam": 1.0, "L0": 1.0, "L1": 1.0, "S0": 1, "S1": 1}, "n_retailers"),
    ],
)
def test_inputs_that_cannot_be_played_are_refused_with_a_reason(model, inputs, note):
    with pytest.raises(UnfitError, match=note):
        model.translate(Inputs(inputs), LENGTH)


@pytest.mark.parametrize("case", read_cases(NETWORKS), ids=lambda case: case.id)
def test_the_world_of_a_case_is_a_configuration_like_any_other(case):
    assert load_text(show_case(NETWORKS, case.id)).replenishment


@pytest.mark.parametrize(
    ("model", "inputs"),
    [
        (mts_mm1, {"lam": 1.0, "mu": 2.0, "S": 1}),
        (two_echelon_exact, {"n_retailers": 2, "lam": 1.0, "L0": 1.0, "L1": 1.0, "S0": 1, "S1": 1}),
        (capacitated_basestock, {"mean": 2.0, "capacity": 4, "S": 1}),
        (bullwhip_ma, {"L": 2, "p": 4}),
    ],
)
def test_a_model_is_as_short_as_its_case(model, inputs):
    usual, short = (model.translate(Inputs(inputs), length) for length in (LENGTH, RunLength(3, 40)))
    assert short.replications < usual.replications
    assert short.world["horizon"] != usual.world["horizon"]
