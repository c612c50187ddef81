"""What a study plays, by policy set: the baseline, every scenario without a plan and with each of its plans alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.errors import SurgeError
from sim.experiment.inputs.thresholds import thresholds
from sim.results.folder import scenario_folder
from sim.results.study import BASELINE
from sim.schema.patch import apply
from sim.schema.scenario import Scenario
from sim.schema.world import World


@dataclass(frozen=True)
class Variant:
    """A scenario (`baseline` = none), the plan that answers it (or None), the policy set (None = the world's own)."""

    scenario: str
    plan: str | None = None
    policy: str | None = None

    def __str__(self) -> str:
        name = scenario_folder(self.scenario, self.plan)
        return f"{self.policy}@{name}" if self.policy else name


@dataclass(frozen=True)
class Block:
    """One world and the variants that are played in it; its unshocked run is the twin of them all."""

    world: World
    scenarios: Mapping[str, Scenario]
    policy: str | None = None

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Every scenario without a plan, then with each of its plans."""
        return tuple(variants(self.scenarios, self.policy))

    def split(self) -> list["Block"]:
        """One block for each scenario; the baseline goes with the first."""
        shocked = [name for name in self.scenarios if name != BASELINE]
        if len(shocked) < 2:
            return [self]
        first = {name: one for name, one in self.scenarios.items() if name in (BASELINE, shocked[0])}
        parts = (first, *({name: self.scenarios[name]} for name in shocked[1:]))
        return [Block(self.world, one, self.policy) for one in parts]


def variants(scenarios: Mapping[str, Scenario], policy: str | None = None) -> Iterator[Variant]:
    """All variants of scenarios, under one policy set, in the order of a study."""
    for name, scenario in scenarios.items():
        yield Variant(name, None, policy)
        yield from (Variant(name, plan, policy) for plan in scenario.plans)


def with_baseline(world: World, scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """The scenarios after a baseline in which nothing happens."""
    if BASELINE in scenarios:
        raise SurgeError(f"a scenario cannot be called '{BASELINE}': that is the name of the run without any")
    return {BASELINE: Scenario(title={"zh": "基线", "en": "Baseline"}), **scenarios}


def blocks(world: World, scenarios: Mapping[str, Scenario], policy: str | None = None) -> list[Block]:
    """The scenarios by the world in which they are played: those without `over` share the world as it is."""
    plain = {name: scenario for name, scenario in scenarios.items() if not scenario.over}
    patched = {name: scenario for name, scenario in scenarios.items() if scenario.over}
    own = [Block(apply(world, scenario).world, {name: scenario}, policy) for name, scenario in patched.items()]
    return [Block(world, plain, policy), *own] if plain else own


def meta(world: World, scenario: Scenario | None, variant: Variant) -> dict[str, Any]:
    """The metadata of a record: how it was run; `shock_until` is None when a shock has no fixed end."""
    begins = [max(shock.start.minutes(world.start), 0.0) for shock in scenario.shocks] if scenario else []
    lasts = [shock.lasts for shock in scenario.shocks] if scenario else []
    ends = [begin + last for begin, last in zip(begins, lasts, strict=True) if last is not None]
    return {
        "scenario": variant.scenario,
        "plan": variant.plan,
        "shock_from": min(begins, default=None),
        "shock_until": max(ends) if ends and len(ends) == len(begins) else None,
        "targets": {name: dict(one) for name, one in thresholds(world).items()},
    }
