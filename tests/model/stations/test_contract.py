"""What every stage promises, whatever it is: stages are found, not listed, and a new one needs an example here."""

import ast
import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model import outbound, stations
from sim.model.stations.delay import Delay
from sim.model.stations.event_network import EventNetwork
from sim.model.stations.feed_forward import FeedForwardNetwork
from sim.model.stations.fifo import Fifo
from sim.model.stations.fleet import Fleet, FleetSpec
from sim.model.stations.schedule import Schedule
from sim.model.stations.spec import StationSpec
from sim.model.stations.stage import ServiceStage, Stage
from sim.model.stations.waves import Waves, WavesSpec
from tests.model.stations import slow, slow_trips
from tests.model.stations.commands import carry_out, changes, in_time, schedules

END = 150.1
NO_RUSH = 100_000.0
quarters = st.integers(0, 120).map(lambda n: n / 4)
rows = st.lists(st.tuples(quarters, quarters), max_size=25).map(sorted)
capacity = st.one_of(st.integers(0, 4), schedules)
commands = st.lists(changes(quarters), max_size=6).map(in_time)
cuts = st.lists(quarters, max_size=8)


def found() -> set[type]:
    """Every stage of the package that can be made."""
    for module in pkgutil.iter_modules(stations.__path__, stations.__name__ + "."):
        importlib.import_module(module.name)
    known, left = set(), [Stage]
    while left:
        subclasses = left.pop().__subclasses__()
        known |= set(subclasses)
        left += subclasses
    return {cls for cls in known if not getattr(cls, "_is_protocol", False) and not inspect.isabstract(cls)}


@dataclass
class Example:
    """A stage made for `rows` [(arrival, minutes)] and servers, and its reference: finished by order, and lost.

    `in_line`: it promises first come, first served, in each line.
    """

    stage: type
    make: Callable[..., Any]
    reference: Callable[..., tuple[dict[int, float], set[int]]]
    in_line: bool = True
    knobs: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return " with ".join([self.stage.__name__, *self.knobs])


def work(rows):
    minutes = np.array([m for _, m in rows])
    return lambda orders, visit=0: minutes[orders]


def desks(rows, servers, count, knobs):
    """`count` desks in a row, the first one with knobs."""
    return [StationSpec(f"desk {k}", work(rows), servers, **(knobs if k == 0 else {})) for k in range(count)]


def by_desk(count, unlimited=False, **knobs):
    """The reference of so many desks; a change is one of all of them."""

    def reference(rows, servers, commands, end):
        specs = desks(rows, math.inf if unlimited else servers, count, knobs)
        arrivals = [(at, number, 0) for number, (at, _) in enumerate(rows)]
        orders = [(at, code, name, arguments) for at, name, arguments in commands for code in range(count)]
        out, _, lost = slow.play(specs, arrivals, orders, end)
        return dict(out), {order for order, *_ in lost}

    return reference


def floor(cls, count, **knobs):
    return Example(
        cls, lambda rows, servers: cls(desks(rows, servers, count, knobs)), by_desk(count, **knobs), not knobs, knobs
    )


ZONES, CARRIES, PATIENCE, EVERY = 2, 3, 2.5, 7.0


def zone_of(orders):
    return orders % ZONES


def share(orders):
    return orders % 4 / 4


def trip(rows, knows_zones):
    """The length of a trip is the work of its first order."""
    if knows_zones:
        return lambda k, zone, orders: rows[int(orders[0])][1]
    return lambda k, orders: rows[int(orders[0])][1]


def fleet(rows, servers):
    return Fleet(FleetSpec(zone_of, ZONES, servers, CARRIES, trip(rows, True), PATIENCE, share))


def waves(rows, servers):
    return Waves(WavesSpec(CARRIES, trip(rows, False), every=EVERY, fraction=share, vehicles=servers))


def by_trip(**how):
    def reference(rows, servers, commands, end):
        parcels = [(at, number % ZONES if "patience" in how else 0) for number, (at, _) in enumerate(rows)]
        minutes = trip(rows, False)
        trips = slow_trips.play(parcels, servers, minutes, CARRIES, commands=commands, until=end, **how)
        when = slow_trips.delivered(trips, minutes, share)
        return {order: time for order, time in when.items() if time <= end}, set()

    return reference


# Little patience and room for a few: a floor that loses orders
LOSING = {"room": 3, "patience": lambda orders, visit: orders % 5 + 0.75}
EXAMPLES = [
    Example(Fifo, lambda rows, servers: Fifo(work(rows), servers), by_desk(1)),
    Example(Delay, lambda rows, servers: Delay(work(rows)), by_desk(1, unlimited=True)),
    floor(FeedForwardNetwork, 2),
    floor(EventNetwork, 2),
    floor(EventNetwork, 2, **LOSING),
    floor(EventNetwork, 1, lifo=True),
    Example(Fleet, fleet, by_trip(patience=PATIENCE)),
    Example(Waves, waves, by_trip(departures=[EVERY * k for k in range(200)])),
]
every_stage = pytest.mark.parametrize("example", EXAMPLES, ids=str)


def window(stage, rows, last, until):
    """Add what arrives in the window and play it."""
    mine = [number for number, (at, _) in enumerate(rows) if last < at <= until]
    stage.add(np.array(mine, np.int64), np.array([rows[number][0] for number in mine]))
    orders, when = stage.advance(until)
    assert all(last <= time <= until for time in when)
    assert when.tolist() == sorted(when.tolist())
    return list(zip(orders.tolist(), when.tolist(), strict=True))


def play(example, rows, servers, commands=(), cuts=(), end=END, look=lambda stage, now, out: None):
    """Play the rows window by window; `look` sees the stage between two windows."""
    stage, commands, out, last = example.make(rows, servers), list(commands), [], -1.0
    for until in sorted({*cuts, *(c[0] for c in commands), end}):
        out += window(stage, rows, last, until)
        look(stage, until, out)
        last = until
        while commands and commands[0][0] == until:
            change(stage, until, *commands.pop(0)[1:])
    return stage, out


def change(stage, now, name, arguments):
    """What becomes of work in service is left out where it cannot be interrupted."""
    if ServiceStage in type(stage).__mro__:
        carry_out(stage, now, name, arguments)
    elif name in ("servers", "factor"):
        stage.set_capacity(now, **{name: arguments[0]})
    else:
        getattr(stage, name)(now)


def lost_by(stage):
    return set(stage.lost().order.tolist()) if hasattr(stage, "lost") else set()


def test_every_stage_of_the_package_has_an_example_here():
    assert found() == {example.stage for example in EXAMPLES}


def test_no_stage_and_no_user_of_one_asks_for_the_class_of_another():
    names = {cls.__name__ for cls in found()} | {"Stage", "ServiceStage", "TripStage", "Floor"}
    asked = []
    for room in (stations, outbound):
        for module in sorted(Path(room.__path__[0]).rglob("*.py")):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("isinstance", "issubclass", "type"):
                    used = {n.id for argument in node.args[1:] for n in ast.walk(argument) if isinstance(n, ast.Name)}
                    asked += [f"{module.name}:{node.lineno}" for _ in used & names]
    assert asked == []


@every_stage
@given(rows, capacity, commands, cuts)
def test_orders_leave_when_the_plain_loop_says_whatever_is_changed_at_whatever_instant(
    example, rows, servers, commands, cuts
):
    stage, out = play(example, rows, servers, commands, cuts)
    expected, lost = example.reference(rows, servers, commands, END)
    assert (dict(out), lost_by(stage)) == (expected, lost)
    assert len(out) == len(expected)


@every_stage
@given(rows, capacity, commands, cuts)
def test_many_windows_equal_one_to_the_last_bit(example, rows, servers, commands, cuts):
    rows = [(at * math.pi, minutes / 3) for at, minutes in rows]
    many, one = play(example, rows, servers, commands, cuts), play(example, rows, servers, commands)
    assert many[1] == one[1]
    for name in ("visits", "capacity"):
        for column, other in zip(getattr(many[0], name)(), getattr(one[0], name)(), strict=True):
            np.testing.assert_array_equal(column, other)


@every_stage
@given(rows, capacity, commands, cuts)
def test_nothing_is_lost_and_work_is_never_undone(example, rows, servers, commands, cuts):
    worked = [0.0]

    def look(stage, now, out):
        come = sum(at <= now for at, _ in rows)
        assert stage.in_system(now) + len(out) + len(lost_by(stage)) == come
        assert 0 <= stage.waiting(now) <= stage.in_system(now)
        worked.append(stage.busy(now))
        assert worked[-1] >= worked[-2] - 1e-9
        assert stage.visits().order.size >= len(out)

    stage, out = play(example, rows, servers, commands, cuts, look=look)
    assert len(dict(out)) == len(out)
    if not commands and isinstance(servers, int) and servers:
        out += [(order, 0.0) for order, _ in zip(*stage.advance(NO_RUSH), strict=True)]
        assert set(dict(out)) | lost_by(stage) == set(range(len(rows)))


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.in_line], ids=str)
@given(rows, capacity, cuts)
def test_orders_of_one_line_are_begun_in_the_order_in_which_they_came(example, rows, servers, cuts):
    visits = play(example, rows, servers, cuts=cuts)[0].visits()
    lines = np.stack((visits.station, zone_of(visits.order) if example.stage is Fleet else visits.station))
    for line in np.unique(lines, axis=1).T:
        mine = np.all(line == lines.T, axis=1)
        started = np.nan_to_num(visits.started[mine], nan=math.inf)
        by_arrival = np.lexsort((started, visits.arrived[mine]))
        assert np.all(started[by_arrival][1:] >= started[by_arrival][:-1])


@every_stage
@pytest.mark.parametrize("stop", [{"servers": 0}, {"factor": 0.0}, "halt"])
def test_without_capacity_nothing_starts_until_it_is_there_again(example, stop):
    rows = [(float(at), 2.0) for at in range(40)]
    stage = example.make(rows, 50)
    out = window(stage, rows, -1.0, 11.5)
    if stop == "halt":
        stage.halt(11.5)
    else:
        stage.set_capacity(11.5, **stop)
    out += window(stage, rows, 11.5, 100.0)
    started = stage.visits().started
    assert np.all(~(started >= 11.5))
    assert len(out) < len(rows)
    if stop == "halt":
        stage.resume(100.0)
    else:
        stage.set_capacity(100.0, servers=50, factor=1.0)
    out += window(stage, rows, 100.0, NO_RUSH)
    assert {order for order, _ in out} | lost_by(stage) == set(range(40))


@every_stage
def test_a_stage_without_orders_does_nothing(example):
    stage = example.make([], Schedule((8.0, 17.0), (2, 0), 24.0))
    stage.add(np.empty(0, np.int64), np.empty(0))
    assert [column.size for column in stage.advance(5.0)] == [0, 0]
    assert (stage.in_system(5.0), stage.waiting(5.0), stage.busy(5.0)) == (0, 0, 0.0)
    assert [column.tolist() for column in stage.visits()] == [[]] * 5
    assert [column.size for column in stage.advance(math.inf)] == [0, 0]


@every_stage
def test_the_log_has_the_servers_on_duty_from_each_instant_on(example):
    stage = example.make([], 4)
    first = stage.capacity().servers.tolist()
    stage.advance(10.0)
    stage.set_capacity(10.0, servers=3)
    stage.advance(20.0)
    stage.set_capacity(20.0, factor=0.5)
    log = stage.capacity()
    mine = log.station == 0
    assert log.time[mine].tolist() == [0.0, 10.0, 20.0]
    assert log.servers[mine].tolist() == [first[0], 3.0, 2.0]


@every_stage
@pytest.mark.parametrize(
    ("misuse", "words"),
    [
        (lambda s: s.advance(4.0), "cannot go back"),
        (lambda s: s.advance(math.nan), "cannot go back"),
        (lambda s: s.add(np.array([0, 1]), np.array([9.0, 8.0])), "sorted"),
        (lambda s: s.add(np.array([0]), np.array([4.9])), "none before minute 5"),
        (lambda s: s.set_capacity(4.0, servers=1), r"advance\(4\) first"),
        (lambda s: s.set_capacity(5.0, servers=1.5), "whole numbers"),
        (lambda s: s.set_capacity(5.0, factor=-1.0), "capacity factor"),
        (lambda s: s.halt(6.0), r"advance\(6\) first"),
        (lambda s: s.resume(6.0), r"advance\(6\) first"),
        (lambda s: s.in_system(6.0), r"advance\(6\) first"),
        (lambda s: s.waiting(6.0), r"advance\(6\) first"),
        (lambda s: s.busy(6.0), r"advance\(6\) first"),
    ],
)
def test_misuse_is_refused_in_words(example, misuse, words):
    stage = example.make([(5.0, 1.0), (6.0, 1.0)], 1)
    stage.advance(5.0)
    with pytest.raises(ValueError, match=words):
        misuse(stage)
