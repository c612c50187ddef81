"""What the shipped scenarios do to the shipped tiny brand is what their titles say, in numbers that the run shows."""

import math

import numpy as np
import pytest

import sim
from sim.kpi.registry import compute, measures
from sim.model.simulate import simulate
from sim.schema.load_scenario import load_scenario
from sim.state.ledger import Exit, Kind
from tests.docs.pages import ROOT

DAY, HOUR = 1440.0, 60.0
WORLD = sim.load(ROOT / "configs" / "tiny.yaml")
FILES = {path.stem[0]: path for path in sorted((ROOT / "scenarios").glob("*.yaml"))}


def play(letter="", *plans, seed=7):
    scenario = load_scenario(FILES[letter], WORLD) if letter else None
    return simulate(WORLD, scenario, plans, seed=seed)


@pytest.fixture(scope="module")
def calm():
    return play()


def customers(record):
    return record.orders["kind"] == Kind.CUSTOMER


def placed(record, source, begin, end):
    """Customers' orders of a source within a time."""
    orders = record.orders
    mine = customers(record) & (orders["source"] == record.names["source"].index(source))
    return int((mine & (orders["placed"] >= begin) & (orders["placed"] < end)).sum())


def received(record, begin, end, site):
    """Units that came to a site within a time."""
    moves = record.moves
    mine = (moves["time"] > begin) & (moves["time"] < end) & (moves["target"] == record.names["site"].index(site))
    return float(moves["qty"][mine].sum())


def test_a_head_streamer_brings_six_times_the_everyday_orders_for_two_days(calm):
    begins, ends = 9 * DAY + 19 * HOUR, 11 * DAY + 19 * HOUR
    record = play("a")
    assert placed(record, "everyday", 0, begins) == placed(calm, "everyday", 0, begins)
    expected = 6 * placed(calm, "everyday", begins, ends)
    assert placed(record, "everyday", begins, ends) == pytest.approx(expected, abs=4 * expected**0.5)
    assert placed(record, "everyday", ends, 14 * DAY) == placed(calm, "everyday", ends, 14 * DAY)


def test_a_mill_that_delivers_60_per_cent_less_makes_40_a_day_of_its_hundred(calm):
    def made_ready(record):
        jobs = record.jobs
        mine = jobs["resource"] == record.names["resource"].index("mill.flour")
        mine &= (jobs["started"] >= 5 * DAY) & (jobs["finished"] <= 11 * DAY)
        busy = (jobs["finished"] - jobs["started"])[mine].sum()
        return jobs["good"][mine].sum() / busy * DAY

    assert made_ready(calm) == pytest.approx(100)
    assert made_ready(play("b")) == pytest.approx(40)


def departures(record, lane):
    """The instants at which goods left over a lane."""
    mine = record.trips["resource"] == record.names["resource"].index(lane)
    return record.trips["departed"][mine]


def test_nothing_enters_or_leaves_a_warehouse_that_is_down_for_three_days(calm):
    begins, ends = 8 * DAY + 6 * HOUR, 11 * DAY + 6 * HOUR

    def while_down(record):
        left = departures(record, "dc->mw_east")
        return int(((left > begins) & (left < ends)).sum()), received(record, begins, ends, "dc")

    vans, units = while_down(calm)
    # vans leave at 05:00, 12:00 and 18:00; on each of three days there is something to carry
    assert vans == 9
    assert units > 0
    record = play("c")
    assert while_down(record) == (0, 0)
    assert received(record, ends, 14 * DAY, "dc") > 0


def test_the_bakery_supplies_the_micro_warehouse_once_the_plan_has_started_up():
    assert len(departures(play("c"), "bakery->mw_east")) == 0
    record = play("c", "straight_from_bakery")
    # noticed an hour after the shock, decided in two hours, started up in four
    began = 8 * DAY + 6 * HOUR + (1 + 2 + 4) * HOUR
    when = {
        event: record.trace["time"][record.trace["event"] == event].tolist()
        for event in ("action_began", "action_ended")
    }
    assert when == {"action_began": [began], "action_ended": [began + 3 * DAY]}
    left = departures(record, "bakery->mw_east")
    assert left.min() > began
    assert set((left % DAY / HOUR).tolist()) <= {6, 14, 20}


def test_a_recall_freezes_four_days_of_toast_and_gives_those_who_hold_it_a_new_one():
    struck = 10 * DAY + 10 * HOUR
    record = play("d")
    lots = record.lots
    suspect = (lots["sku"] == record.names["sku"].index("toast")) & (lots["made"] >= struck - 4 * DAY)
    suspect &= lots["made"] <= struck
    np.testing.assert_array_equal(lots["quality"] == 2, suspect)
    recalled = record.orders["exit"] == Exit.RECALLED
    exchanges = record.orders["kind"] == Kind.EXCHANGE
    assert recalled.sum() > 50
    assert set(record.orders["replaces"][exchanges].tolist()) <= set(np.flatnonzero(recalled).tolist())


def test_an_emergency_kit_makes_more_good_within_48_hours():
    alone, helped = (compute(play("d", *plans), names=["recall_within_48h"]) for plans in ((), ("emergency_kit",)))
    assert helped["recall_within_48h"] > alone["recall_within_48h"] + 0.1


@pytest.fixture(scope="module")
def shocked():
    return play("a")


@pytest.mark.parametrize("of", ["calm", "shocked"])
def test_measures_of_one_run_agree_with_each_other(of, request, calm):
    """Identities between measures that are computed apart, on a run of the whole chain."""
    record = request.getfixturevalue(of)
    value = {name: one(record, calm) if one.needs_twin else one(record) for name, one in measures().items()}
    assert value["revenue"] - value["total_cost"] == pytest.approx(value["contribution"])
    assert sum(value["cost_per_order_by_category"].values()) == pytest.approx(value["cost_per_order"])
    assert sum(value["stage_mean"].values()) == pytest.approx(value["lead_time_mean"])
    quantiles = [value[f"lead_time_p{share}"] for share in (50, 90, 95, 99)]
    assert quantiles == sorted(quantiles)
    assert value["on_time_rate"] <= value["fulfilment_rate"] <= 1
    assert value["turns"] * value["inventory_days"] == pytest.approx(30)
    assert value["backlog_end"] <= value["backlog_peak"]
    steps = [value["funnel"][step] for step in value["funnel"]]
    assert steps == sorted(steps, reverse=True)
    assert steps[0] == customers(record).sum()
    for name, peak in value["utilisation_peak"].items():
        assert math.isnan(peak) or value["utilisation"][name] <= peak + 1e-9, name
    assert sum(value["exits"].values()) == (record.orders["exit"][customers(record)] != Exit.NONE).sum()


def test_a_run_against_itself_has_lost_nothing(calm):
    lost = compute(calm, calm, names=["loss_area", "depth", "lost_contribution"])
    assert {name: value for name, value in lost.items() if abs(value) > 1e-9} == {}
