"""A world in a few sentences, so that its owner sees at once whether the file says what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from sim.cli.screen import count
from sim.report.terms import Lang, pick, say

if TYPE_CHECKING:
    from sim.schema.scenario import Scenario
    from sim.schema.world import World

KINDS = {
    "factory": ("工厂", "factory", "factories"),
    "dc": ("中心仓", "city DC", "city DCs"),
    "micro_warehouse": ("微仓", "micro-warehouse", "micro-warehouses"),
    "front_point": ("前置点", "front point", "front points"),
    "warehouse": ("仓库", "warehouse", "warehouses"),
}


def portrait(world: World, lang: Lang) -> Iterator[tuple[str, str]]:
    """Heading and words, one pair a line."""
    from sim.schema.selection import sites_of

    days = world.horizon / 1440
    end = world.start + timedelta(minutes=world.horizon)
    spans = f"{world.start:%Y-%m-%d %H:%M} → {end:%Y-%m-%d %H:%M}"
    yield say(lang, "时间", "time"), say(lang, f"{days:g} 天，{spans}", f"{days:g} days, {spans}")
    yield say(lang, "商品", "goods"), _goods(world, lang)
    sites = Counter(site.kind for site in world.sites.values())
    words = [f"{n} {KINDS[kind][0]}" if lang == "zh" else count(n, *KINDS[kind][1:]) for kind, n in sites.items()]
    roads = sum(len(sites_of(world, lane.to)) for lane in world.lanes)
    yield (
        say(lang, "网络", "network"),
        say(lang, f"{'，'.join(words)}；{roads} 条线路", f"{', '.join(words)}; {count(roads, 'lane')}"),
    )
    for name, show in world.shows.items():
        title = pick(show.title and show.title.model_dump(), lang, name)
        sleeping = say(lang, "，由场景触发", ", only when a scenario sets it off") if show.surprise else ""
        yield (
            say(lang, "直播", "show"),
            say(
                lang,
                f"{title}：{show.channel}，{show.start}，约 {show.orders:,.0f} 单{sleeping}",
                f"{title}: {show.channel}, {show.start}, about {show.orders:,.0f} orders{sleeping}",
            ),
        )
    for heading, sources in (
        (say(lang, "日常", "regular"), world.regular),
        (say(lang, "拼团", "group buy"), world.group_buys),
        (say(lang, "订单文件", "orders"), world.recorded),
    ):
        for name, source in sources.items():
            yield heading, f"{pick(source.title and source.title.model_dump(), lang, name)} ({source.channel})"
    yield say(lang, "顾客", "customers"), _customers(world, lang)


def scenario_words(scenario: Scenario, lang: Lang) -> str:
    """What a scenario brings: its title, how many shocks and which plans."""
    plans = [pick(plan.title and plan.title.model_dump(), lang, name) for name, plan in scenario.plans.items()]
    shocks = len(scenario.shocks)
    answer = say(lang, f"预案：{'、'.join(plans) or '无'}", f"plans: {', '.join(plans) or 'none'}")
    strikes = say(lang, f"{shocks} 个冲击", count(shocks, "shock"))
    return f"{scenario.title.of(lang)} ({strikes}; {answer})"


def _goods(world: World, lang: Lang) -> str:
    asleep = sum(not supplier.active for supplier in world.suppliers.values())
    products, materials, suppliers = len(world.products), len(world.materials), len(world.suppliers)
    return say(
        lang,
        f"{products} 个商品，{materials} 种原料，{suppliers} 家供应商（{asleep} 家备用）",
        f"{count(len(world.products), 'product')}, {count(len(world.materials), 'material')}, "
        f"{count(len(world.suppliers), 'supplier')} ({asleep} in reserve)",
    )


def _customers(world: World, lang: Lang) -> str:
    homes = sum(community.households for community in world.communities.values())
    return say(
        lang,
        f"{len(world.communities)} 个小区，{homes:,.0f} 户；{len(world.couriers)} 支骑手队",
        f"{count(len(world.communities), 'community', 'communities')}, {homes:,.0f} households; "
        f"{count(len(world.couriers), 'courier pool')}",
    )
