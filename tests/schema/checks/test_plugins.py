"""Plug-ins of a world find mistakes of their own, wherever in it they are."""

from sim.plug import Mistake
from sim.policies.forecast.moving_average import MovingAverage
from sim.policies.replenishment.min_max import MinMax
from sim.schema.checks.plugins import check, plugins_in
from sim.schema.references import problems

from .drafts import draft_of, reported

WORLD = """\
products: {loaf: {price: 1, bought_from: mill}}
suppliers: {mill: {}}
sites: {shop: {kind: front_point, at: [0, 0]}, yard: {kind: dc, at: [0, 0]}}
communities: {home: {}}
replenishment:
  - {at: shop, items: [loaf], policy: {kind: forecast_up_to, forecast: {kind: moving_average}}}
  - {at: yard, items: [loaf], policy: {kind: min_max, reorder_point: 1, order_up_to: 7}}
regular: {people: {arrives: {kind: steady, rate: 1/h}, pickup: 1}}"""


def test_every_plug_in_is_found_with_its_path_also_inside_another():
    found = {at: plugin.kind for at, plugin in plugins_in(draft_of(WORLD).world)}
    assert found == {
        ("replenishment", 0, "policy"): "forecast_up_to",
        ("replenishment", 0, "policy", "forecast"): "moving_average",
        ("replenishment", 1, "policy"): "min_max",
        ("regular", "people", "arrives"): "steady",
    }


def test_what_a_plug_in_finds_is_reported_at_its_key(monkeypatch):
    def dear(self, world):
        if "shop" in world.names("site"):
            yield Mistake("order_up_to", "more than fits in", f"at most {len(world.spelled_out(['site'], ['*']))}")

    monkeypatch.setattr(MinMax, "problems", dear)
    monkeypatch.setattr(MovingAverage, "problems", lambda self, world: iter([Mistake("days", "too many")]))
    assert reported(check, WORLD) == [
        "w.yaml:6:62 replenishment.0.policy.forecast.days: too many",
        "w.yaml:7:86 replenishment.1.policy.order_up_to: more than fits in; allowed: at most 2",
    ]
    assert {problem.message for problem in problems(draft_of(WORLD))} >= {"more than fits in", "too many"}


def test_in_a_world_with_other_mistakes_plug_ins_are_not_asked(monkeypatch):
    monkeypatch.setattr(MinMax, "problems", lambda self, world: iter([Mistake("order_up_to", "no")]))
    assert "no" not in {one.message for one in problems(draft_of(WORLD.replace("bought_from: mill", "cost: x")))}
