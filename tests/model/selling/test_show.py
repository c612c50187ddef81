"""A show's rush follows the tier of its streamer."""

import numpy as np

from tests.model.small import play


def first_minutes(**more: object) -> float:
    """Share of a show's orders in the first tenth after the link has opened."""
    show = {"start": "d0 08:00", "lasts": "100min", "orders": 4000, "exactly": True, "products": {"loaf": 1}, **more}
    record = play(
        {
            "horizon": "1d",
            "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
            "communities": {"east": {"delivered_from": "shop"}},
            "shows": {"launch": show},
        }
    )
    placed = record.orders["placed"]
    return float(np.mean((placed >= 488) & (placed < 497.2)))


def test_a_head_streamer_brings_the_steepest_rush_and_a_spike_that_is_given_counts_more():
    head, waist, brand = (first_minutes(streamer=tier) for tier in ("head", "waist", "brand"))
    assert head > 1.4 * waist > 1.4 * brand
    assert first_minutes(streamer="head", spike=3) == waist
