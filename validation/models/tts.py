"""A supplier fails: how long the stock lasts, what is lost, and how long it takes to fill the shelf again."""

from dataclasses import replace

from sim.kpi.counted import INSTANT
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import shelf
from validation.measures.shortage import first_at_or_above, service_held_until, short_units
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.supply_cut import FINE, ON_THEIR_WAY, PLENTY, ROUGH, Shelf, cut_shelves, review_for, survives

SHOP, FOR_GOOD = "shop", "shop_cut_for_good"


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: stock, demand, outage, and perhaps partial_supply, horizon, catchup.

    When the stock outlasts the outage, a second shop whose supply never comes back tells the time to survive.
    """
    del length
    stock, demand = inputs.number("stock", least=0), inputs.number("demand", above=0)
    outage, supply = inputs.number("outage", above=0), inputs.number("partial_supply", least=0, default=0.0)
    horizon = inputs.number("horizon", above=0, default=outage)
    catches_up = "catchup" in inputs
    capacity = inputs.number("catchup", above=0, default=max(PLENTY * demand, supply))
    if capacity <= demand and catches_up:
        raise UnfitError(f"inputs.catchup is {capacity:g}, the demand {demand:g}: the shelf is never filled again")
    if horizon < outage:
        raise UnfitError(f"inputs.horizon is {horizon:g}, shorter than the outage {outage:g}")
    if supply > capacity:
        raise UnfitError(f"inputs.partial_supply is {supply:g}, more than inputs.catchup {capacity:g}")
    lasts_for = survives(stock, demand, supply)
    missing = min(stock, max(demand - supply, 0.0) * outage)
    rebuild = missing / (capacity - demand)
    end = max(outage + 1.1 * rebuild, horizon, 1.05 * lasts_for) * 1.01
    lost = max(outage - lasts_for, 0.0) * (1 - supply / demand) if supply < demand else 0.0
    # what an empty shelf loses until its first goods come must be little against what it loses in the outage
    lost = lost if stock > 0 else lost / (2 * ON_THEIR_WAY)
    fine = FINE if supply > 0 or catches_up else ROUGH
    review = review_for(end, outage, stock / demand, missing / demand, lost, fine=fine)
    shop = Shelf(SHOP, stock, demand, supply, capacity, outage, end, review)
    shops = [shop]
    if supply >= demand or lasts_for >= outage:
        shops.append(replace(shop, name=FOR_GOOD, lasts=None, review=review_for(end, stock / demand)))
    tree, scenario = cut_shelves(shops)

    def observe(record: Record) -> dict[str, float]:
        here = shelf(record, SHOP, shop.item)
        # a shelf that is supplied as fast as it sells waits for its next goods, and is as full as ever
        full = shop.opening - (0 if supply < demand else shop.between_reviews)
        back = first_at_or_above(here.on_hand, full * shop.scale - INSTANT, outage)
        return {
            "time_to_survive": service_held_until(shelf(record, shops[-1].name, shops[-1].item).wanted),
            "lost_units": short_units(here.wanted) / shop.scale,
            "fill_rate_during_outage": here.wanted.between(0.0, outage).fill_rate(),
            "fill_rate_horizon": here.wanted.between(0.0, horizon).fill_rate(),
            "rebuild_time": back - outage,
        }

    outputs = ["time_to_survive", "lost_units", "fill_rate_during_outage"]
    outputs += ["fill_rate_horizon"] * ("horizon" in inputs) + ["rebuild_time"] * catches_up
    return Translation(tree, observe, {name: Mean(name) for name in outputs}, 1, scenario)
