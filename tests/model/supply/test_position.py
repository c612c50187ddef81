"""What triggers an order is the inventory position: on hand + on order - backlog, at or below the reorder point."""

import pytest

from tests.model.small import at, play

POLICY = {"kind": "fixed_quantity", "reorder_point": 75, "quantity": 40}
VECTORS = [  # on order, on hand, backlog: whether an order is due
    ((0, 100, 0), False),
    ((100, 0, 0), False),
    ((0, 0, 75), True),
    ((100, 0, 75), True),
    ((100, 25, 0), False),
    ((50, 0, 0), True),
]


def arranged(on_order, on_hand, backlog, policy):
    """A shop that gets into this state by minute 60: it has `on_hand + gone` at first, orders, sells and owes."""
    sold = 10
    streams = {"sold": at(30, quantity={sold: 1})}
    if backlog:
        streams["owed"] = at(40, quantity={backlog: 1})
    first = {"kind": "order_up_to", "order_up_to": on_hand + sold + on_order, "review": "9d", "first_review": "20min"}
    return {
        "products": {"loaf": {"price": 1}},
        "suppliers": {"mill": {"lead": "5h", "supplies": ["loaf"]}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": on_hand + sold}}},
        "replenishment": [
            {"at": "shop", "items": ["loaf"], "policy": first},
            {"at": "shop", "items": ["loaf"], "policy": {**policy, "review": "9d", "first_review": "60min"}},
        ],
        "regular": streams,
        "horizon": "1d",
    }


@pytest.mark.parametrize(("state", "due"), VECTORS)
def test_an_order_is_due_when_the_position_and_nothing_else_is_at_or_below_the_point(state, due):
    requests = play(arranged(*state, POLICY)).requests
    assert (requests["time"] == 60.0).sum() == due


@pytest.mark.parametrize(("state", "due"), VECTORS)
def test_order_up_to_brings_the_position_to_its_level(state, due):
    policy = {"kind": "min_max", "reorder_point": 75, "order_up_to": 200}
    requests = play(arranged(*state, policy)).requests
    on_order, on_hand, backlog = state
    units = requests["units"][requests["time"] == 60.0].tolist()
    assert units == ([200.0 - (on_order + on_hand - backlog)] if due else [])
