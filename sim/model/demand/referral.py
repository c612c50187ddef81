"""Referral cascades (裂变): each buyer refers a Poisson number of further buyers, who refer others in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats, Ints
from sim.randoms import Keys

Uniforms = Callable[[str, Keys], Floats]
"""Random numbers of keyed orders, as `Streams.uniforms`: (name, keys) -> numbers in (0, 1)."""

MOST_BUYERS = 50_000_000
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, eq=False)
class ReferralTree:
    """All buyers, seeds first, then by generation; every column has shape (buyers,).

    time; key; parent: the row that referred it, -1 for a seed; root: the row of its seed; generation: 0 for a seed.
    """

    time: Floats
    key: Keys
    parent: Ints
    root: Ints
    generation: Ints


def cascade(
    times: Floats,
    keys: Keys,
    reach: float,
    delay: Callable[[Floats], Floats],
    uniforms: Uniforms,
    until: float = np.inf,
    since: float = -np.inf,
    boost: float = 1.0,
) -> ReferralTree:
    """Spread from seeds at `times` with `keys`; referrals that would fall outside (`since`, `until`] do not happen.

    Every buyer refers Poisson(`reach`) others, each after delay(u) minutes. With reach r < 1 and no end, n seeds give
    n / (1 - r) buyers in all (Borel-Tanner law); a reach >= 1 needs a finite `until`. `boost` multiplies the reach of
    the seeds alone, and so the expected number of all their descendants. A buyer's random numbers depend on its own
    key and a child's key on its parent's, so that another seed never changes this one's descendants.
    """
    if not 0 <= reach < np.inf or (reach >= 1 and until == np.inf):
        raise ValueError(f"reach must be >= 0, and below 1 unless the cascade has an end; found {reach}")
    table = _poisson_table(reach * boost)
    rows = np.arange(times.size)
    time, key, parent, root, generation = [times], [keys], [np.full(times.size, -1)], [rows], [np.zeros_like(rows)]
    total, depth = times.size, 0
    while rows.size:
        children = np.searchsorted(table, uniforms("referral reach", key[-1]), side="right")
        mother = np.repeat(np.arange(rows.size), children)
        rank = np.arange(mother.size) - np.searchsorted(mother, mother, side="left")
        born = child_keys(key[-1][mother], rank)
        at = time[-1][mother] + delay(uniforms("referral delay", born))
        stays = (at > since) & (at <= until)
        mother, depth, table = mother[stays], depth + 1, _poisson_table(reach)
        time.append(at[stays])
        key.append(born[stays])
        parent.append(rows[mother])
        root.append(root[-1][mother])
        generation.append(np.full(mother.size, depth))
        rows = total + np.arange(mother.size)
        total += mother.size
        if total > MOST_BUYERS:
            raise ValueError(f"the cascade passed {MOST_BUYERS} buyers by generation {depth}; reach {reach}")
    columns = (np.concatenate(column) for column in (parent, root, generation))
    return ReferralTree(np.concatenate(time), np.concatenate(key), *columns)


def child_keys(parents: Keys, rank: Ints) -> Keys:
    """Keys of children from their parents' keys and their rank among siblings (SplitMix64's finaliser)."""
    with np.errstate(over="ignore"):
        z = parents * _MIX_1 + (rank.astype(np.uint64) + np.uint64(1)) * _ODD
        z = (z ^ (z >> np.uint64(30))) * _MIX_1
        z = (z ^ (z >> np.uint64(27))) * _MIX_2
    return np.asarray(z ^ (z >> np.uint64(31)), dtype=np.uint64)


def _poisson_table(mean: float) -> Floats:
    """Cumulative Poisson probabilities, up to where the tail is below the precision of a float."""
    most = int(mean + 12 * np.sqrt(mean) + 30)
    k = np.arange(1, most + 1)
    terms = np.concatenate(([1.0], np.cumprod(mean / k)))
    return np.asarray(np.cumsum(terms) * np.exp(-mean))
