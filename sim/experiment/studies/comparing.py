"""A comparison of policy sets from files to its run folder: load, play under common random numbers, compare, write."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

from sim.errors import SurgeError
from sim.experiment.inputs.policy_sets import load_policy_sets
from sim.experiment.play.precision import MEASURES, PairedPrecision
from sim.experiment.play.race import Rules, race
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import Design, Progress, Samples, perform
from sim.experiment.play.setup import Setup
from sim.experiment.stats.selection import selectable
from sim.experiment.studies.compare import compared, without_plans
from sim.kpi.registry import find

LABEL = "compare"
Select = Literal["auto", "none", "kn", "ocba"]
MANY = 4
MOST = 200
"""The cap of replications when nothing is said, or what the first look plays, if that is more."""


class TooFewPoliciesError(SurgeError):
    """A comparison of less than two ways."""

    exit_code = 2


class TooFewReplicationsError(SurgeError):
    """A comparison that may play less than it begins with."""

    exit_code = 2


def run_compare(
    setup: Setup,
    policies: Sequence[str],
    most: int | None = None,
    select: Select = "auto",
    by: str = "fulfilment_rate",
    budget: int | None = None,
    kpis: Sequence[str] = (),
) -> dict[str, Any]:
    """Compare policy sets, the first of which is the base, in the ordinary month and in the scenarios of the setup.

    Plays the setup's `replications` of each at a time until every difference is known as precisely as
    `PairedPrecision` says, or `most` are played. With more than four, or when `select` says so, the best by the measure
    `by` is selected instead: only those still in the race play on (see `Rules`; `budget` is for OCBA). Scenarios are
    played without their plans.

    The result is that of the base, with the comparison under `comparison`. Raises `ConfigError`,
    `UnknownMeasureError`, `TooFewPoliciesError` and `TooFewReplicationsError` before anything is written, and otherwise
    as `carry_out`.
    """
    names, best_by = [find(kpi).name for kpi in kpis] or list(MEASURES), find(by).name
    most = max(MOST, setup.replications) if most is None else most
    if most < setup.replications:
        raise TooFewReplicationsError(
            f"`--most {most}` allows fewer replications than the {setup.replications} to begin with (`-n`): "
            "raise the one or lower the other"
        )
    world = setup.world()
    sets = load_policy_sets(world, policies, setup.config)
    if len(sets) < 2:
        raise TooFewPoliciesError(f"a comparison needs at least two policy sets; found {', '.join(sets) or 'none'}")
    plain = without_plans(setup.met(world))
    method = ("kn" if len(sets) > MANY else "none") if select == "auto" else select
    if method == "none":
        precision = PairedPrecision(base=next(iter(sets)), most=most, measures=names)
        design = setup.design(world, plain, sets, precision)
        return carry_out(design, LABEL, setup, partial(compared, design, kpis=names))
    rules = Rules(method, best_by, most, budget)
    selectable(method, len(sets), setup.replications, budget)
    design = setup.design(world, plain, sets)
    found: dict[str, Any] = {}

    def play(design: Design, jobs: int, progress: Progress | None, resume: bool) -> Samples:
        samples, selection = race(design, perform(design, jobs, progress, resume), rules, jobs)
        found.update(selection)
        return samples

    finish = partial(compared, design, selection=found, kpis=names)
    return carry_out(design, f"{LABEL}-{method}", setup, finish, play, str(rules))
