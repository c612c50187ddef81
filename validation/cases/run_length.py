"""How long a case is to be run, read from a sentence such as "10 reps x 50,000 customers after 5,000 warm-up"."""

from __future__ import annotations

import re
from dataclasses import dataclass

SMALLEST, FEWEST = 10, 10
"""Least size of a replication, and least number of short replications, from which an error can be estimated."""


@dataclass(frozen=True)
class RunLength:
    """Replications, size of each (customers, periods, ...) and warm-up; None = the case does not say."""

    replications: int | None = None
    size: int | None = None
    warm_up: int | None = None

    def at_most(self, replications: int, size: int) -> tuple[int, int]:
        """Replications and size: those given, or those of the case where its total is smaller.

        >>> RunLength(4, 600).at_most(30, 2_000), RunLength(10, 30_000).at_most(30, 2_000)
        ((4, 600), (30, 2000))
        """
        if self.replications and self.size and self.replications * self.size < replications * size:
            return self.replications, max(self.size, SMALLEST)
        return replications, size

    def in_short_runs(self, replications: int, size: int) -> tuple[int, int]:
        """Replications and size for a model whose runs may be short: the total of the case, cut into short runs.

        At most what is given, in `FEWEST` replications at least.

        >>> [RunLength(n, size).in_short_runs(40, 100) for n, size in ((4, 300), (2, 300), (10, 30_000))]
        [(12, 100), (10, 60), (40, 100)]
        """
        of_case = (self.replications or 1) * self.size if self.size else replications * size
        total = min(of_case, replications * size)
        count = min(max(-(-total // size), FEWEST), replications)
        return count, max(total // count, SMALLEST)

    def per_item(self, most: int, items: int, replications: int) -> int:
        """Periods of each of the `items` that are played side by side in a replication: `most`, or fewer if the case
        asks for fewer in all.
        """
        if self.size is None:
            return most
        return min(max(-(-self.size // (items * replications)), SMALLEST), most)


def run_length_of(text: str) -> RunLength:
    """The numbers of a sentence about the length of a run.

    >>> run_length_of("10 reps x 50,000 customers after 5,000 warm-up")
    RunLength(replications=10, size=50000, warm_up=5000)
    >>> run_length_of("20,000 groups")
    RunLength(replications=None, size=20000, warm_up=None)
    """
    warm = re.search(r"after ([0-9][0-9,]*)", text)
    replications = re.search(r"([0-9][0-9,]*) (?:reps|replications)", text)
    rest = text[: warm.start()] if warm else text
    rest = rest[replications.end() :] if replications else rest
    size = re.search(r"([0-9][0-9,]*)", rest)
    return RunLength(*(int(match[1].replace(",", "")) if match else None for match in (replications, size, warm)))
