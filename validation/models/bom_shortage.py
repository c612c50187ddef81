"""A material shortage: when the material and the finished goods run out, limited output, lost sales."""

from typing import Any

from sim.results.record import Record
from sim.tolerance import SAME_UNITS
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_history
from validation.measures.production import made_between
from validation.measures.shortage import first_below, time_to_survive, units_short
from validation.translation import Translation, played
from validation.worlds.supply_cut import review_interval
from validation.worlds.world import ITEM, Tree, community_of, minutes, per_minute, world

WORKS, FOR_GOOD, MATERIAL = "works", "works_cut_for_good", "flour"
ORDERS, FINE = 30_000, 200
OUTPUTS = ("material_runs_out", "finished_runs_out", "lost_units", "fill_rate", "output_rate_limited")


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: demand, finished_stock, usage, supply, material_stock, cut, duration.

    When the stocks outlast the cut, the times are those of a second factory whose material is cut for good.
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
    review = review_interval(end, lasts, stock / need, finished / demand, max(lasts - out, 0.0), fine=FINE)
    scale = ORDERS / (demand * end)
    sites = [WORKS, *[FOR_GOOD] * short]

    def observe(record: Record) -> dict[str, float]:
        last, until = (FOR_GOOD, end) if short else (WORKS, lasts)
        dry = first_below(stock_history(record, last, MATERIAL).on_hand, usage * (1 - SAME_UNITS))
        demanded = stock_history(record, WORKS, ITEM).demand.between(0.0, lasts)
        return {
            "material_runs_out": dry,
            "finished_runs_out": time_to_survive(stock_history(record, last, ITEM).demand),
            "lost_units": units_short(demanded) / scale,
            "fill_rate": demanded.fill_rate(),
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
                "communities": community_of(site),
                "pickup": 1.0,
            }
            for site in sites
        },
        communities={community_of(site): {"picks_up_at": site} for site in sites},
        customers={"pickup_after": "0min"},
    )
    outputs = played(OUTPUTS)
    return Translation(tree, observe, outputs, 1, {"title": "Less material", "shocks": shocks})


def _factory(level: float, stock: float, usage: float, batch: float) -> Tree:
    """A factory that sells from its own stock, with a line that is never the bottleneck; units of the world."""
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
