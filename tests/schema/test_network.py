"""Places and roads: what is said of couriers who leave in waves stays true when the world is written out in full."""

import pytest
from pydantic import ValidationError

from sim.schema.load import load_tree, load_world
from sim.schema.network import Couriers
from sim.schema.resolved import resolved

WAVES = {"at": "dc", "full_time": 10, "carries": 500, "departs": ["15:00"]}


@pytest.mark.parametrize("knob", [{"crowd": {"pool": 3}}, {"waits": "10min"}, {"zones": 2}])
def test_couriers_in_fixed_waves_refuse_a_knob_that_would_do_nothing(knob):
    with pytest.raises(ValidationError, match=f"do not know `{next(iter(knob))}`"):
        Couriers.model_validate(WAVES | knob)


def test_a_knob_written_out_at_its_default_is_no_knob():
    spelled = Couriers.model_validate(WAVES).model_dump(mode="json", by_alias=True)
    assert {"crowd", "waits", "zones", "dispatch"} <= spelled.keys()
    assert Couriers.model_validate(spelled) == Couriers.model_validate(WAVES)


def test_waves_need_couriers_on_the_payroll_and_one_calendar():
    with pytest.raises(ValidationError, match="need `full_time` couriers"):
        Couriers.model_validate(WAVES | {"full_time": 0})
    with pytest.raises(ValidationError, match="not both"):
        Couriers.model_validate(WAVES | {"every": "1h"})


def test_every_shipped_world_reads_in_again_when_written_out_in_full(root):
    for config in sorted((root / "configs").glob("*.yaml")):
        world = load_world(config)
        tree = resolved(world)
        tree.pop("files", None)
        assert load_tree(tree, folder=world.folder) == world
