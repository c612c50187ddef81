"""Time to survive: a supplier fails; lost sales, fill rates, and the time to rebuild the stock."""

from dataclasses import replace

from sim.results.record import Record
from sim.tolerance import SAME_INSTANT
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_history
from validation.measures.shortage import first_at_or_above, time_to_survive, units_short
from validation.translation import Translation, played
from validation.worlds.supply_cut import (
    FINE,
    IN_TRANSIT,
    PLENTY,
    ROUGH,
    SupplyCutShop,
    nominal_survival,
    review_interval,
    supply_cut_world,
)

SHOP, FOR_GOOD = "shop", "shop_cut_for_good"


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: stock, demand, outage, and perhaps partial_supply, horizon, catchup.

    When the stock outlasts the outage, the time to survive is that of a second shop whose supply is cut for good.
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
    survival = nominal_survival(stock, demand, supply)
    missing = min(stock, max(demand - supply, 0.0) * outage)
    rebuild = missing / (capacity - demand)
    end = max(outage + 1.1 * rebuild, horizon, 1.05 * survival) * 1.01
    lost = max(outage - survival, 0.0) * (1 - supply / demand) if supply < demand else 0.0
    # without stock, what is lost until the first goods arrive must be small against what is lost in the outage
    lost = lost if stock > 0 else lost / (2 * IN_TRANSIT)
    fine = FINE if supply > 0 or catches_up else ROUGH
    review = review_interval(end, outage, stock / demand, missing / demand, lost, fine=fine)
    shop = SupplyCutShop(SHOP, stock, demand, supply, capacity, outage, end, review)
    shops = [shop]
    if supply >= demand or survival >= outage:
        shops.append(replace(shop, name=FOR_GOOD, lasts=None, review=review_interval(end, stock / demand)))
    tree, scenario = supply_cut_world(shops)

    def observe(record: Record) -> dict[str, float]:
        history = stock_history(record, SHOP, shop.item)
        # when supply meets demand, full is the opening stock less what is sold between two reviews
        full = shop.opening - (0 if supply < demand else shop.between_reviews)
        back = first_at_or_above(history.on_hand, full * shop.scale - SAME_INSTANT, outage)
        return {
            "time_to_survive": time_to_survive(stock_history(record, shops[-1].name, shops[-1].item).demand),
            "lost_units": units_short(history.demand) / shop.scale,
            "fill_rate_during_outage": history.demand.between(0.0, outage).fill_rate(),
            "fill_rate_horizon": history.demand.between(0.0, horizon).fill_rate(),
            "rebuild_time": back - outage,
        }

    outputs = ["time_to_survive", "lost_units", "fill_rate_during_outage"]
    outputs += ["fill_rate_horizon"] * ("horizon" in inputs) + ["rebuild_time"] * catches_up
    return Translation(tree, observe, played(outputs), 1, scenario)
