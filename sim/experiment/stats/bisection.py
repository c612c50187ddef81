"""Where a target begins to hold or to break: bisection along one setting, every step on the same random numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sim.errors import SurgeError
from sim.experiment.stats.constraints import Constraint
from sim.experiment.stats.points import Knob
from sim.results.study import Estimate

FINE = 1 / 256
"""How far apart the two ends of the answer may stand, as a share of the range."""


class NoCrossingError(SurgeError):
    """The target holds, or breaks, at both ends of the range."""

    exit_code = 4


@dataclass(frozen=True)
class Tried:
    """One value of the setting, the measure there, whether the mean meets the target and the whole interval agrees."""

    share: float
    at: str
    found: Estimate
    holds: bool
    sure: bool


@dataclass(frozen=True)
class Crossing:
    """The last value at which the target holds beside the first at which it breaks, and all that was tried."""

    holds: Tried
    breaks: Tried
    tried: tuple[Tried, ...]

    @property
    def uncertain(self) -> tuple[Tried, Tried] | None:
        """Where the replications cannot tell which side is which: the lowest and highest value of all at which the
        target lies in the interval, and the two sides. None when both sides are sure.
        """
        sides = (self.holds, self.breaks)
        if all(one.sure for one in sides):
            return None
        within = sorted((*sides, *(one for one in self.tried if not one.sure)), key=lambda one: one.share)
        return within[0], within[-1]


def find_crossing(
    knob: Knob, target: Constraint, play: Callable[[str], Estimate], on_tried: Callable[[int], None] = lambda _: None
) -> Crossing:
    """Bisect a range whose one end meets the target and whose other does not; whichever end that is.

    play      the measure at a value of the setting, over replications that are the same for every value
    on_tried  called with the number of values tried so far

    Assumes that between the ends the target is crossed once; with several crossings one of them is found. Raises
    `NoCrossingError` when both ends hold or both break.
    """
    tried: list[Tried] = []

    def attempt(share: float) -> Tried:
        at = knob.at(share)
        same = next((one for one in tried if one.at == at), None)
        if same is not None:
            return replace(same, share=share)
        found = play(at)
        # a measure that no replication defines surely breaks the target
        sure = found.n == 0 or target.sure(found) is not None
        tried.append(Tried(share, at, found, target.slip(found.mean) <= 0, sure))
        on_tried(len(tried))
        return tried[-1]

    low, high = attempt(0.0), attempt(1.0)
    if low.holds == high.holds:
        word = "holds" if low.holds else "breaks"
        raise NoCrossingError(
            f"{target} {word} at both ends of {knob.key}: {low.found.mean:.4g} at {low.at}, {high.found.mean:.4g} at "
            f"{high.at}: widen the range"
        )
    while high.share - low.share > FINE and knob.at((low.share + high.share) / 2) not in (low.at, high.at):
        middle = attempt((low.share + high.share) / 2)
        low, high = (middle, high) if middle.holds == low.holds else (low, middle)
    holds, breaks = (low, high) if low.holds else (high, low)
    return Crossing(holds, breaks, tuple(tried))
