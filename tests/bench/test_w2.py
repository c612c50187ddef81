"""W2 equals, order by order, the SimPy model with one process per order that lies beside the project."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench import w2

REFERENCE = Path(__file__).parents[3] / "shared" / "bench"
needs_reference = pytest.mark.skipif(
    not (REFERENCE / "b_simpy.py").is_file(), reason="the reference scripts do not lie beside the project"
)


def reference(workload: str, orders: int, folder: Path) -> np.ndarray:
    """Lead times by the script with a process per order, run as it is."""
    file = folder / "lead.npy"
    script = str(REFERENCE / "b_simpy.py")
    subprocess.run(
        [sys.executable, "-B", script, workload, str(orders), "1", str(file)], check=True, capture_output=True
    )
    return np.load(file)


@needs_reference
@pytest.mark.parametrize("workload", ["W2", "W2D"])
def test_every_order_is_delivered_when_the_process_per_order_says(workload, tmp_path):
    record = w2.play(10_000, 1, w2.outage() if workload == "W2D" else None)
    np.testing.assert_allclose(w2.lead_times(record), reference(workload, 10_000, tmp_path), rtol=0, atol=1e-9)


def test_the_published_numbers_come_out():
    record = w2.play(10_000, 1)
    lead = w2.lead_times(record)
    assert lead.mean() == pytest.approx(296.7397, abs=5e-5)
    assert np.quantile(lead, 0.95) == pytest.approx(592.1159, abs=5e-5)
    assert record.rows("trips") == 582


def test_an_outage_that_drains_lets_running_picks_finish_and_starts_none():
    visits = w2.play(10_000, 1, w2.outage()).visits
    picks = visits["resource"] == 0
    started, finished = visits["started"][picks], visits["finished"][picks]
    assert not ((started >= 690) & (started < 930)).any()
    assert ((started < 690) & (finished > 690)).any()
