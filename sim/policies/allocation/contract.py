"""What every allocation policy promises: `check(MyPolicy)` raises AssertionError with a sentence."""

from collections.abc import Iterator

import numpy as np

from sim.contract import require
from sim.policies.allocation import Allocation
from sim.policies.contract import VIEWS, check_fields, drawn_view
from sim.policies.view import SITE, QueueView, frozen
from sim.tolerance import SAME_UNITS


def check(plugin: type[Allocation] | Allocation) -> None:
    """From 0 to what is wanted, together at most what is there; nothing kept back but what `reserve` declares."""
    policy = check_fields(plugin)
    for view in queues():
        units = policy.decide(view, 0.0)
        require(units.shape == view.wanted.shape, policy, "does not answer one amount a claim")
        within = bool(((units >= 0) & (units <= view.wanted + SAME_UNITS)).all())
        require(within, policy, f"gives {units} of {view.wanted}")
        there = bool(units.sum() <= view.available + SAME_UNITS)
        require(there, policy, f"gives {units.sum()} of {view.available}")
        require(np.array_equal(units, policy.decide(view, 0.0)), policy, "answers differently when asked again")
        keeps = policy.reserve(view.urgency)
        require(policy.reserves or not keeps.any(), policy, "keeps goods back; a policy that does sets `reserves`")
        short = units < view.wanted - SAME_UNITS
        room = view.available - units.sum() > keeps + SAME_UNITS
        require(not (short & room).any(), policy, "keeps back goods that a claim wants")


def queues(seed: int = 7, count: int = VIEWS) -> Iterator[QueueView]:
    """Queues of customers of several classes and of sites with shelves of all sorts, closed to writing."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        claims = int(rng.integers(1, 9))
        who = [str(name) for name in rng.choice(["", "", "east", "west"], claims)]
        urgency = np.array([SITE if name else int(rng.integers(0, 4)) for name in who])
        urgency.flags.writeable = False
        wanted = rng.integers(1, 60, claims).astype(float)
        shelves = {name: drawn_view(rng, 1, int(rng.choice([0, 9])), {}) for name in ("east", "west")}
        yield QueueView("dc", "milk", float(rng.integers(0, 150)), frozen(wanted), frozen(np.sort(rng.random(claims))),
                        urgency, tuple(who), shelves)  # fmt: skip
