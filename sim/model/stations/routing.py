"""Where an order goes after each station of a floor."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from sim.model.stations.spec import SAME_SHARE, StationSpec
from sim.model.stations.stage import Minutes, Orders

OUT = -1
"""The index of the next station when an order leaves the floor."""


class Routing:
    """Stations by index, in the order of the floor; `codes` gives the index of a name."""

    def __init__(self, stations: Sequence[StationSpec]) -> None:
        names = [spec.name for spec in stations]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"a floor needs stations, each with its own name, not {names}")
        self.codes = {name: code for code, name in enumerate(names)}
        self.nexts: list[list[int]] = []
        self._edges: list[list[float]] = []
        for code, spec in enumerate(stations):
            onward = {names[code + 1]: 1.0} if code + 1 < len(names) else {}
            routes = onward if spec.routes is None else {name: p for name, p in spec.routes.items() if p > 0}
            if unknown := sorted(routes.keys() - self.codes.keys()):
                raise ValueError(f"{spec.name}: no station {', '.join(unknown)}; there are {', '.join(names)}")
            edges = list(accumulate(routes.values()))
            if edges and edges[-1] > 1 - SAME_SHARE:
                edges[-1] = math.inf
            self._edges.append(edges)
            self.nexts.append([*(self.codes[name] for name in routes), OUT])

    def chosen(self, station: str | None) -> list[int]:
        """The index of one station, or of all."""
        return list(self.codes.values()) if station is None else [self.codes[station]]

    def certain(self, code: int) -> bool:
        """Whether every order goes the same way."""
        return not self._edges[code] or self._edges[code][0] == math.inf

    def step(self, code: int, u: float) -> int:
        """The next station of one order, whose uniform draw is `u`."""
        return self.nexts[code][bisect_right(self._edges[code], u)]

    def steps(self, code: int, u: Minutes) -> Orders:
        """The next stations of many, shape of `u`."""
        return np.array(self.nexts[code])[np.searchsorted(self._edges[code], u, side="right")]

    def sorted(self) -> list[int] | None:
        """The stations, each after all that feed it; None when orders can come back."""
        feeds = {code: {after for after in nexts if after != OUT} for code, nexts in enumerate(self.nexts)}
        sequence: list[int] = []
        while feeds:
            fed = set().union(*feeds.values())
            first = next((code for code in feeds if code not in fed), None)
            if first is None:
                return None
            del feeds[first]
            sequence.append(first)
        return sequence
