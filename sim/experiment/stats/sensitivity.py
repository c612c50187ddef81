"""What matters most: one setting at a time (tornado), Morris' screening, Sobol's indices, spread by its source.

Shapes: values (points, replications); shares (points, knobs) in [0, 1], how far along its range each knob stands.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.experiment.stats.estimates import mean_interval
from sim.experiment.stats.extras import extra
from sim.experiment.stats.paired import paired
from sim.experiment.stats.points import Knob
from sim.randoms import Streams
from sim.results.studies import ElementaryEffect, SobolIndex, Spread, Swing

PURPOSE = "sensitivity by Morris or Sobol"
LEVELS = 4


def tornado_shares(knobs: int) -> Floats:
    """The ends of each knob, all others in the middle, after the middle itself; shape (1 + 2 knobs, knobs)."""
    shares = np.full((1 + 2 * knobs, knobs), 0.5)
    for number in range(knobs):
        shares[1 + 2 * number, number], shares[2 + 2 * number, number] = 0.0, 1.0
    return shares


def tornado(knobs: Sequence[Knob], values: Floats) -> tuple[Swing, ...]:
    """How far each knob alone moves a measure from the middle, widest swing (middle and both ends) first.

    values  rows as in `tornado_shares`; the differences are paired, under the same random numbers.
    """
    rows = []
    for number, one in enumerate(knobs):
        low, high = (paired(values[1 + 2 * number + end], values[0]) for end in (0, 1))
        swing = float(np.ptp(np.nan_to_num([0.0, low.mean, high.mean])))
        rows.append(Swing(key=one.key, start=one.at(0.0), end=one.at(1.0), low=low, high=high, swing=swing))
    return tuple(sorted(rows, key=lambda row: -row.swing))


def morris_shares(knobs: Sequence[Knob], trajectories: int, seed: int) -> Floats:
    """Points of Morris (1991): `trajectories` walks through a grid of four levels, one knob changed at each step."""
    sample = extra("SALib.sample.morris", "study", PURPOSE).sample
    return np.asarray(sample(_problem(knobs), trajectories, num_levels=LEVELS, seed=_seed(seed, "morris")))


def morris(knobs: Sequence[Knob], shares: Floats, means: Floats, seed: int) -> tuple[ElementaryEffect, ...] | None:
    """Mean of the absolute elementary effects (mu*), with its interval, and their spread (sigma), largest mu* first.

    A large sigma beside mu* means that the effect depends on the other knobs, or is not linear. None when the measure
    is undefined at some point: a walk with a hole has no effects.
    """
    if not np.isfinite(means).all():
        return None
    analyze = extra("SALib.analyze.morris", "study", PURPOSE).analyze
    found = analyze(_problem(knobs), shares, means, num_levels=LEVELS, seed=_seed(seed, "morris-bootstrap"))
    columns = {"mu_star": "mu_star", "mu": "mu", "mu_star_ci": "mu_star_conf", "sigma": "sigma"}
    rows = [
        ElementaryEffect(key=one.key, **{name: float(found[column][k]) for name, column in columns.items()})
        for k, one in enumerate(knobs)
    ]
    return tuple(sorted(rows, key=lambda row: -row.mu_star))


def sobol_shares(knobs: Sequence[Knob], base: int, seed: int) -> Floats:
    """Points of Saltelli's scheme for Sobol's indices, base x (knobs + 2); `base` should be a power of two."""
    sample = extra("SALib.sample.sobol", "study", PURPOSE).sample
    return np.asarray(sample(_problem(knobs), base, calc_second_order=False, seed=_seed(seed, "sobol")))


def sobol(knobs: Sequence[Knob], means: Floats, seed: int) -> tuple[SobolIndex, ...] | None:
    """Share of the variance that each knob explains alone (first) and with all others (total), largest total first.

    Source: Saltelli et al. (2010). The intervals are SALib's bootstrap over the points, on the random numbers that they
    share; a measure that never varies has zeros. None when the measure is undefined at some point.
    """
    if not np.isfinite(means).all():
        return None
    if np.ptp(means) == 0:
        return tuple(SobolIndex(key=one.key, first=0.0, first_ci=0.0, total=0.0, total_ci=0.0) for one in knobs)
    analyze = extra("SALib.analyze.sobol", "study", PURPOSE).analyze
    found = analyze(_problem(knobs), means, calc_second_order=False, seed=_seed(seed, "sobol-bootstrap"))
    columns = {"first": "S1", "first_ci": "S1_conf", "total": "ST", "total_ci": "ST_conf"}
    rows = [
        SobolIndex(key=one.key, **{name: float(found[column][k]) for name, column in columns.items()})
        for k, one in enumerate(knobs)
    ]
    return tuple(sorted(rows, key=lambda row: -row.total))


def spread_by_source(values: Floats) -> Spread:
    """Split the spread of a measure into that of inputs (rows) and that of the random numbers (columns).

    All rows meet the same random numbers. Two-way analysis of variance, one value a cell: y_ij = m + input_i +
    replication_j + e_ij; input variance (MS_rows - MS_rest) / columns, that of replications
    (MS_columns - MS_rest) / rows + MS_rest, each at least 0. Source: Montgomery (2013), section 13.2. The mean of a row
    still varies with the replications: for the range the rows are drawn together until they spread as the inputs do.
    Replications in which some row is undefined are left out.
    """
    known = values[:, np.isfinite(values).all(axis=0)]
    rows, columns = known.shape
    if rows < 2 or columns < 2:
        raise ValueError(f"values of shape {known.shape}: needs two points and two replications that are defined")
    mean = known.mean()
    by_row, by_column = known.mean(axis=1), known.mean(axis=0)
    rest = known - by_row[:, None] - by_column + mean
    ms_rows = columns * ((by_row - mean) ** 2).sum() / (rows - 1)
    ms_columns = rows * ((by_column - mean) ** 2).sum() / (columns - 1)
    ms_rest = (rest**2).sum() / ((rows - 1) * (columns - 1))
    inputs = max((ms_rows - ms_rest) / columns, 0.0)
    replications = max((ms_columns - ms_rest) / rows, 0.0) + ms_rest
    found = mean_interval(by_column)
    spread = by_row.std(ddof=1)
    drawn = np.sqrt(inputs) / spread if spread else 0.0
    low, high = (float(mean + end * drawn) for end in np.quantile(by_row - mean, (0.025, 0.975)))
    return Spread(
        mean=float(mean),
        inputs=float(np.sqrt(inputs)),
        luck=float(np.sqrt(replications)),
        interval=(found.ci_low, found.ci_high),
        range=(low, high),
    )


def _problem(knobs: Sequence[Knob]) -> dict[str, Any]:
    """The unit cube, as SALib describes it."""
    return {"num_vars": len(knobs), "names": [one.key for one in knobs], "bounds": [[0.0, 1.0]] * len(knobs)}


def _seed(seed: int, name: str) -> int:
    return int(Streams(seed).rng(name).integers(2**31))
