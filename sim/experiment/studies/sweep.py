"""A sweep from a configuration file to its run folder: points, play on the same luck, analyse, write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sim.experiment.inputs.policy_sets import CURRENT, load_policy_sets
from sim.experiment.play.precision import MEASURES
from sim.experiment.play.run_folder import carry_out
from sim.experiment.play.runner import Design, Samples
from sim.experiment.play.setup import Setup
from sim.experiment.stats import sensitivity
from sim.experiment.stats.points import (
    STEPS,
    Knob,
    KnobError,
    Point,
    drawn,
    grid,
    knob,
    latin_hypercube,
    listed,
    placed,
)
from sim.experiment.studies.compare import result_of, without_plans
from sim.experiment.studies.swept import Swept, policy_sets
from sim.kpi.registry import find
from sim.schema.world import World

How = Literal["grid", "lhs", "tornado", "morris", "sobol", "inputs"]
POINTS: Mapping[How, int] = {"grid": STEPS, "lhs": 20, "tornado": 2, "morris": 8, "sobol": 32, "inputs": 20}
"""How many points when nothing is said: steps of a range, points of a hypercube, walks of Morris, base of Sobol."""
LABEL = "sweep"
LONG = 100  # in a range of so many whole numbers rounding moves a level by less than one in a hundred


@dataclass(frozen=True)
class Scheme:
    """The points of a sweep, and how what comes out is analysed: from the values of one measure in one scenario."""

    points: list[Point]
    analyse: Callable[[Swept, str, str], Any] | None = None
    places: Sequence[str] = ()
    """Where in a table each point stands; none when they come from settings to vary."""


def run_sweep(
    setup: Setup,
    vary: Sequence[str] = (),
    how: How = "grid",
    points: int | None = None,
    table: Path | None = None,
    kpis: Sequence[str] = (),
) -> dict[str, Any]:
    """Play a month at many points of its settings, and analyse it as `how` says.

    `vary` are settings such as `key=a,b,c` or `key=low..high`; none = what the world says is `uncertain`. A `table`
    (CSV) gives the points instead. The result is that of the world as it is, with the sweep under `sweep`. Raises
    `KnobError`, `ConfigError` and `MissingExtraError` before anything is written, and otherwise as `carry_out`.
    """
    if table and vary:
        raise KnobError("the points come from a table (--list) or from settings to vary (-x), not from both")
    world = setup.world()
    names = [find(kpi).name for kpi in kpis] or list(MEASURES)
    scheme = _scheme_in(table) if table else scheme_of(how, knobs_of(world, vary), points or POINTS[how], setup.seed)
    sets = load_policy_sets(world, [CURRENT]) | policy_sets(world, scheme.points, scheme.places)
    design = setup.design(world, without_plans(setup.met(world)), sets)
    kind = "list" if table else how
    return carry_out(design, LABEL, setup, partial(_result, design, scheme, kind, names), also=kind)


def knobs_of(world: World, vary: Sequence[str]) -> list[Knob]:
    """What is varied: what was said, else what the world calls uncertain."""
    knobs = [knob(text) for text in vary] or [knob(f"{key}={span}") for key, span in world.uncertain.items()]
    if not knobs:
        raise KnobError("nothing to vary: say --vary key=low..high, or list what is not known under `uncertain:`")
    keys = [one.key for one in knobs]
    if twice := [key for key in dict.fromkeys(keys) if keys.count(key) > 1]:
        raise KnobError(f"'{twice[0]}' is varied twice")
    return knobs


def scheme_of(how: How, knobs: Sequence[Knob], points: int, seed: int) -> Scheme:
    """The points of a kind of sweep, and its analysis."""
    if how == "grid":
        return Scheme(grid(knobs, points))
    if how == "lhs":
        return Scheme(latin_hypercube(knobs, points, seed))
    if how == "inputs":
        return Scheme(latin_hypercube(knobs, points, seed), _sources)
    if short := [one.key for one in knobs if not one.is_range]:
        raise KnobError(f"'{short[0]}': a {how} analysis needs a range, key=low..high")
    if how == "tornado":
        return Scheme(
            placed(knobs, sensitivity.tornado_shares(len(knobs))),
            lambda swept, *of: sensitivity.tornado(knobs, swept.values(*of)),
        )
    if how == "morris":
        _on_levels(knobs)
        shares = sensitivity.morris_shares(knobs, points, seed)
        return Scheme(
            placed(knobs, shares), lambda swept, *of: sensitivity.morris(knobs, shares, swept.means(*of), seed)
        )
    shares = sensitivity.sobol_shares(knobs, points, seed)
    return Scheme(drawn(knobs, shares), lambda swept, *of: sensitivity.sobol(knobs, swept.means(*of), seed))


def _scheme_in(table: Path) -> Scheme:
    points = listed(table)
    return Scheme(list(points.values()), places=list(points))


def _on_levels(knobs: Sequence[Knob]) -> None:
    """Morris compares steps of one length: a whole-number range must not be rounded at the levels of its walks."""
    steps = sensitivity.LEVELS - 1
    for one in knobs:
        if one.whole and one.high - one.low < LONG and (one.high - one.low) % steps:
            longer = one.low + steps * -((one.low - one.high) // steps)
            raise KnobError(
                f"'{one.key}': morris walks through {steps + 1} levels, which are not whole numbers in "
                f"{one.low:g}..{one.high:g}: take {one.low:g}..{longer:g}, or {one.low:.1f}..{one.high:g} for fractions"
            )


def _sources(swept: Swept, scenario: str, kpi: str) -> dict[str, Any] | None:
    try:
        return sensitivity.inputs_and_luck(swept.values(scenario, kpi))._asdict()
    except ValueError:  # a measure that is hardly ever defined has no spread to split
        return None


def _result(
    design: Design, scheme: Scheme, how: str, kpis: Sequence[str], samples: Samples, run_id: str, config_hash: str
) -> dict[str, Any]:
    names = [name for name in design.policies if name != CURRENT]
    swept = Swept(dict(zip(names, scheme.points, strict=True)), samples)
    sweep: dict[str, Any] = {"how": how, "kpis": list(kpis), "rows": swept.rows(kpis)}
    if scheme.analyse:
        sweep["analysis"] = [
            {"scenario": scenario, "kpi": kpi, "found": scheme.analyse(swept, scenario, kpi)}
            for scenario in swept.scenarios
            for kpi in kpis
        ]
    return {**result_of(design, samples, CURRENT, run_id, config_hash), "sweep": sweep}
