"""What is run, written out with every default, as texts that read in again to the same, and one hash of all."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.results.documents import fingerprint
from sim.schema.policy_set import PolicySet
from sim.schema.resolved import resolved, to_yaml
from sim.schema.scenario import Scenario
from sim.schema.world import World


@dataclass(frozen=True)
class ResolvedInputs:
    """World, scenarios and policy sets as YAML."""

    world: str
    scenarios: Mapping[str, str]
    policies: Mapping[str, str]

    @property
    def hash(self) -> str:
        """SHA-256 of the texts in the order of the study."""
        return fingerprint([self.world, *(part for pair in self.scenarios.items() for part in pair), *self._policies])

    @property
    def _policies(self) -> list[str]:
        """Names and texts of the policy sets, kept apart from those of the scenarios."""
        return [part for name, text in self.policies.items() for part in (f"policies/{name}", text)]


def resolve(
    world: World, scenarios: Mapping[str, Scenario], policies: Mapping[str, PolicySet] | None = None
) -> ResolvedInputs:
    """A world, its scenarios and policy sets as texts."""
    return ResolvedInputs(to_yaml(resolved(world)), _texts(scenarios), _texts(policies or {}))


def _texts(parts: Mapping[str, Scenario] | Mapping[str, PolicySet]) -> dict[str, str]:
    return {
        name: to_yaml(part.model_dump(mode="json", by_alias=True, exclude_none=True)) for name, part in parts.items()
    }
