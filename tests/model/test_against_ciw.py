"""A small network of queues, order by order, against another simulator: Ciw (Palmer et al. 2019)."""

import warnings

import numpy as np
import pytest

from tests.model.small import play
from validation.measures.queueing import sojourns_at

ORDERS = 60


def by_ciw(gaps, picks, packs):
    """When each order begins and ends at the two stations, shape (4, orders): one picker, then two packers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ciw = pytest.importorskip("ciw", reason="compares with Ciw, extra dev")
        network = ciw.create_network(
            arrival_distributions=[ciw.dists.Sequential([*gaps, float("inf")]), None],
            service_distributions=[ciw.dists.Sequential(list(picks)), ciw.dists.Sequential(list(packs))],
            routing=[[0.0, 1.0], [0.0, 0.0]],
            number_of_servers=[1, 2],
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(10_000)
    records = sorted(simulation.get_all_records(), key=lambda row: (row.node, row.id_number))
    times = [(row.service_start_date, row.service_end_date) for row in records]
    return np.array([*zip(*times[:ORDERS], strict=True), *zip(*times[ORDERS:], strict=True)])


def by_surge(gaps, picks, packs):
    """The same."""

    def recorded(minutes):
        return {"recorded": [f"{value!r}min" for value in minutes]}

    arrivals = [f"{value!r}min" for value in np.cumsum(gaps).tolist()]
    record = play(
        {
            "sites": {
                "shop": {
                    "kind": "warehouse",
                    "stock": "unlimited",
                    "stations": {
                        "pick": {"servers": 1, "takes": recorded(picks)},
                        "pack": {"servers": 2, "takes": recorded(packs)},
                    },
                }
            },
            "communities": {"home": {"delivered_from": "shop"}},
            "regular": {"people": {"arrives": {"kind": "at", "at": arrivals}}},
            "horizon": "10000min",
        }
    )
    visits = [sojourns_at(record, f"shop.{station}") for station in ("pick", "pack")]
    rows = [one.order.argsort() for one in visits]
    return np.array(
        [column[row] for one, row in zip(visits, rows, strict=True) for column in (one.started, one.finished)]
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_service_of_two_stations_begins_and_ends_when_it_does_in_ciw(seed):
    luck = np.random.default_rng(seed)
    gaps, picks, packs = (luck.exponential(mean, ORDERS).tolist() for mean in (1.0, 0.8, 1.7))
    assert np.allclose(by_surge(gaps, picks, packs), by_ciw(gaps, picks, packs), rtol=0, atol=1e-9)
