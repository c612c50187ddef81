"""`python -m bench w2|chain --orders N [--json]`: orders a second, peak memory and lead times of one workload."""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from sim.arrays import Floats

Run = Callable[[int, int], Floats]
WORKLOADS = {
    "w2": "burst order flow: pick, pack, courier trips",
    "chain": "the whole chain: show, deposit, group, factory, line haul, micro-warehouse, courier",
}


def measure(run: Run, orders: int, seed: int) -> dict[str, float]:
    """Run a workload once; seconds include building the world, as a user would wait for both.

    `run(orders, seed)` returns the lead time of each order in minutes, NaN where it was not delivered.
    Peak memory is that of the whole process (MB), so one workload is measured per process.
    """
    started = time.perf_counter()
    lead = run(orders, seed)
    seconds = time.perf_counter() - started
    delivered = lead[~np.isnan(lead)]
    if delivered.size == 0:
        raise RuntimeError(f"none of the {orders} orders was delivered: there is no lead time to report")
    return {
        "orders": orders,
        "delivered": int(delivered.size),
        "orders_per_s": orders / seconds,
        "seconds": seconds,
        "peak_memory_mb": _peak_memory(),
        "lead_mean": float(delivered.mean()),
        "lead_p95": float(np.percentile(delivered, 95)),
    }


def _peak_memory() -> float:
    """Largest resident size of this process so far, in MB (macOS counts bytes, Linux kilobytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not a number of orders: 1 or more is needed")
    return number


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the named workload and print the result: lines for people, one JSON document for programs."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("workload", choices=WORKLOADS, help="; ".join(f"{k}: {v}" for k, v in WORKLOADS.items()))
    parser.add_argument("--orders", type=_positive, default=100_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    run: Run = importlib.import_module(f"bench.{options.workload}").run
    result = measure(run, options.orders, options.seed)
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:<16}{value:>16,.1f}")


if __name__ == "__main__":
    main()
