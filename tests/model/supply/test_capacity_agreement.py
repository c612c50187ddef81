"""Tiered capacity agreements: dearer from step to step, nothing beyond the last one, anew in every period."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.kpi.money import costs
from sim.model.supply.capacity_agreement import CapacityAgreement
from sim.schema.catalogue import Supplier, Tier
from tests.model.small import at, play

TIERS = [Tier(up_to=8), Tier(up_to=12, surcharge=2.5), Tier(up_to=15, surcharge=6)]
WRITTEN = [{"up_to": 80}, {"up_to": 120, "surcharge": 2.5}, {"up_to": 150, "surcharge": 6}]


def unit_by_unit(drawn, units):
    """The surcharge of each whole unit, one after the other."""
    total = 0.0
    for number in range(drawn, drawn + units):
        total += next((tier.surcharge for tier in TIERS if number < tier.up_to), 0.0)
    return total


@settings(max_examples=60, deadline=None)
@given(draws=st.lists(st.integers(0, 6), max_size=6))
def test_the_price_is_that_of_drawing_unit_by_unit(draws):
    agreement, drawn = CapacityAgreement(TIERS, None), 0
    for units in draws:
        assert agreement.draw(units, 0.0) == pytest.approx(unit_by_unit(drawn, units))
        drawn += units
        assert agreement.available(0.0) == 15 - drawn


def test_every_period_begins_anew_and_one_without_tiers_never_ends():
    agreement = CapacityAgreement(TIERS, 100.0)
    assert agreement.draw(10, 0.0) == 5
    assert (agreement.available(99.0), agreement.available(100.0)) == (5, 15)
    assert (agreement.next_period(0.0), agreement.next_period(100.0), agreement.next_period(250.0)) == (100, 200, 300)
    free = CapacityAgreement([], None)
    assert (free.available(0.0), free.draw(1000, 0.0), free.next_period(0.0)) == (math.inf, 0, math.inf)


def world(units, **more):
    """A shop that orders what is asked for, under the agreement."""
    return {
        "products": {"milk": {"price": 10, "cost": 2}},
        "suppliers": {"dairy": {"lead": 0, "supplies": ["milk"], "tiers": WRITTEN, **more}},
        "sites": {"shop": {"kind": "front_point"}},
        "replenishment": [{"at": "shop", "items": ["milk"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(10, quantity={units: 1})},
        "horizon": "10d",
    }


def came(record):
    """(day, units) of every delivery."""
    mine = record.moves["source"] == -1
    days = record.moves["time"][mine] // 1440
    return list(zip(days.tolist(), record.moves["qty"][mine].tolist(), strict=True))


def test_goods_cost_what_they_cost_and_the_step_on_top():
    record = play(world(135))
    assert came(record) == [(0, 135)]
    assert costs(record)["material"] == 270
    assert costs(record)["production_surcharge"] == 40 * 2.5 + 15 * 6


def test_what_goes_beyond_the_last_step_waits_for_the_next_period():
    assert came(play(world(200, per="3d"))) == [(0, 150), (3, 50)]
    assert costs(play(world(200, per="3d")))["production_surcharge"] == 40 * 2.5 + 30 * 6
    assert came(play(world(200))) == [(0, 150)]


def test_a_slow_supplier_keeps_to_the_agreement_too():
    record = play(world(200, capacity="60/d", per="4d"))
    assert sum(units for day, units in came(record) if day < 4) == 150
    assert sum(units for _, units in came(record)) == 200


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"tiers": [{"up_to": 5}, {"up_to": 5}]}, "reach further"),
        ({"per": "3d"}, "give `tiers`"),
        ({"tiers": [{"up_to": 5}], "every": "1d"}, "leave `every` out"),
    ],
)
def test_an_agreement_that_makes_no_sense_is_refused(wrong, message):
    with pytest.raises(ValidationError, match=message):
        Supplier.model_validate(wrong)
