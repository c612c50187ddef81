"""How a disruption is met: what the trace says, and how long the backlog outlives the shock."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kpi import response
from sim.kpi.steps import Steps

from .records import NAN, ledger, record

H = 60.0


def met(*events, horizon=100 * H, **tables):
    """A run with these (hour, event) in its trace."""
    times, names = zip(*events, strict=True) if events else ((), ())
    trace = {"time": [time * H for time in times], "event": list(names), "where": "", "what": "{}"}
    tables = {"orders": ledger(1, delivered=1.0), **({"trace": trace} if events else {}), **tables}
    return record(horizon, **tables)


@pytest.mark.plays("measure:time_to_detect", "measure:time_to_decide")
def test_detecting_and_deciding_are_read_from_the_trace():
    run = met((10, "shock_began"), (14, "shock_noticed"), (14, "plan_triggered"), (15.5, "plan_decided"))
    assert response.time_to_detect(run) == 4.0
    assert response.time_to_decide(run) == 1.5


def test_a_signal_may_start_a_plan_before_anybody_notices_the_shock():
    run = met((10, "shock_began"), (11, "plan_triggered"), (13, "plan_decided"), (14, "shock_noticed"))
    assert response.time_to_detect(run) == 1.0
    assert response.time_to_decide(run) == 2.0


def test_of_several_shocks_and_plans_the_first_count():
    run = met(
        (20, "shock_began"), (10, "shock_began"), (25, "shock_noticed"), (12, "shock_noticed"), (30, "plan_decided"),
        (13, "plan_decided"),
    )  # fmt: skip
    assert (response.time_to_detect(run), response.time_to_decide(run)) == (2.0, 1.0)


def test_without_a_shock_or_a_plan_there_is_nothing_to_measure():
    assert math.isnan(response.time_to_detect(met()))
    assert math.isnan(response.time_to_decide(met((10, "shock_began"), (14, "shock_noticed"))))


def backlogged(until, ended=None, count=100, horizon=100 * H):
    """`count` orders paid one an hour from the first on, each in hand a minute later, or at `until`."""
    paid = np.arange(count) * H
    delivered = np.maximum(paid + 1, np.minimum(until, paid + 50 * H) if until else 0.0)
    events = [(5, "shock_began")] + ([(ended, "shock_ended")] if ended is not None else [])
    return met(*events, horizon=horizon, orders=ledger(count, paid=paid, promise=paid, delivered=delivered))


@pytest.mark.plays("measure:disruption_tail")
def test_the_tail_lasts_from_the_end_of_the_shock_until_the_backlog_is_cleared():
    calm, hit = backlogged(0.0), backlogged(30 * H, ended=20)
    assert response.disruption_tail(hit, calm) == pytest.approx(10.0)


def test_a_backlog_that_is_cleared_before_the_shock_is_over_has_no_tail():
    calm, hit = backlogged(0.0), backlogged(15 * H, ended=20)
    assert response.disruption_tail(hit, calm) == 0.0
    assert math.isnan(response.disruption_tail(backlogged(15 * H), calm))


def test_a_backlog_that_stays_has_a_tail_to_the_end_of_the_run():
    stuck = ledger(10, paid=0.0, promise=0.0, delivered=NAN)
    hit = met((5, "shock_began"), (20, "shock_ended"), orders=stuck)
    assert response.disruption_tail(hit, met(orders=ledger(10, paid=0.0, delivered=1.0))) == 80.0


@settings(max_examples=25, deadline=None)
@given(until=st.integers(0, 60), ended=st.integers(6, 50))
def test_the_tail_is_that_of_a_walk_from_half_hour_to_half_hour(until, ended):
    calm, hit = backlogged(0.0), backlogged(until * H, ended=ended)
    excess = []
    for minute in range(0, 100 * 60, 30):
        levels = [
            sum(
                paid <= minute and not done <= minute
                for paid, done in zip(run.orders["paid"].tolist(), run.orders["delivered"].tolist(), strict=True)
            )
            for run in (hit, calm)
        ]
        excess.append(levels[0] - levels[1])
    high = [row for row, value in enumerate(excess) if value > 0.05 * max(excess)]
    over = (high[-1] + 1) / 2 if high else 0
    assert response.disruption_tail(hit, calm) == pytest.approx(max(over - ended, 0), abs=0.5)


@pytest.mark.plays("measure:resilience_integral")
def test_the_integral_is_taken_over_the_time_that_the_target_allows():
    due = np.repeat(np.arange(240.0), 10)
    late = np.isin(due, range(48, 60))
    orders = ledger(len(due), paid=-1.0, promise=due * H, delivered=np.where(late, NAN, due * H - 1))
    whole = {"shock_from": 48 * H, "targets": {"time_to_recover": {"green": 24.0, "amber": 48.0}}}
    short = response.resilience_integral(record(240 * H, whole, orders=orders))
    long = response.resilience_integral(record(240 * H, {"shock_from": 48 * H}, orders=orders))
    assert 1 - short == pytest.approx(2 * (1 - long), rel=0.01)
    # twelve hours of orders are missing from the curve for a day each: 12 x 24 / 24 share-hours of the 48
    assert 1 - short == pytest.approx(12 / 48, rel=0.05)


def test_a_backlog_is_cleared_at_the_last_instant_at_which_it_falls_to_the_level():
    hill = Steps(np.array([1.0, 2.0, 4.0, 7.0]), np.array([2.0, 5.0, 1.0, 0.0]))
    assert (response.cleared_at(hill), response.cleared_at(hill, above=1.5)) == (7.0, 4.0)
    assert response.cleared_at(Steps(np.empty(0), np.empty(0))) == 0
    assert response.cleared_at(Steps(np.array([1.0]), np.array([3.0]))) == math.inf
