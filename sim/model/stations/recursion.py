"""First come, first served at c servers as a recursion over arrays, without an event or an object per order.

Order j of a FIFO queue starts at max(its arrival, the instant a server becomes free for it). That instant is the j-th
smallest of the servers' free times and the finishes of the orders before it (Kiefer and Wolfowitz 1955). Three
kernels compute the same numbers to the last bit, each where it is fastest:

- one server: a busy period is a running sum (Lindley 1952), taken a block at a time;
- few servers: a heap of free times, one tight loop;
- many servers: guess every start of a block from the sorted free times, let the finishes of the block take part, sort
  again, repeat until nothing moves. The guess is never too early, the first k starts are right after k rounds, and a
  guess that stands still is the answer; a handful of rounds is enough.

Each takes the queue's arrivals and work (n,), the sorted free times (c,) and `until`, and returns the starts (k,) of
the first k orders, those that start before `until`, with the sorted free times after them.
"""

from __future__ import annotations

from heapq import heapreplace

import numpy as np

from sim.model.stations.stage import NO_TIMES, Minutes

MANY = 192
FIRST_BLOCK, LAST_BLOCK = 64, 4096


def serve(at: Minutes, work: Minutes, free: Minutes, until: float) -> tuple[Minutes, Minutes]:
    """Start every order of the queue that can start before `until`: the starts (k,), the free times after (c,)."""
    count = int(np.searchsorted(at, until))
    if not count or not free.size or free[0] >= until:
        return NO_TIMES, free
    kernel = one_server if free.size == 1 else few_servers if free.size < MANY else many_servers
    return kernel(at[:count], work[:count], free, until)


def one_server(at: Minutes, work: Minutes, free: Minutes, until: float) -> tuple[Minutes, Minutes]:
    """The recursion of one server: long busy periods as running sums, short ones order by order."""
    starts, done, size, soonest = np.empty(at.size), 0, FIRST_BLOCK, float(free[0])
    while done < at.size:
        end = min(done + size, at.size)
        finishes = work[done:end].copy()
        first = max(float(at[done]), soonest)
        finishes[0] += first
        np.add.accumulate(finishes, out=finishes)
        idle = at[done + 1 : end] > finishes[:-1]
        count = int(idle.argmax()) + 1 if idle.any() else end - done
        starts[done] = first
        starts[done + 1 : done + count] = finishes[: count - 1]
        done, soonest = done + count, float(finishes[count - 1])
        if starts[done - 1] >= until:
            break
        if count == size:
            size = min(2 * size, LAST_BLOCK)
        elif count < FIRST_BLOCK:
            size = FIRST_BLOCK
            part = at[done : done + LAST_BLOCK // 8].tolist()
            begun, soonest = _one_by_one(part, work[done : done + len(part)].tolist(), soonest, until)
            starts[done : done + len(begun)] = begun
            done += len(begun)
            if len(begun) < len(part):
                break
    count = int(np.searchsorted(starts[:done], until))
    if not count:
        return NO_TIMES, free
    return starts[:count], starts[count - 1 : count] + work[count - 1 : count]


def _one_by_one(at: list[float], work: list[float], soonest: float, until: float) -> tuple[list[float], float]:
    """The starts before `until` of a few orders at one server, and when it is free after them."""
    starts: list[float] = []
    note = starts.append
    for arrival, minutes in zip(at, work, strict=True):
        start = max(soonest, arrival)
        if start >= until:
            break
        note(start)
        soonest = start + minutes
    return starts, soonest


def few_servers(at: Minutes, work: Minutes, free: Minutes, until: float) -> tuple[Minutes, Minutes]:
    """The recursion with a heap of free times: O(log c) an order."""
    heap: list[float] = free.tolist()
    starts, done, size = np.empty(at.size), 0, FIRST_BLOCK
    while done < at.size:
        arrivals, minutes = at[done : done + size], work[done : done + size]
        before = heap.copy()
        if arrivals[-1] <= heap[0]:
            # all arrive before any server is free: each starts when the next server is free
            begun = np.array([heapreplace(heap, heap[0] + each) for each in minutes.tolist()])
        else:
            both = zip(arrivals.tolist(), minutes.tolist(), strict=True)
            begun = np.array([heapreplace(heap, (came if came > heap[0] else heap[0]) + each) for came, each in both])
            np.maximum(begun, arrivals, out=begun)
        kept = int(np.searchsorted(begun, until))
        starts[done : done + kept] = begun[:kept]
        done += kept
        if kept < begun.size:
            # the block went too far: servers are free when they were before it, or when the orders kept are finished
            after = np.sort(np.concatenate((before, begun[:kept] + minutes[:kept])))
            return starts[:done], after[kept:]
        size = min(2 * size, LAST_BLOCK)
    return starts[:done], np.sort(np.array(heap))


def many_servers(at: Minutes, work: Minutes, free: Minutes, until: float) -> tuple[Minutes, Minutes]:
    """The recursion a block of up to c orders at a time, by sorting: about O(rounds log c) an order, all in NumPy."""
    starts, done, size = np.empty(at.size), 0, FIRST_BLOCK
    while done < at.size and free[0] < until:
        part = slice(done, min(done + size, at.size))
        arrivals, minutes = at[part], work[part]
        count = arrivals.size
        both = np.empty(2 * count)
        guess = np.maximum(arrivals, free[:count])
        while True:
            both[:count] = free[:count]
            np.add(guess, minutes, out=both[count:])
            both.sort()
            better = np.maximum(arrivals, both[:count])
            if np.array_equal(better, guess):
                break
            guess = better
        kept = int(np.searchsorted(guess, until))
        if kept < count:
            both = np.concatenate((free[:kept], guess[:kept] + minutes[:kept]))
            both.sort()
        starts[done : done + kept] = guess[:kept]
        free = np.concatenate((both[kept:], free[kept:]))
        free.sort()
        done += kept
        if kept < count:
            break
        size = min(2 * size, free.size)
    return starts[:done], free
