"""Trip lengths by the continuum approximation."""

import numpy as np
import pytest

from sim.model.outbound.trips.continuum import TRAVELLING_SALESMAN, ContinuumTours, tour_km


def test_minutes_and_kilometres_of_a_trip_agree():
    tours = ContinuumTours(area=(4.0, 9.0), line_haul=(1.0, 3.0), speed=20.0)
    counts, zones = np.array([1, 9, 20]), np.array([0, 1, 0])
    km = tours.km(zones, counts)
    minutes = [tours.driving_minutes(z, n) for z, n in zip(zones.tolist(), counts.tolist(), strict=True)]
    assert np.allclose(km / 20.0 * 60.0, minutes)
    assert km[1] == pytest.approx(6.0 + 0.57 * 9.0)


def test_an_empty_trip_has_no_length_and_more_stops_are_never_shorter():
    km = tour_km(np.arange(30), np.full(30, 5.0), np.full(30, 2.0))
    assert km[0] == 0.0
    assert np.all(np.diff(km) > 0)


@pytest.mark.slow
def test_a_tour_through_many_points_of_a_square_is_near_the_travelling_salesman_constant():
    # nearest neighbour then 2-opt: a tour a few per cent above the optimum, never below it
    rng = np.random.default_rng(5)
    points = rng.random((300, 2))
    distance = np.linalg.norm(points[:, None] - points[None], axis=2)
    tour, left = [0], set(range(1, 300))
    while left:
        tour.append(min(left, key=lambda j: distance[tour[-1], j]))
        left.discard(tour[-1])
    improved = True
    while improved:
        improved = False
        for i in range(298):
            for j in range(i + 2, 300 - (i == 0)):
                a, b, c, d = tour[i], tour[i + 1], tour[j], tour[(j + 1) % 300]
                if distance[a, c] + distance[b, d] < distance[a, b] + distance[c, d] - 1e-12:
                    tour[i + 1 : j + 1] = reversed(tour[i + 1 : j + 1])
                    improved = True
    length = sum(distance[tour[i - 1], tour[i]] for i in range(300))
    expected = float(tour_km(np.array([300.0]), np.array([1.0]), np.array([0.0]), TRAVELLING_SALESMAN)[0])
    assert expected * 0.97 < length < expected * 1.2


def test_a_tour_without_speed_or_with_a_zone_missing_is_refused():
    with pytest.raises(ValueError, match="speed > 0"):
        ContinuumTours((1.0,), (1.0,), 0.0)
    with pytest.raises(ValueError, match="2 areas and 1 line hauls"):
        ContinuumTours((1.0, 2.0), (1.0,), 5.0)
