"""Breaking points of shocks and stock from files, going on after a stop, and what is refused."""

import pytest

from sim.errors import ConfigError
from sim.experiment.play.setup import Setup
from sim.experiment.stats.bisection import NoCrossingError
from sim.experiment.stats.constraints import BoundError
from sim.experiment.stats.points import KnobError
from sim.experiment.studies import breaking_point
from sim.experiment.studies.breaking_point import BreakingPointStudy, run_breaking_point
from sim.results.index import RunIndex
from tests.experiment.small import RUSH, write

# One good, sold at a steady rate from a shelf: how much is on it at the start decides how much is in hand.
SHELF = """
brand: shelf
start: 2026-06-15 00:00 +08:00
horizon: 3d
products: {thing: {price: 20, cost: 8, bought_from: nobody}}
suppliers: {nobody: {lead: 30d}}
sites: {shop: {kind: micro_warehouse, opening: {thing: 50}}}
communities: {town: {households: 10, picks_up_at: shop}}
regular:
  everyday: {arrives: {kind: steady, rate: 100/d}, products: {thing: 1}, promise: 1d, patience: 30d, pickup: 100%}
"""


def example(folder):
    """A small study of this kind, for the contract."""
    path = folder / "shelf.yaml"
    path.write_text(SHELF, encoding="utf-8")
    study = BreakingPointStudy("sites.shop.opening.thing=150..210", "fulfilment_rate>=0.9")
    return study, Setup(path, folder / "out", replications=2)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"), rush=RUSH)


@pytest.fixture
def shelf(tmp_path):
    path = tmp_path / "shelf.yaml"
    path.write_text(SHELF, encoding="utf-8")
    return path


def setup(config, out, *scenarios, replications=2, jobs=1, **more):
    return Setup(config, out, scenarios, replications, jobs=jobs, **more)


def test_the_stock_that_a_service_level_needs_is_found(shelf, tmp_path):
    result = run_breaking_point(
        setup(shelf, tmp_path / "out"), "sites.shop.opening.thing=1..300", "fulfilment_rate>=0.9"
    )
    found = result.level
    assert (found.key, found.target, found.scenario) == (
        "sites.shop.opening.thing", "fulfilment_rate >= 0.9", None,
    )  # fmt: skip
    # a hundred a day; what is due in three days was ordered in two
    assert float(found.holds.at) == pytest.approx(0.9 * 200, rel=0.12)
    assert int(found.holds.at) == int(found.breaks.at) + 1
    assert found.holds.mean >= 0.9 > found.breaks.mean
    assert [int(one.at) for one in found.tried] == sorted(int(one.at) for one in found.tried)
    unsure = [one.at for one in found.tried if one.ci_low < 0.9 <= one.ci_high]
    assert [one.at for one in found.tried if not one.sure] == unsure
    assert (found.uncertain_from, found.uncertain_to) == (unsure[0], unsure[-1])


def test_the_smallest_shock_that_breaks_a_target_is_found(shelf, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "rush.yaml").write_text(
        "title: Rush\nshocks:\n  - {kind: hold, lever: demand, where: everyday, factor: 2, from: d0, for: 2d}\n",
        "utf-8",
    )
    more = {"overrides": ["sites.shop.opening.thing=400"]}
    found = run_breaking_point(
        setup(shelf, tmp_path / "out", "rush", **more), "shocks.0.factor=1.0..6", "fulfilment_rate>=0.8"
    ).level
    assert found.scenario == "rush"
    # 400 on the shelf serve 80 % of 500 orders, two and a half times the ordinary 200
    assert float(found.holds.at) < float(found.breaks.at)
    assert float(found.breaks.at) == pytest.approx(2.5, rel=0.12)


def test_a_search_that_was_interrupted_goes_on_to_the_same_bytes(shelf, tmp_path, monkeypatch):
    words = ("sites.shop.opening.thing=1..300", "fulfilment_rate>=0.9")
    whole = run_breaking_point(setup(shelf, tmp_path / "whole"), *words)
    played, real = [], breaking_point.perform

    def stopping(design, *rest):
        if len(played) == 4:
            raise KeyboardInterrupt
        played.append(design)
        return real(design, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(breaking_point, "perform", stopping)
        with pytest.raises(KeyboardInterrupt):
            run_breaking_point(setup(shelf, tmp_path / "parts"), *words)
    kept = sorted((tmp_path / "parts").glob("stress-*/tried/*/replications/baseline/*.json"))
    assert len(kept) == 4 * 2
    stamps = [path.stat().st_mtime_ns for path in kept]
    again = run_breaking_point(setup(shelf, tmp_path / "parts", resume=True), *words)
    assert again == whole
    assert [path.stat().st_mtime_ns for path in kept] == stamps


def test_progress_counts_replications(shelf, tmp_path):
    told = []
    run_breaking_point(
        setup(shelf, tmp_path / "out", progress=lambda done, total: told.append((done, total))),
        "sites.shop.opening.thing=100..250", "fulfilment_rate>=0.9",
    )  # fmt: skip
    assert [done for done, _ in told] == list(range(2, 2 * len(told) + 1, 2))
    assert all(done < total for done, total in told)


@pytest.mark.parametrize(
    ("vary", "target", "scenarios", "error", "said"),
    [
        ("horizon=1d,2d", "fulfilment_rate>=0.9", (), KnobError, "needs a range"),
        ("shocks.0.factor=1..6", "fulfilment_rate>=0.9", (), KnobError, "say which with -s"),
        ("shocks.0.size=1..6", "fulfilment_rate>=0.9", ("rush",), KnobError, "shocks.0.factor"),
        ("shocks.7.factor=1..6", "fulfilment_rate>=0.9", ("rush",), KnobError, "the scenario has no"),
        ("couriers.riders.full_time=1..6", "fulfilment_rate>0.9", (), BoundError, "is written like"),
        ("couriers.rider.full_time=1..6", "fulfilment_rate>=0.9", (), ConfigError, "riders"),
    ],
)
def test_what_cannot_be_searched_is_refused_and_nothing_is_written(
    shop, tmp_path, vary, target, scenarios, error, said
):
    with pytest.raises(error) as caught:
        run_breaking_point(setup(shop, tmp_path / "out", *scenarios), vary, target)
    assert said in (caught.value.render() if isinstance(caught.value, ConfigError) else str(caught.value))
    assert not (tmp_path / "out").exists()


def test_a_target_that_holds_everywhere_is_an_error_and_leaves_no_result(shelf, tmp_path):
    with pytest.raises(NoCrossingError, match="holds at both ends"):
        run_breaking_point(setup(shelf, tmp_path / "out"), "sites.shop.opening.thing=250..300", "fulfilment_rate>=0.5")
    assert not list((tmp_path / "out").glob("*/result.json"))
    assert RunIndex(tmp_path / "out").runs() == []
