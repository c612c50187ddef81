"""A shop with a bakery and two couriers, small enough to be played dozens of times, and disruptions of it."""

from pathlib import Path

WORLD = """
brand: {zh: 小麦铺, en: Corner Bakery}
start: 2026-06-15 00:00 +08:00
horizon: 4d
products:
  loaf: {price: 30, cost: 8, shelf_life: 3d, bom: {flour: 0.45kg}}
materials:
  flour: {cost: 4, bought_from: mill}
suppliers:
  mill: {lead: 12h, capacity: 2000/d}
sites:
  bakery:
    kind: factory
    at: [0, 0]
    lines: {oven: {rate: {loaf: 240/h}, setup: 20min, batch: 40, shift: 04:00-20:00}}
    opening: {flour: 300}
  shop:
    kind: micro_warehouse
    at: [3, 0]
    opening: {loaf: 80}
    stations:
      pick: {servers: 1, takes: {exponential: {mean: 3min}}}
lanes:
  - {from: bakery, to: shop, every: 4h, takes: {lognormal: {mean: 30min, cv: 0.2}}, vehicle: {holds: 300, cost: 60}}
replenishment:
  - {at: shop, policy: {kind: min_max, reorder_point: 60, order_up_to: 160}}
  - {at: bakery, items: [loaf], policy: {kind: on_demand}}
  - {at: bakery, items: [flour], policy: {kind: order_up_to, order_up_to: 300, review: 1d}}
communities:
  river: {at: [3, 1], households: 400}
regular:
  everyday: {arrives: {kind: steady, rate: 120/d}, products: {loaf: 1}, promise: 6h, patience: 1d}
couriers:
  riders: {at: shop, full_time: 2, carries: 8, shift: 08:00-22:00}
"""

RUSH = """
title: {zh: 爆单, en: Rush}
row: X1
shocks:
  - {kind: hold, lever: demand, where: everyday, factor: +300%, from: d1 08:00, for: 12h, noticed_after: 30min}
plans:
  more_hands:
    title: {zh: 加派人手, en: More hands}
    decide: 15min
    do:
      - {kind: hold, lever: station, where: shop.pick, factor: 3, lasts: 1d, cost: 200}
  more_bread:
    do:
      - {kind: spare_stock, at: shop, item: loaf, units: 200, cost: 900}
expect:
  fulfilment_rate: {at_least: 0.2}
  lead_time_p95: {at_most: 0.01}
"""

NOTHING = """
title: 什么也没发生
shocks:
  - {kind: hold, lever: demand, where: everyday, factor: 1, from: d1 08:00, for: 12h}
"""

FEWER = """
title: {zh: 只有一名骑手, en: One courier only}
over: {couriers.riders.full_time: 1}
shocks:
  - {kind: hold, lever: demand, where: everyday, factor: 1, from: d1 08:00, for: 12h}
"""


def write(folder: Path, **scenarios: str) -> Path:
    """The world and scenarios as files in a folder of their own; returns the configuration's path."""
    (folder / "scenarios").mkdir(parents=True, exist_ok=True)
    (folder / "shop.yaml").write_text(WORLD, encoding="utf-8")
    for name, text in scenarios.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "shop.yaml"
