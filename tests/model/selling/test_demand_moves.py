"""A lever on demand that moves while a sale goes on changes what is to come, and nothing that has happened."""

import json

import numpy as np
import pytest

from sim.model.selling.demand_multiplier import DemandMultiplier
from sim.results.conservation import money_errors, unit_errors
from sim.state.ledger import VOID, Exit, Kind
from tests.model.small import at, engine, play

DAY, HOUR = 1440.0, 60.0
START, ENDS = 20 * HOUR, 22 * HOUR
MOVED = START + 30
THREE = {f"estate{k}": {"households": 100 * 3**k} for k in range(3)}


def lever(factor, start="d0 20:30", where="gala", **more):
    return {"kind": "hold", "lever": "demand", "where": where, "factor": factor, "from": start, **more}


def show(*shocks, communities=None, horizon="6d", seed=1, **more):
    gala = {"start": "d0 20:00", "orders": 400, "products": {"loaf": 1}, "promise": "5d", **more}
    parts = {
        "products": {"loaf": {"price": 30}, "cake": {"price": 50}},
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "communities": communities or {"home": {}},
        "shows": {"gala": gala},
        "horizon": horizon,
    }
    return play(parts, *shocks, seed=seed)


def came(record):
    """Rows of the orders that came."""
    return np.flatnonzero(record.orders["kind"] == Kind.CUSTOMER)


def by_key(record, *columns):
    """What became of each order, by its own key."""
    rows = came(record)
    told = np.stack([record.orders[name][rows].astype(float) for name in ("key", *columns)], axis=1)[:, 1:]
    return dict(zip(record.orders["key"][rows].tolist(), map(tuple, np.nan_to_num(told, nan=-1).tolist()), strict=True))


STAMPS = ("placed", "paid", "grouped", "released", "delivered", "refunded", "value", "exit")
KINDS = [
    {},
    {"exactly": True},
    {"referrals": 0.4},
    {"presale": {"pays": 0.8}},
    {"presale": {"pays": 0.9, "threshold": 100}},
    {"presale": {"pays": 0.9, "threshold": 100, "counts": "deposits", "certainty": 20}},
    {"groups": {"size": 30, "discount": 0.1, "within": "24h"}, "communities": THREE},
    {"groups": {"size": 30, "discount": 0.1, "within": "40min"}, "communities": THREE, "exactly": True},
    {"groups": {"size": 60, "otherwise": "single"}, "communities": THREE, "presale": {"pays": 0.9, "threshold": 90}},
    {"rooms": {"视频号": 3, "抖音": 1}},
]


@pytest.mark.parametrize("more", KINDS)
def test_a_lever_that_moves_by_nothing_and_comes_back_changes_no_order(more):
    calm = show(**more)
    shaken = show(lever(1.0), lever(1.0, "d0 20:47", **{"for": "9min"}), **more)
    assert by_key(shaken, *STAMPS) == by_key(calm, *STAMPS)
    for column in ("product", "community", "opened", "closes", "size", "joined", "formed"):
        np.testing.assert_array_equal(shaken.groups[column], calm.groups[column])


@pytest.mark.parametrize("more", KINDS)
@pytest.mark.parametrize("factor", [0, 0.4, 3])
def test_what_has_happened_before_a_lever_moves_stays_as_it_was(more, factor):
    calm, shaken = show(**more), show(lever(factor), **more)
    before, after = by_key(calm, *STAMPS), by_key(shaken, *STAMPS)
    early = {key for key, stamps in before.items() if stamps[0] <= MOVED}
    assert early == {key for key, stamps in after.items() if stamps[0] <= MOVED}
    for key in early:
        for old, new, name in zip(before[key], after[key], STAMPS, strict=True):
            if name not in ("value", "exit") and (0 <= old <= MOVED or 0 <= new <= MOVED):
                assert old == new, name
    assert not unit_errors(shaken)
    assert not money_errors(shaken)


def test_at_half_the_demand_half_of_those_to_come_stay_and_they_are_some_of_the_same_people():
    calm, half, less = show(), show(lever(0.5)), show(lever(0.25))
    later = {key for key, (placed,) in by_key(calm, "placed").items() if placed > MOVED}
    stay = {key for key, (placed,) in by_key(half, "placed").items() if placed > MOVED}
    fewer = {key for key, (placed,) in by_key(less, "placed").items() if placed > MOVED}
    assert fewer < stay < later
    assert len(stay) / len(later) == pytest.approx(0.5, abs=0.12)
    assert all(by_key(half, *STAMPS)[key] == by_key(calm, *STAMPS)[key] for key in stay)


def test_at_no_demand_nobody_comes_any_more_and_afterwards_the_same_people_come_as_without_it():
    calm = show()
    record = show(lever(0, **{"for": "20min"}))
    placed = record.orders["placed"][came(record)]
    assert not ((placed > MOVED) & (placed <= MOVED + 20)).any()
    expected = {key for key, (at_,) in by_key(calm, "placed").items() if at_ <= MOVED or at_ > MOVED + 20}
    assert set(by_key(record)) == expected


@pytest.mark.parametrize("more", [{}, {"presale": {"pays": 1}}, {"groups": {"size": 5}, "communities": THREE}])
def test_at_three_times_the_demand_three_times_as_many_come_from_then_on_with_the_shape_of_the_show(more):
    calm = [show(seed=seed, **more) for seed in range(6)]
    surge = [show(lever(3), seed=seed, **more) for seed in range(6)]
    old, new = (np.concatenate([r.orders["placed"][came(r)] for r in records]) for records in (calm, surge))
    assert (old <= MOVED).sum() == (new <= MOVED).sum()
    expected = (old > MOVED).sum()
    assert (new > MOVED).sum() / expected == pytest.approx(3, rel=0.15)
    # the burst goes on to fade as it did
    assert np.median(new[new > MOVED]) == pytest.approx(np.median(old[old > MOVED]), abs=6)
    assert new.max() < ENDS
    # the orders that come anyway do so with the same random numbers
    for one, other in zip(calm, surge, strict=True):
        assert set(by_key(one)) < set(by_key(other))


def test_a_factor_that_was_held_when_the_show_began_is_not_applied_twice():
    whole = lever(2, "d0 19:00")
    assert len(came(show(whole, exactly=True))) == 800
    # back to one in the middle: the second half of a doubled show is thinned to a single one
    ends = show(lever(2, "d0 19:00", **{"for": "90min"}), exactly=True)
    doubled, single = show(whole, exactly=True), show(exactly=True)
    later = [int((r.orders["placed"][came(r)] > MOVED).sum()) for r in (doubled, ends, single)]
    assert later[1] == pytest.approx(later[0] / 2, abs=4 * np.sqrt(later[0] / 4))
    assert later[1] == pytest.approx(later[2], abs=4 * np.sqrt(later[2]))


def test_a_show_that_began_at_no_demand_begins_to_sell_when_demand_returns():
    record = show(lever(0, "d0 19:00", **{"for": "90min"}))
    placed = record.orders["placed"][came(record)]
    assert placed.min() > MOVED
    assert len(placed) == pytest.approx((show().orders["placed"] > MOVED).sum(), abs=60)


def test_a_lever_on_a_product_moves_its_buyers_only():
    both = {"products": {"loaf": 1, "cake": 1}}
    calm, record = show(**both), show(lever(0, where="cake"), **both)
    sku = record.lines["sku"][np.searchsorted(record.lines["order"], came(record))]
    placed = record.orders["placed"][came(record)]
    assert not ((sku == 1) & (placed > MOVED)).any()
    loaves = (calm.lines["sku"] == 0).sum()
    assert (sku == 0).sum() == loaves


def test_a_lever_on_a_room_moves_the_orders_of_that_room_before_and_during_the_show():
    rooms = {"rooms": {"视频号": 1, "抖音": 1}}
    for start in ("d0 19:00", "d0 20:30"):
        record = show(lever(3, start, where="抖音"), seed=3, **rooms)
        since = START if start == "d0 19:00" else MOVED
        rows = came(record)
        rows = rows[record.orders["placed"][rows] > since]
        names = np.array(record.names["channel"])[record.orders["channel"][rows]]
        assert (names == "抖音").mean() == pytest.approx(0.75, abs=0.06)
    nobody = show(lever(0, "d0 19:00", where="抖音"), **rooms)
    assert set(np.array(nobody.names["channel"])[nobody.orders["channel"]]) == {"视频号"}


def test_whoever_was_brought_comes_only_if_who_brought_him_does():
    calm, none = show(referrals=0.5), show(lever(0), referrals=0.5)
    before = by_key(calm, "placed")
    # friends of those who had bought before the lever moved still come; nobody comes by himself
    later = [key for key, (placed,) in by_key(none, "placed").items() if placed > MOVED]
    assert 0 < len(later) < sum(placed > MOVED for (placed,) in before.values()) / 2
    assert all(before[key][0] > MOVED for key in later)


def test_a_threshold_that_was_to_be_met_is_missed_when_the_buyers_stay_away_and_the_other_way_round():
    presale = {"presale": {"pays": 1, "threshold": 300}, "exactly": True}
    calm, less = show(**presale), show(lever(0), **presale)
    assert set(calm.trace["event"]) >= {"threshold_met"}
    assert (less.trace["event"] == "threshold_failed").sum() == 1
    assert not (less.trace["event"] == "threshold_met").any()
    assert (less.orders["exit"][came(less)] == Exit.THRESHOLD_FAILED).all()
    assert np.isnan(less.orders["released"][came(less)]).all()
    missed = {"presale": {"pays": 1, "threshold": 700}, "exactly": True}
    more = show(lever(6), **missed)
    ((met,),) = [more.trace["time"][more.trace["event"] == "threshold_met"].tolist()]
    paid = more.orders["paid"][came(more)]
    assert met == np.sort(paid)[699]
    np.testing.assert_array_equal(more.orders["released"][came(more)], np.maximum(paid, met))


def test_groups_form_with_those_who_come_after_the_lever_moved_and_fail_without_them():
    groups = {"groups": {"size": 60, "discount": 0.2, "within": "24h"}, "communities": THREE}
    records = {factor: show(lever(factor), **groups) for factor in (0, 1, 5)}
    formed = {factor: int(np.isfinite(record.groups["formed"]).sum()) for factor, record in records.items()}
    assert formed[0] < formed[1] < formed[5]
    for record in records.values():
        orders, table = record.orders, record.groups
        rows = came(record)
        for pool in range(record.rows("groups")):
            times = np.sort(orders["placed"][rows][orders["group"][rows] == pool])
            assert table["joined"][pool] == len(times)
            expected = times[59] if len(times) >= 60 else np.nan
            np.testing.assert_equal(table["formed"][pool], expected)
        together = np.isfinite(table["formed"])[orders["group"][rows]]
        # goods are there for ever: who is let through has them at that instant, whenever it was foreseen before
        np.testing.assert_array_equal(orders["delivered"][rows][together], orders["released"][rows][together])
        np.testing.assert_allclose(orders["value"][rows], np.where(together, 24.0, 30.0))
        assert ((orders["exit"][rows] == Exit.GROUP_FAILED) == ~together).all()


def test_a_pool_that_nobody_joins_after_all_is_no_group():
    # forty little places: most pools get their only order after demand is gone
    places = {f"hamlet{k}": {} for k in range(40)}
    record = show(lever(0, "d0 20:13"), groups={"size": 2}, communities=places, orders=90)
    used = np.isfinite(record.groups["opened"])
    assert 0 < used.sum() < record.rows("groups")
    assert (record.groups["joined"][used] > 0).all()
    assert (record.groups["joined"][~used] == 0).all()
    assert np.isnan(record.groups["closes"][~used]).all()


def test_pools_that_draw_in_neighbours_go_on_from_where_they_are():
    pulled = {"groups": {"size": 60, "pull": 4.0}, "communities": {"home": {}}, "orders": 100}
    grown, plain = [], []
    for seed in range(12):
        calm, more = show(seed=seed, **pulled), show(lever(1.0001), seed=seed, **pulled)
        grown.append(len(came(more)))
        plain.append(len(came(calm)))
        early = {key for key, (placed,) in by_key(calm, "placed").items() if placed <= MOVED}
        assert early <= set(by_key(more))
    # a pool forgetful of who has joined would be drawn at the pull of an empty one
    assert np.mean(grown) == pytest.approx(np.mean(plain), rel=0.12)


def test_after_the_show_a_lever_on_demand_finds_nobody_left_to_move():
    presale = {"presale": {"pays": 0.9}}
    assert by_key(show(lever(5, "d0 22:00"), **presale), *STAMPS) == by_key(show(**presale), *STAMPS)


def test_orders_that_do_not_come_leave_no_trace_in_stock_money_or_work():
    record = show(lever(0), lever(7, "d0 20:40", **{"for": "5min"}))
    void = record.orders["kind"] == VOID
    assert void.any()
    for stamp in ("allocated", "ready", "departed", "delivered", "cancelled"):
        assert np.isnan(record.orders[stamp][void]).all()
    assert not np.isin(record.cash["order"], np.flatnonzero(void)).any()
    assert not np.isin(record.lines["order"][record.picks["line"]], np.flatnonzero(void)).any()


# --- group buys


def buy(*shocks, seed=1, **more):
    group_buy = {"product": "loaf", "opens": "d0 08:00", "groups": {"size": 10, "within": "1d"}, "pools": 30, **more}
    parts = {
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "communities": {"home": {}},
        "group_buys": {"neighbours": group_buy},
        "horizon": "4d",
    }
    return play(parts, *shocks, seed=seed)


WAYS = [
    {"joins": "0.4/h"},
    {"joins": "0.4/h", "uneven": 0.5, "groups": {"size": 10, "within": "1d", "pull": 2}},
    {"joins": "0.4/h", "keeps_open": False},
    {"joins": "1/h", "repeats": True, "pools": 5},
    {"bass": {"p": "0.5/d", "q": "4/d", "m": 80}, "pools": 8},
    {"cascade": {"seeds": 8, "brings": 0.8, "after": "6h"}},
]
NOON = 12 * HOUR


@pytest.mark.parametrize("more", WAYS)
@pytest.mark.parametrize("factor", [0, 0.5, 4])
def test_a_group_buy_follows_the_lever_from_the_instant_at_which_it_moves(more, factor):
    moved = lever(factor, "d0 12:00", where="loaf")
    calm, record = buy(**more), buy(moved, **more)
    before, after = by_key(calm, "placed"), by_key(record, "placed")
    assert {k for k, (t,) in before.items() if t <= NOON} == {k for k, (t,) in after.items() if t <= NOON}
    old, new = (sum(t > NOON for (t,) in told.values()) for told in (before, after))
    assert new == 0 if factor == 0 else (new < old if factor < 1 else new > old)
    for pool in np.flatnonzero(np.isfinite(record.groups["opened"])).tolist():
        rows = came(record)
        times = np.sort(record.orders["placed"][rows][record.orders["group"][rows] == pool])
        assert record.groups["joined"][pool] == len(times)
        np.testing.assert_equal(record.groups["formed"][pool], times[9] if len(times) >= 10 else np.nan)
    assert not money_errors(record)


def test_a_pool_that_takes_no_more_than_its_size_keeps_to_it_when_demand_moves():
    record = buy(lever(9, "d0 12:00", where="neighbours"), joins="1/h", keeps_open=False)
    assert record.groups["joined"].max() == 10


def test_word_of_mouth_still_reaches_at_most_everybody_when_demand_moves():
    bass = {"pools": 1, "bass": {"p": "0.5/d", "q": "4/d", "m": 200}, "groups": {"size": 10, "within": "3d"}}
    assert len(came(buy(lever(50, "d0 20:00", where="loaf"), **bass))) == 200


def test_a_steady_pool_takes_as_many_as_its_rate_says_before_and_after():
    counts = np.array([np.bincount(
        (r.orders["placed"][came(r)] > 20 * HOUR).astype(int), minlength=2
    ) for seed in range(4) for r in [buy(lever(3, "d0 20:00", where="loaf"), seed=seed, joins="0.5/h")]])  # fmt: skip
    # thirty pools of twelve hours at half an order an hour, then twelve hours at one and a half
    assert counts.mean(axis=0) == pytest.approx([180, 540], rel=0.1)


def test_who_is_brought_by_earlier_buyers_is_scaled_once_however_many_follow():
    way = {"pools": 200, "cascade": {"seeds": 5, "brings": 0.7, "after": {"exponential": {"mean": "3h"}}}}
    way["groups"] = {"size": 10, "within": "3d"}
    moved, old, new = lever(2, "d0 12:00", where="loaf"), 0, 0
    for seed in range(6):
        old += sum(t > NOON for (t,) in by_key(buy(seed=seed, **way), "placed").values())
        new += sum(t > NOON for (t,) in by_key(buy(moved, seed=seed, **way), "placed").values())
    assert new / old == pytest.approx(2, rel=0.08)


# --- recorded orders


def file_of_orders(tmp_path):
    """Four hundred minutes of orders, one a minute; every other one has a cake beside its two loaves."""
    rows = ["order,time,sku,qty,price"]
    for k in range(400):
        when = f"2026-06-15 {k // 60:02d}:{k % 60:02d}"
        rows.append(f"o{k},{when},loaf,2,9")
        if k % 2:
            rows.append(f"o{k},{when},cake,1,20")
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


def replay(path, *shocks):
    parts = {
        "products": {"loaf": {"price": 10}, "cake": {"price": 25}},
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "recorded": {"till": {"file": path, "start": "2026-06-15 00:00"}},
        "horizon": "1d",
    }
    return play(parts, *shocks)


@pytest.fixture(scope="module")
def till(tmp_path_factory):
    return file_of_orders(tmp_path_factory.mktemp("till"))


def test_recorded_orders_are_left_out_when_demand_falls_and_come_as_recorded_otherwise(till):
    calm, half = replay(till), replay(till, lever(0.5, "d0 02:00", where="till", **{"for": "3h"}))
    old, new = by_key(calm, "placed", "value"), by_key(half, "placed", "value")
    assert len(old) == 400
    assert new.items() < old.items()
    missing = np.array([placed for key, (placed, _) in old.items() if key not in new])
    assert ((missing > 120) & (missing <= 300)).all()
    assert len(missing) == pytest.approx(90, abs=25)


def test_recorded_orders_come_again_whole_when_demand_rises(till):
    record = replay(till, lever(2.25, "d0 02:00", where="till", **{"for": "3h"}))
    orders, rows = record.orders, came(record)
    copies = rows[rows >= 400]
    assert len(copies) == pytest.approx(1.25 * 180, abs=25)
    placed = orders["placed"][copies]
    assert ((placed > 120) & (placed <= 300)).all()
    assert set(np.unique(placed, return_counts=True)[1].tolist()) == {1, 2}
    # a copy has the lines and the price of its original, and is an order of its own
    original = placed.astype(int)
    for column in ("lines", "units", "value", "community", "channel"):
        np.testing.assert_array_equal(orders[column][copies], orders[column][original])
    assert len(set(orders["key"][rows].tolist())) == len(rows)
    np.testing.assert_array_equal(orders["delivered"][rows], orders["placed"][rows])
    assert not unit_errors(record)


def test_a_recorded_order_follows_the_product_of_its_first_line(till):
    record = replay(till, lever(0, "d0 02:00", where="loaf"))
    assert record.orders["placed"][came(record)].max() == 120
    assert len(came(replay(till, lever(0, "d0 02:00", where="cake")))) == 400


# --- everywhere


def test_everywhere_is_every_source_whether_the_scenario_comes_from_a_file_or_from_python(till):
    parts = {
        "products": {"loaf": {"price": 10}, "cake": {"price": 25}},
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "shows": {"gala": {"start": "d0 01:00", "orders": 50, "products": {"loaf": 1}}},
        "regular": {"people": at(30, 200, 210, 220)},
        "recorded": {"till": {"file": till, "start": "2026-06-15 00:00"}},
        "horizon": "1d",
    }
    record = play(parts, lever(0, "d0 01:00", where="*"))
    assert record.orders["placed"][came(record)].max() <= 60
    assert len(came(record)) == 61 + 1


def test_a_plan_may_move_demand_too():
    plan = {"decide": 0, "do": [{"kind": "hold", "lever": "demand", "where": "*", "factor": 0}]}
    shock = {**lever(1, where="loaf"), "noticed_after": 0}
    parts = {
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
        "shows": {"gala": {"start": "d0 20:00", "orders": 400, "products": {"loaf": 1}}},
    }
    record = play(parts, shock, plans={"stop": plan})
    assert record.orders["placed"][came(record)].max() <= MOVED
    began = record.trace["event"] == "action_began"
    assert json.loads(record.trace["what"][began][0])["action"]


def test_the_pull_on_a_source_is_the_product_of_everything_that_is_held_on_it():
    bench = engine()
    pull = DemandMultiplier(bench, "gala", ["loaf", "cake"], ["app", "抖音"])
    bell = []
    pull.watch(lambda: bell.append(bench.now))
    np.testing.assert_array_equal(pull.factors(), np.ones((2, 2)))
    with bench.levers.hold("demand", ("gala",), 2.0), bench.levers.hold("demand", ("cake", "抖音"), 3.0):
        np.testing.assert_array_equal(pull.factors(), [[2, 6], [6, 18]])
        with bench.levers.hold("demand", ("elsewhere",), 9.0):
            np.testing.assert_array_equal(pull.factors(), [[2, 6], [6, 18]])
    assert len(bell) == 4


@pytest.mark.parametrize("more", KINDS[:6])
def test_when_a_surge_is_over_those_to_come_are_those_who_would_have_come_without_it(more):
    calm, record = show(**more), show(lever(4, **{"for": "10min"}), **more)
    over = MOVED + 10
    own = {key for key, (placed,) in by_key(calm, "placed").items() if placed > over}
    after = {key for key, (placed,) in by_key(record, "placed").items() if placed > over}
    assert own <= after
    # only those whom a buyer of the surge brings may come beside them
    assert after == own or more.get("referrals")
    assert len(came(record)) > len(came(calm))


def test_a_threshold_that_was_met_before_the_lever_moved_is_told_once():
    presale = {"presale": {"pays": 1, "threshold": 60, "counts": "deposits"}}
    calm, record = show(**presale), show(lever(3), lever(0, "d0 21:00"), **presale)
    met = calm.trace["time"][calm.trace["event"] == "threshold_met"]
    assert met < MOVED
    np.testing.assert_array_equal(record.trace["time"][record.trace["event"] == "threshold_met"], met)


@pytest.mark.parametrize("more", WAYS)
def test_a_lever_that_moves_by_nothing_changes_no_group_buy(more):
    assert by_key(buy(lever(1, "d0 12:00", where="loaf"), **more), *STAMPS) == by_key(buy(**more), *STAMPS)


def test_a_copy_of_a_recorded_order_takes_as_long_as_its_original(tmp_path):
    rows = ["order,time,sku,work", *(f"o{k},2026-06-15 {k:02d}:00,loaf,{k + 1}" for k in range(6))]
    (tmp_path / "orders.csv").write_text("\n".join(rows), encoding="utf-8")
    pick = {"servers": "unlimited", "takes": {"column": "work"}}
    parts = {
        "sites": {"shop": {"kind": "front_point", "stock": "unlimited", "stations": {"pick": pick}}},
        "recorded": {"till": {"file": str(tmp_path / "orders.csv"), "start": "2026-06-15 00:00"}},
        "horizon": "1d",
    }
    orders = play(parts, lever(2, "d0 02:30", where="till")).orders
    assert sorted((orders["ready"] - orders["placed"]).tolist()) == pytest.approx([1, 2, 3, 4, 4, 5, 5, 6, 6])
