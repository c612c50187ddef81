"""Measures are found by being there, name their source, and are computed by name, with a twin or without."""

import inspect
import math
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sim.kpi import registry
from sim.kpi.registry import Measure, UnknownMeasureError, compute, find, kpi, measures, scalars
from sim.results.record import Record

from .records import ledger, record

EVERY = sorted(measures())
ROOT = Path(__file__).parents[2]


@pytest.fixture
def fresh_discovery():
    measures.cache_clear()
    yield
    measures.cache_clear()


@pytest.mark.parametrize("name", EVERY)
def test_the_source_of_a_measure_is_a_heading_of_a_page_that_is_there(name):
    page, _, anchor = measures()[name].source.rpartition("; ")[2].partition("#")
    headings = [line for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert anchor in [line.lstrip("# ").lower().replace(" ", "-") for line in headings]


def test_the_measures_of_the_domain_are_there():
    wanted = """fulfilment_rate on_time_rate on_time_rate_units on_time_rate_revenue lead_time_p50 lead_time_p90
        lead_time_p95 lead_time_p99 fill_rate stock_out_rate backlog_end backlog_peak cancellation_rate group_completion
        balance_payment inventory_days turns waste_share cost_per_order time_below_target time_to_recover loss_area
        lowest_point cash_low_point carbon_per_order
        time_to_detect time_to_decide resilience_integral disruption_tail time_to_survive lost_contribution"""
    assert set(wanted.split()) <= set(scalars())
    by_key = {name: measure.by for name, measure in measures().items() if measure.by}
    wanted = ("stage_mean", "stage_p95", "utilisation", "utilisation_peak", "cost_per_order_by_category")
    assert set(wanted) <= by_key.keys()
    assert by_key["cost_per_order_by_category"] == "category"
    assert set(measures()) - set(scalars()) == by_key.keys()


def test_a_function_stays_a_function_and_keeps_its_words():
    @kpi(unit="d", better="lower", title_zh="天", title_en="Days", source="here")
    def days(record: Record) -> float:
        """Length of the run in days, whatever happens in it."""
        return record.horizon / 1440

    assert days(Record.of({}, {}, 2880.0)) == 2.0
    assert days.definition == "Length of the run in days, whatever happens in it."
    assert days.about() == {"unit": "d", "better": "lower", "title_zh": "天", "title_en": "Days", "source": "here"}
    assert not days.needs_twin


def test_those_against_the_twin_need_it_and_are_nan_without():
    run = record(orders=ledger(3, delivered=100.0))
    assert {name for name, measure in scalars().items() if measure.needs_twin} == {
        "depth",
        "disruption_tail",
        "loss_area",
        "lost_contribution",
    }
    alone = compute(run)
    assert math.isnan(alone["loss_area"])
    assert set(alone) == set(scalars())
    assert compute(run, run)["loss_area"] == 0.0


def test_only_the_measures_asked_for_are_computed_in_that_order():
    run = record(orders=ledger(2, delivered=[60.0, float("nan")]))
    assert list(compute(run, names=["lead_time_mean", "fulfilment_rate"]).items()) == [
        ("lead_time_mean", 1.0),
        ("fulfilment_rate", 0.5),
    ]


def test_an_unknown_name_is_refused_with_the_nearest():
    assert find("fulfilment_rate").name == "fulfilment_rate"
    with pytest.raises(UnknownMeasureError, match="did you mean 'fulfilment_rate'"):
        find("fulfillment_rate")


def test_a_file_in_the_folder_is_found_and_a_name_taken_twice_is_refused(tmp_path, monkeypatch, fresh_discovery):
    source = inspect.cleandoc(
        '''
        """A measure that a brand added."""
        from sim.kpi.registry import kpi
        @kpi(unit="orders", better="higher", title_zh="单", title_en="Orders", source="ours")
        def {name}(record):
            """Number of orders of whatever kind."""
            return float(record.rows("orders"))
        '''
    )
    package = sys.modules["sim.kpi"]
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    (tmp_path / "house_measure.py").write_text(source.format(name="order_count"), encoding="utf-8")
    assert "order_count" in measures()
    monkeypatch.delitem(sys.modules, "sim.kpi.house_measure")
    (tmp_path / "house_measure.py").write_text(source.format(name="fill_rate"), encoding="utf-8")
    measures.cache_clear()
    with pytest.raises(TypeError, match="fill_rate"):
        measures()
    monkeypatch.delitem(sys.modules, "sim.kpi.house_measure")
    monkeypatch.delattr(package, "house_measure")


def test_an_installed_distribution_can_bring_a_measure(monkeypatch, fresh_discovery):
    @kpi(unit="d", better="lower", title_zh="天", title_en="Days", source="elsewhere")
    def days_elsewhere(record: Record) -> float:
        """Length of the run in days, from another package."""
        return record.horizon / 1440

    point = ModuleType("point")
    point.load = lambda: days_elsewhere
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == "surgetwin.plugins" else [])
    assert isinstance(measures()["days_elsewhere"], Measure)
