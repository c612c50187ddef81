"""Worlds as plain data, as one would write them in YAML: sites, stations, streams of orders, durations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from validation.cases.inputs import Inputs, UnfitError

Tree = dict[str, Any]
SITE, ITEM, PLACE = "shop", "order", "town"
START = "2026-01-01 00:00 +00:00"
LONGEST = 10_000_000.0
"""Longest run, minutes (nineteen years)."""
DISTRIBUTIONS = ("deterministic", "exponential", "uniform", "gamma", "erlang", "lognormal", "hyperexponential")


def minutes(value: float) -> str:
    """A time of a case: one unit of its time is one minute of the world."""
    return f"{float(value)!r}min"


def per_minute(value: float) -> str:
    """A rate of a case."""
    return f"{float(value)!r}/min"


def service_world(stations: Mapping[str, Tree], streams: Mapping[str, Tree], horizon: float, **more: Any) -> Tree:
    """One site with unlimited stock, its stations and regular streams of orders, for `horizon` minutes."""
    return world({SITE: service_site(stations)}, horizon, regular=dict(streams), **more)


def service_site(stations: Mapping[str, Tree]) -> Tree:
    """A site with unlimited stock, for its stations alone."""
    return {"kind": "warehouse", "stock": "unlimited", "stations": dict(stations)}


def world(sites: Mapping[str, Tree], horizon: float, **more: Any) -> Tree:
    """Sites, with one community for each, and one product."""
    if horizon > LONGEST:
        raise UnfitError(f"the run would last {horizon:.3g} units of time, more than {LONGEST:.3g}")
    return {
        "brand": "Verification",
        "start": START,
        "horizon": minutes(horizon),
        "products": {ITEM: {"price": 1}},
        "sites": dict(sites),
        "communities": {community_of(site): {"delivered_from": site} for site in sites},
        **more,
    }


def community_of(site: str) -> str:
    """The community that a site serves."""
    return PLACE if site == SITE else f"{PLACE}_{site}"


def station(servers: int | str, takes: Any, **more: Any) -> Tree:
    """Servers in parallel with one queue."""
    return {"servers": servers, "takes": takes, **more}


def poisson(rate: float, **more: Any) -> Tree:
    """A stream of orders as a Poisson process of this rate."""
    return {"arrives": {"kind": "steady", "rate": per_minute(rate)}, **more}


def exponential(mean: float) -> Tree:
    """An exponential duration."""
    return {"exponential": {"mean": minutes(mean)}}


def duration(inputs: Inputs, prefix: str = "service", default: str | None = None) -> tuple[Any, float]:
    """The distribution given by the inputs `service_dist`, `service_mean`, `service_cv2`, `lo`, `hi`; and its mean."""
    kind = inputs.word(f"{prefix}_dist", DISTRIBUTIONS, default)
    if kind == "uniform" and "lo" in inputs:
        low, high = inputs.number("lo", least=0), inputs.number("hi", least=0)
        if high < low:
            raise UnfitError(f"inputs.hi is {high:g}, below inputs.lo {low:g}")
        return {"uniform": {"low": minutes(low), "high": minutes(high)}}, (low + high) / 2
    mean = inputs.number(f"{prefix}_mean", above=0)
    if kind in ("deterministic", "exponential"):
        return (minutes(mean) if kind == "deterministic" else exponential(mean)), mean
    square = inputs.number(f"{prefix}_cv2", least=0)
    if square == 0:
        return minutes(mean), mean
    if kind == "uniform":
        half = mean * float(np.sqrt(3 * square))
        if half > mean:
            raise UnfitError(
                f"inputs.{prefix}_cv2 is {square:g}; a uniform duration that is never negative has 1/3 at most"
            )
        return {"uniform": {"low": minutes(mean - half), "high": minutes(mean + half)}}, mean
    if kind == "hyperexponential" and square < 1:
        raise UnfitError(f"inputs.{prefix}_cv2 is {square:g}; a hyperexponential duration has at least 1")
    word = "gamma" if kind == "erlang" else kind
    return {word: {"mean": minutes(mean), "cv": float(np.sqrt(square))}}, mean
