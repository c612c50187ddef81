"""What `--dry-run` prints: what would be played and written; the files are checked, nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.cli.options import Settings


def dry_run(
    settings: Settings, config: Path, scenarios: list[str], replications: int, out: Path, policies: Sequence[str] = ()
) -> None:
    """The variants that a study would play."""
    from sim.cli.screen import show_json, show_text
    from sim.cli.study import show_changes
    from sim.experiment.inputs.loading import load, load_scenarios
    from sim.experiment.inputs.policy_sets import load_policy_sets

    show_changes(settings, config)
    world = load(config, settings.overrides)
    found = load_scenarios(world, scenarios, config)
    variants = ["baseline"]
    for name, scenario in found.items():
        variants += [name, *(() if policies else (f"{name}+{plan}" for plan in scenario.plans))]
    if policies:
        sets = load_policy_sets(world, policies, config)
        variants = [f"{policy}@{variant}" for policy in sets for variant in variants]
    runs = len(variants) * replications
    if settings.json:
        show_json({"config": str(config), "out": str(out), "replications": replications, "variants": variants})
        return
    for variant in variants:
        show_text(variant)
    show_text(
        f"{len(variants)} x {replications} = {runs} runs, to be written under {out}; nothing was done (--dry-run)"
    )


def dry_run_stress(settings: Settings, config: Path, only: list[str], replications: int, out: Path) -> None:
    """The elements that a stress test would knock out."""
    from sim.cli.screen import show_json, show_text
    from sim.cli.study import show_changes
    from sim.experiment.inputs.loading import load
    from sim.experiment.studies.knockout import elements

    show_changes(settings, config)
    known = elements(load(config, settings.overrides), only)
    if settings.json:
        show_json({"config": str(config), "out": str(out), "replications": replications, "elements": list(known)})
        return
    for name in known:
        show_text(name)
    show_text(f"{len(known)} elements x {replications} = {len(known) * replications} runs and {replications} without a "
              f"loss, to be written under {out}; nothing was done (--dry-run)")  # fmt: skip
