"""What is foreseen is written down when it has happened: never earlier, exactly once, in whatever steps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.state.future_events import EventQueue, FutureEvents

INSTANTS = st.integers(0, 20).map(float)
ADD = st.tuples(st.just("add"), st.lists(INSTANTS, max_size=6))
REMOVE = st.tuples(st.just("remove"), st.lists(st.integers(0, 40), max_size=6))
ADVANCE = st.tuples(st.just("advance"), INSTANTS)


class Log:
    """What has happened: row -> instant."""

    def __init__(self) -> None:
        self.now, self.stamps = -np.inf, {}

    def happen(self, rows, at):
        assert len(rows)
        for row, instant in zip(rows.tolist(), at.tolist(), strict=True):
            assert row not in self.stamps
            assert instant <= self.now
            self.stamps[row] = instant


@given(st.lists(st.one_of(ADD, REMOVE, ADVANCE), max_size=30))
def test_a_queue_does_what_a_list_of_single_events_does(steps):
    log, foreseen, happened, rows = Log(), {}, {}, 0
    queue = EventQueue(log.happen)
    for step, values in steps:
        if step == "add":
            new = np.arange(rows, rows + len(values))
            queue.add(new, np.array(values))
            foreseen |= dict(zip(new.tolist(), values, strict=True))
            rows += len(values)
        elif step == "remove":
            gone = queue.remove(np.array(values, dtype=np.int64))
            assert sorted(gone.tolist()) == sorted(set(values) & foreseen.keys())
            foreseen = {row: at for row, at in foreseen.items() if row not in values}
        else:
            log.now = max(log.now, values)
            queue.advance(log.now)
            happened |= {row: at for row, at in foreseen.items() if at <= log.now}
            foreseen = {row: at for row, at in foreseen.items() if at > log.now}
        assert log.stamps == happened
    left = dict(zip(*(column.tolist() for column in queue.rest()), strict=True))
    assert left == foreseen


@pytest.mark.parametrize("steps", [[30.0], [10.0, 20.0, 30.0], [5.0, 5.0, 12.5, 30.0]])
def test_many_small_steps_write_what_one_large_step_writes(steps):
    column = np.full(7, np.nan)
    future = FutureEvents()
    queue = future.queue(column.__setitem__)
    queue.add(np.array([6, 0, 2]), np.array([30.0, 5.0, 12.5]))
    queue.add(np.array([4]), np.array([10.0]))
    queue.add(np.array([1]), np.array([30.1]))
    for now in steps:
        future.advance(now)
    np.testing.assert_array_equal(column, [5.0, np.nan, 12.5, np.nan, 10.0, np.nan, 30.0])


def test_an_instant_before_the_last_one_changes_nothing():
    column = np.full(2, np.nan)
    future = FutureEvents()
    future.queue(column.__setitem__).add(np.arange(2), np.array([1.0, 3.0]))
    future.advance(2.0)
    future.advance(0.0)
    np.testing.assert_array_equal(column, [1.0, np.nan])


def test_an_event_at_the_very_instant_has_happened():
    column = np.full(1, np.nan)
    queue = EventQueue(column.__setitem__)
    queue.add(np.arange(1), np.array([7.0]))
    queue.advance(np.nextafter(7.0, 0.0))
    assert np.isnan(column).all()
    queue.advance(7.0)
    assert column.tolist() == [7.0]
