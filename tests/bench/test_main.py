"""The measuring around a benchmark: what is counted, and what is printed."""

import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from bench.__main__ import WORKLOADS, main, measure


def test_lead_times_are_those_of_delivered_orders_and_speed_counts_every_order():
    result = measure(lambda orders, seed: np.array([10.0, 20.0, np.nan, 30.0]), orders=4, seed=1)
    assert result["orders"] == 4
    assert result["delivered"] == 3
    assert result["lead_mean"] == 20.0
    assert result["lead_p95"] == pytest.approx(29.0)
    assert result["orders_per_s"] == pytest.approx(4 / result["seconds"])
    assert result["peak_memory_mb"] > 1


def test_a_run_that_delivers_nothing_is_an_error_not_a_number():
    with pytest.raises(RuntimeError, match="none of the 2 orders"):
        measure(lambda orders, seed: np.full(orders, np.nan), orders=2, seed=1)


@pytest.mark.parametrize("workload", WORKLOADS)
def test_json_is_one_document_and_the_workload_gets_orders_and_seed(workload, monkeypatch, capsys):
    asked = []

    def run(orders: int, seed: int) -> np.ndarray:
        asked.append((orders, seed))
        return np.ones(orders)

    monkeypatch.setitem(sys.modules, f"bench.{workload}", SimpleNamespace(run=run))
    main([workload, "--orders", "7", "--seed", "3", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert asked == [(7, 3)]
    assert {"orders_per_s", "seconds", "peak_memory_mb", "lead_mean", "lead_p95"} <= document.keys()


@pytest.mark.parametrize("arguments", [["w3"], ["w2", "--orders", "0"], ["w2", "--orders", "many"]])
def test_wrong_words_are_refused_with_exit_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as refused:
        main(arguments)
    assert refused.value.code == 2
    assert arguments[-1] in capsys.readouterr().err
