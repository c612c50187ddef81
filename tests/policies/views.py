"""Views for policies under test: every array is closed to writing, as the engine's answers must not depend on it."""

import numpy as np

from sim.policies.view import QueueView, StockView


def frozen(values, dtype=np.float64):
    array = np.array(values, dtype=dtype)
    array.flags.writeable = False
    return array


def stock_view(on_order, on_hand, backlog):
    n = len(on_hand)
    items = tuple(f"item{k}" for k in range(n))
    usage = frozen(np.arange(n * 7).reshape(n, 7) % 5)
    return StockView("dc", items, frozen(on_hand), frozen(on_order), frozen(backlog), usage, 60.0)


def queue_view(wanted, available):
    n = len(wanted)
    return QueueView("dc", "milk", available, frozen(wanted), frozen(np.arange(n)))
