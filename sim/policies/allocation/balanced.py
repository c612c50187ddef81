"""Balanced shares: every site's shelf is to run out at the same time."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.allocation import Allocation
from sim.policies.allocation.first_come import in_line
from sim.policies.rounding import largest_remainders
from sim.policies.view import QueueView


class Balanced(Allocation):
    """(P(i) + x(i)) / D(i) = T for all i, 0 <= x(i) <= w(i): equal run-out times (Eppen & Schrage 1981).

    P = the site's position without what it waits for here, D = its mean demand a day, w = what it waits for here, T =
    the common run-out time, days; the fair shares of one item (Van der Heijden 1997). Customers have no shelf to run
    out: they come first, oldest first. A site without demand so far comes last. A site's share goes to its oldest
    claim first.

    >>> from sim.policies.view import StockView
    >>> shelves = {"east": StockView.of([10.0], 30, usage=[[5.0]]), "west": StockView.of([0.0], 30, usage=[[10.0]])}
    >>> who = {"claimants": ("east", "west"), "shelves": shelves}
    >>> Balanced().decide(QueueView("dc", "tea", 35.0, np.array([30.0, 30.0]), np.zeros(2), **who), now=0.0)
    array([ 5., 30.])
    """

    kind: Literal["balanced"] = "balanced"
    days: int = Field(default=7, ge=1, description="days of the past whose mean is a site's demand")
    whole: bool = Field(default=True, description="goods come in whole units")

    def decide(self, view: QueueView, now: float) -> Floats:
        """Customers, then the sites by run-out time, then sites without demand."""
        who, units = np.array(view.claimants), np.zeros(len(view.wanted))
        sites = [site for site in dict.fromkeys(view.claimants) if site]
        rate = np.array([self._rate(view, site) for site in sites])
        wanted = np.array([float(view.wanted[who == site].sum()) for site in sites])
        units[who == ""] = in_line(view.wanted[who == ""], view.available)
        left = view.available - units.sum()
        busy = np.flatnonzero(rate > 0)
        position = np.array([float(view.shelves[site].position[0]) for site in sites]) - wanted
        given = np.zeros(len(sites))
        given[busy] = self._level(position[busy], rate[busy], wanted[busy], left)
        idle = np.flatnonzero(rate <= 0)
        given[idle] = in_line(wanted[idle], left - given.sum())
        for site, amount in zip(sites, given.tolist(), strict=True):
            units[who == site] = in_line(view.wanted[who == site], amount)
        return units

    def _rate(self, view: QueueView, site: str) -> float:
        past = view.shelves[site].usage[:, -self.days :]
        return float(past.mean()) if past.size else 0.0

    def _level(self, position: Floats, rate: Floats, wanted: Floats, available: float) -> Floats:
        """What each site gets so that all run out together, as far as there is something to share."""
        if wanted.sum() <= available:
            return wanted
        edges = np.unique(np.concatenate((position / rate, (position + wanted) / rate)))
        shares = np.clip(edges[:, None] * rate - position, 0.0, wanted)
        time = float(np.interp(available, shares.sum(axis=1), edges))
        exact = np.clip(time * rate - position, 0.0, wanted)
        return largest_remainders(exact, wanted, available) if self.whole else exact
