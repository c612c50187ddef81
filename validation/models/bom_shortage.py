"""A material is cut: when it runs out, when the finished goods do, how fast the factory still works, what is lost."""

from typing import Any

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import shelf
from validation.measures.production import made_between
from validation.measures.shortage import first_below, service_held_until, short_units
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.supply_cut import review_for
from validation.worlds.world import ITEM, Tree, minutes, per_minute, place_of, world

WORKS, FOR_GOOD, MATERIAL = "works", "works_cut_for_good", "flour"
ORDERS, FINE = 30_000, 200
OUTPUTS = ("material_runs_out", "finished_runs_out", "lost_units", "fill_rate", "output_rate_limited")


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: demand, finished_stock, usage, supply, material_stock, cut, duration.

    When the stocks outlast the cut, a second factory whose material never comes back tells when they run out.
    """
    del length
    demand, finished = inputs.number("demand", above=0), inputs.number("finished_stock", least=0)
    usage, supply = inputs.number("usage", above=0), inputs.number("supply", above=0)
    stock, cut = inputs.number("material_stock", least=0), inputs.share("cut")
    lasts, need, left = inputs.number("duration", above=0), demand * usage, supply * (1 - cut)
    if left >= need:
        raise UnfitError(f"a supply of {left:g} after the cut is enough for a need of {need:g}: nothing runs out")
    # only to choose the length of the run
    out = stock / (need - left) + finished / (demand - left / usage)
    short = out >= lasts
    end = max(lasts, 1.3 * out)
    review = review_for(end, lasts, stock / need, finished / demand, max(lasts - out, 0.0), fine=FINE)
    scale = ORDERS / (demand * end)
    sites = [WORKS, *[FOR_GOOD] * short]

    def observe(record: Record) -> dict[str, float]:
        last, until = (FOR_GOOD, end) if short else (WORKS, lasts)
        dry = first_below(shelf(record, last, MATERIAL).on_hand, usage * (1 - 1e-9))
        wanted = shelf(record, WORKS, ITEM).wanted.between(0.0, lasts)
        return {
            "material_runs_out": dry,
            "finished_runs_out": service_held_until(shelf(record, last, ITEM).wanted),
            "lost_units": short_units(wanted) / scale,
            "fill_rate": wanted.fill_rate(),
            "output_rate_limited": made_between(record, f"{last}.line", dry, until) / (until - dry) / scale,
        }

    batch = demand * review * scale
    level = finished * scale + 1.5 * batch
    parts = _factory(level, stock * scale, usage, batch)
    shocks = [_cut("mill", 1 - cut, {"for": minutes(lasts)}), *[_cut("mill_cut_for_good", 1 - cut, {})] * short]
    tree = world(
        dict.fromkeys(sites, parts),
        end * 1.01,
        products={ITEM: {"price": 1, "bom": {MATERIAL: usage}}},
        materials={MATERIAL: {}},
        suppliers={
            name: {"lead": "0min", "capacity": per_minute(supply * scale), "supplies": [MATERIAL]}
            for name in ("mill", *["mill_cut_for_good"] * short)
        },
        replenishment=[
            *(_rule(site, ITEM, level, review) for site in sites),
            *(
                {**_rule(site, MATERIAL, stock * scale + 4 * batch * usage, review), "from": mill}
                for site, mill in zip(sites, ("mill", "mill_cut_for_good"), strict=False)
            ),
        ],
        regular={
            f"customers_{site}": {
                "arrives": {"kind": "steady", "rate": per_minute(demand * scale)},
                "evenly": True,
                "communities": place_of(site),
                "pickup": 1.0,
            }
            for site in sites
        },
        communities={place_of(site): {"picks_up_at": site} for site in sites},
        customers={"pickup_after": "0min"},
    )
    report = {name: Mean(name) for name in OUTPUTS}
    return Translation(tree, observe, report, 1, {"title": "Less material", "shocks": shocks})


def _factory(level: float, stock: float, usage: float, batch: float) -> Tree:
    """A factory that sells what it makes, on a line that is never what is short; units of the world."""
    rate = per_minute(max(batch, 1.0) * 1e6)
    return {
        "kind": "factory",
        "unmet": "lost",
        "issue": "lifo",
        "opening": {ITEM: level, MATERIAL: stock + batch * usage / 2 if stock > 0 else 0.0},
        "lines": {"line": {"rate": {ITEM: rate}, "batch": 1e9}},
    }


def _rule(site: str, item: str, level: float, review: float) -> Tree:
    policy = {"kind": "order_up_to", "review": minutes(review), "order_up_to": level}
    return {"at": site, "items": [item], "policy": policy}


def _cut(where: str, share: float, more: dict[str, Any]) -> Tree:
    return {"kind": "hold", "lever": "supply", "where": where, "factor": share, "from": "d0 00:00", **more}
