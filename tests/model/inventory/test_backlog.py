"""Queues of waiting lines: served front first, unit by unit; overdue lines leave, the others keep their turn."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.inventory.backlog import BLOCK, Backlog, LineQueue
from sim.state.stock import Stock

units = st.integers(1, 5).map(float)
deadlines = st.one_of(st.just(math.inf), st.integers(0, 60).map(float))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.lists(st.tuples(units, deadlines, st.integers(0, 9).map(float)), max_size=4)),
        st.tuples(st.just("serve"), st.integers(0, 12).map(float)),
        st.tuples(st.just("expire"), st.integers(0, 60).map(float)),
        st.tuples(st.just("remove"), st.sets(st.integers(0, 20), max_size=3)),
    ),
    max_size=14,
)


class SlowQueue:
    """The same with a list of dictionaries."""

    def __init__(self):
        self.rows = []

    def serve(self, there):
        got, complete = [], []
        for row in self.rows:
            given_ = min(row["left"], there)
            if given_ > 0:
                got.append((row["line"], given_))
                row["left"] -= given_
                there -= given_
            if row["left"] == 0:
                complete.append(row["line"])
        self.rows = [row for row in self.rows if row["left"] > 0]
        return got, complete

    def take(self, gone):
        taken = [row for row in self.rows if gone(row)]
        self.rows = [row for row in self.rows if not gone(row)]
        return taken


@given(steps)
def test_it_answers_as_a_list_that_is_walked_through_line_by_line(script):
    queue, slow, count = LineQueue(), SlowQueue(), 0
    for name, what in script:
        if name == "join":
            lines = list(range(count, count + len(what)))
            count += len(what)
            left, until = (np.array([one[k] for one in what], float) for k in (0, 1))
            # most come one after the other, some have been older for long
            since = np.array([line if early else line / 10 for line, (_, _, early) in zip(lines, what, strict=True)])
            queue.append(np.array(lines, np.int64), left, since, until)
            slow.rows += [
                {"line": line, "left": qty, "since": age, "until": at}
                for line, age, (qty, at, _) in zip(lines, since.tolist(), what, strict=True)
            ]
            slow.rows.sort(key=lambda row: row["since"])
        elif name == "serve":
            lines, amounts, complete = queue.give(queue.front(what))
            assert (list(zip(lines.tolist(), amounts.tolist(), strict=True)), complete.tolist()) == slow.serve(what)
        elif name == "expire":
            lines, left, when = queue.expire(what)
            gone = slow.take(lambda row, now=what: row["until"] <= now)
            assert lines.tolist() == [row["line"] for row in gone]
            assert left.tolist() == [row["left"] for row in gone]
            assert when.tolist() == [row["until"] for row in gone]
        else:
            lines, left = queue.remove(np.array(sorted(what), np.int64))
            gone = slow.take(lambda row, chosen=what: row["line"] in chosen)
            assert lines.tolist() == [row["line"] for row in gone]
            assert left.tolist() == [row["left"] for row in gone]
        assert len(queue) == len(slow.rows)
        for column, key in (
            (queue.line, "line"),
            (queue.left, "left"),
            (queue.since, "since"),
            (queue.deadline, "until"),
        ):
            assert column.tolist() == [row[key] for row in slow.rows]
        # it may look too early, when whoever was first has gone, but never too late
        assert queue.next_deadline <= min((row["until"] for row in slow.rows), default=math.inf)


def long_queue(count=3 * BLOCK):
    queue = LineQueue()
    queue.append(np.arange(count), np.full(count, 2.0), np.zeros(count), np.full(count, math.inf))
    return queue


@pytest.mark.parametrize("there", [0.0, 1.0, 3.0, 2.0 * BLOCK - 1, 2.0 * BLOCK + 1, 5.0 * BLOCK, 1e9])
def test_a_long_queue_is_served_as_far_as_the_goods_reach(there):
    queue = long_queue()
    given_ = queue.front(there)
    assert given_.sum() == min(there, 2.0 * 3 * BLOCK)
    # all they want, then one who gets a part, then nothing
    assert given_[: int(there // 2)].tolist() == [2.0] * min(int(there // 2), len(queue))
    assert (given_[int(there // 2) + 1 :] == 0).all()


def test_only_as_much_of_a_long_queue_is_looked_at_as_the_goods_reach():
    assert len(long_queue().front(5.0)) == BLOCK
    assert len(long_queue().front(2.0 * BLOCK + 1)) == 2 * BLOCK


def test_no_line_expires_before_the_first_deadline():
    queue = LineQueue()
    queue.append(np.array([3, 4]), np.ones(2), np.zeros(2), np.array([9.0, 7.0]))
    assert queue.next_deadline == 7.0
    assert queue.expire(6.9)[0].tolist() == []
    assert queue.expire(7.0)[0].tolist() == [4]
    assert queue.next_deadline == 9.0
    queue.append(np.array([5]), np.ones(1), np.zeros(1), np.array([20.0]))
    assert queue.next_deadline == 9.0
    assert queue.expire(30.0)[0].tolist() == [3, 5]
    assert queue.next_deadline == math.inf


def test_older_lines_stand_further_ahead_and_lines_of_one_age_as_they_came():
    queue = LineQueue()
    queue.append(np.array([1, 2, 3]), np.ones(3), np.array([20.0, 5.0, 20.0]), np.array([41.0, 42.0, 43.0]))
    queue.append(np.array([4, 5]), np.array([3.0, 2.0]), np.array([5.0, 30.0]), np.array([44.0, 45.0]))
    assert queue.line.tolist() == [2, 4, 1, 3, 5]
    assert queue.left.tolist() == [1.0, 3.0, 1.0, 1.0, 2.0]
    assert queue.since.tolist() == [5.0, 5.0, 20.0, 20.0, 30.0]
    assert queue.deadline.tolist() == [42.0, 44.0, 41.0, 43.0, 45.0]


def test_a_line_that_got_a_part_keeps_its_place_and_its_age():
    queue = LineQueue()
    queue.append(np.array([8, 9]), np.array([3.0, 1.0]), np.array([10.0, 20.0]), np.array([50.0, math.inf]))
    lines, amounts, complete = queue.give(np.array([2.0]))
    assert (lines.tolist(), amounts.tolist(), complete.tolist()) == ([8], [2.0], [])
    assert (queue.left.tolist(), queue.since.tolist()) == ([1.0, 1.0], [10.0, 20.0])


# --- the backlog of a site: its queues by item, and the units that its stock counts


def lines(*values):
    return np.array(values, np.int64)


def waiting():
    """Three lines of two items; the second gives up at 50."""
    stock = Stock(1, 3)
    backlog = Backlog(stock, 0)
    until = np.array([math.inf, 50.0, math.inf])
    backlog.add(lines(0, 0, 2), lines(7, 8, 9), np.array([2.0, 3.0, 4.0]), np.array([1.0, 2.0, 3.0]), until)
    return stock, backlog


def test_waiting_lines_count_in_the_backlog_of_their_item():
    stock, backlog = waiting()
    assert stock.backlog.tolist() == [[5.0, 0.0, 4.0]]
    backlog.add(lines(2), lines(10), np.array([1.5]), np.array([4.0]), np.array([math.inf]))
    assert stock.backlog.tolist() == [[5.0, 0.0, 5.5]]
    assert backlog.queues[2].line.tolist() == [9, 10]


def test_what_is_given_leaves_the_backlog_and_an_empty_queue_is_gone():
    stock, backlog = waiting()
    got = backlog.give(0, np.array([2.0, 1.0]))
    assert [part.tolist() for part in got] == [[7, 8], [2.0, 1.0], [7]]
    assert stock.backlog[0, 0] == 2.0
    backlog.give(0, np.array([2.0]))
    assert list(backlog.queues) == [2]


def test_lines_are_taken_out_of_the_queues_of_their_items_and_only_of_those():
    stock, backlog = waiting()
    gone, units = backlog.remove(lines(7, 9, 99), lines(0, 2, 1))
    assert (gone.tolist(), units.tolist()) == ([7, 9], [2.0, 4.0])
    assert stock.backlog.tolist() == [[3.0, 0.0, 0.0]]
    assert [part.tolist() for part in backlog.remove(lines(7), lines(0))] == [[], []]


def test_a_line_expires_at_its_own_deadline_with_what_it_lacked():
    stock, backlog = waiting()
    assert [part.tolist() for part in backlog.expire(49.9)] == [[], []]
    assert [part.tolist() for part in backlog.expire(60.0)] == [[8], [50.0]]
    assert stock.backlog.tolist() == [[2.0, 0.0, 4.0]]


def test_no_line_gives_up_before_the_next_deadline():
    _, backlog = waiting()
    assert [backlog.next_deadline > until for until in (49.9, 50.0, 60.0)] == [True, False, False]
    backlog.expire(60.0)
    assert backlog.next_deadline > 1e9


def test_an_earlier_deadline_that_comes_later_is_seen():
    _, backlog = waiting()
    backlog.add(lines(1), lines(10), np.ones(1), np.array([4.0]), np.array([20.0]))
    backlog.add(lines(1), lines(11), np.ones(1), np.array([5.0]), np.array([90.0]))
    assert [backlog.next_deadline > until for until in (19.9, 20.0)] == [True, False]
    assert backlog.expire(20.0)[0].tolist() == [10]
    assert backlog.expire(50.0)[0].tolist() == [8]
    assert backlog.expire(90.0)[0].tolist() == [11]


@pytest.mark.parametrize(("at", "gone"), [(20.0, [10]), (50.0, [8, 10]), (90.0, [8, 10, 11])])
def test_several_give_up_at_once_over_all_items(at, gone):
    stock, backlog = waiting()
    backlog.add(lines(1, 1), lines(10, 11), np.ones(2), np.zeros(2), np.array([20.0, 90.0]))
    assert sorted(backlog.expire(at)[0].tolist()) == gone
    assert stock.backlog.sum() == 11.0 - sum({8: 3.0, 10: 1.0, 11: 1.0}[line] for line in gone)
