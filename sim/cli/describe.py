"""A world and its scenarios in a few sentences, so that one sees at once whether the file says what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from sim.cli.screen import count
from sim.reporting.terms import text

if TYPE_CHECKING:
    from sim.results.study import Lang
    from sim.schema.base import Text
    from sim.schema.scenario import Scenario
    from sim.schema.selling import Show
    from sim.schema.world import World

KINDS = {
    "factory": ("工厂", "factory", "factories"),
    "dc": ("中心仓", "city DC", "city DCs"),
    "micro_warehouse": ("微仓", "micro-warehouse", "micro-warehouses"),
    "front_point": ("前置点", "front point", "front points"),
    "warehouse": ("仓库", "warehouse", "warehouses"),
}


def describe_world(world: World, lang: Lang) -> Iterator[tuple[str, str]]:
    """Heading and words, one pair a line."""
    yield text(lang, "时间", "time"), _time(world, lang)
    yield text(lang, "商品", "goods"), _goods(world, lang)
    yield text(lang, "网络", "network"), _network(world, lang)
    for name, show in world.shows.items():
        yield text(lang, "直播", "show"), _show(name, show, lang)
    for heading, sources in (
        (text(lang, "日常", "regular"), world.regular),
        (text(lang, "拼团", "group buy"), world.group_buys),
        (text(lang, "订单文件", "orders"), world.recorded),
    ):
        for name, source in sources.items():
            yield heading, f"{_title(source.title, name, lang)} ({source.channel})"
    yield text(lang, "顾客", "customers"), _customers(world, lang)


def describe_scenario(scenario: Scenario, lang: Lang) -> str:
    """What a scenario brings: its title, how many shocks and which plans."""
    plans = [_title(plan.title, name, lang) for name, plan in scenario.plans.items()]
    shocks = len(scenario.shocks)
    answer = text(lang, f"预案：{'、'.join(plans) or '无'}", f"plans: {', '.join(plans) or 'none'}")
    strikes = text(lang, f"{shocks} 个冲击", count(shocks, "shock"))
    return f"{scenario.title.of(lang)} ({strikes}; {answer})"


def _title(title: Text | None, name: str, lang: Lang) -> str:
    return title.of(lang) if title else name


def _time(world: World, lang: Lang) -> str:
    days, end = world.horizon / 1440, world.start + timedelta(minutes=world.horizon)
    span = f"{world.start:%Y-%m-%d %H:%M} → {end:%Y-%m-%d %H:%M}"
    return text(lang, f"{days:g} 天，{span}", f"{days:g} days, {span}")


def _network(world: World, lang: Lang) -> str:
    from sim.schema.selection import sites_of

    kinds = Counter(site.kind for site in world.sites.values())
    sites = [f"{n} {KINDS[kind][0]}" if lang == "zh" else count(n, *KINDS[kind][1:]) for kind, n in kinds.items()]
    lanes = sum(len(sites_of(world, lane.to)) for lane in world.lanes)
    return text(lang, f"{'，'.join(sites)}；{lanes} 条线路", f"{', '.join(sites)}; {count(lanes, 'lane')}")


def _show(name: str, show: Show, lang: Lang) -> str:
    title, trigger = _title(show.title, name, lang), ""
    if show.surprise:
        trigger = text(lang, "，由场景触发", ", only when a scenario sets it off")
    return text(
        lang,
        f"{title}：{show.channel}，{show.start}，约 {show.orders:,.0f} 单{trigger}",
        f"{title}: {show.channel}, {show.start}, about {show.orders:,.0f} orders{trigger}",
    )


def _goods(world: World, lang: Lang) -> str:
    in_reserve = sum(not supplier.active for supplier in world.suppliers.values())
    products, materials, suppliers = len(world.products), len(world.materials), len(world.suppliers)
    return text(
        lang,
        f"{products} 个商品，{materials} 种原料，{suppliers} 家供应商（{in_reserve} 家备用）",
        f"{count(len(world.products), 'product')}, {count(len(world.materials), 'material')}, "
        f"{count(len(world.suppliers), 'supplier')} ({in_reserve} in reserve)",
    )


def _customers(world: World, lang: Lang) -> str:
    homes = sum(community.households for community in world.communities.values())
    return text(
        lang,
        f"{len(world.communities)} 个小区，{homes:,.0f} 户；{len(world.couriers)} 支骑手队",
        f"{count(len(world.communities), 'community', 'communities')}, {homes:,.0f} households; "
        f"{count(len(world.couriers), 'courier pool')}",
    )
