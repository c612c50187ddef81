"""How work and memory grow with the orders: counted in SimPy events and bytes, never by a clock."""

import tracemalloc

import pytest
import simpy

from bench import chain, w2


def events_of(monkeypatch, play, orders: int) -> int:
    """SimPy events of one run."""
    count = 0
    step = simpy.Environment.step

    def counting(environment: simpy.Environment) -> None:
        nonlocal count
        count += 1
        step(environment)

    with monkeypatch.context() as patch:
        patch.setattr(simpy.Environment, "step", counting)
        play(orders, 1)
    return count


def test_the_burst_needs_no_event_for_an_order(monkeypatch):
    few, many = (events_of(monkeypatch, w2.play, orders) for orders in (2_000, 16_000))
    assert many <= few


def test_the_events_of_the_whole_chain_do_not_grow_with_the_orders(monkeypatch):
    few, many = (events_of(monkeypatch, chain.play, orders) for orders in (4_000, 32_000))
    assert many <= 1.1 * few


def memory_of(play, orders: int) -> int:
    """The most bytes that one run held at a time."""
    tracemalloc.start(1)
    play(orders, 1)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("play", [w2.play, chain.play], ids=["burst", "chain"])
def test_an_order_takes_at_most_five_hundred_bytes(play):
    few, many = 20_000, 60_000
    play(few, 1)  # what is loaded at the first use is none of an order's
    assert memory_of(play, many) - memory_of(play, few) <= 500 * (many - few)
