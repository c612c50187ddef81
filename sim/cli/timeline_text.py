"""The timeline of an order in words: one line an event, with its date, what happened, and how long it took."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sim.reporting.terms import text, word
from sim.results.study import Lang, Words

if TYPE_CHECKING:
    from sim.cli.timeline import LotHistory, OrderTimeline, StationVisit, TimelineLine

DatedText = tuple[float, str]

KINDS = {
    "customer": ("顾客订单", "customer's order"),
    "replenishment": ("补货单", "replenishment order"),
    "exchange": ("召回换货单", "exchange after a recall"),
    "part": ("部分发货单", "part of an order"),
}
STAMPS = {
    "placed": ("下单", "placed"),
    "paid": ("付清全款", "paid in full"),
    "grouped": ("成团", "its group formed"),
    "released": ("达到门槛，确认生产", "threshold met, production confirmed"),
    "departed": ("骑手取货出发", "out for delivery"),
    "cancelled": ("顾客取消", "cancelled"),
    "refunded": ("退款", "money paid back"),
    "returned": ("退货", "goods handed back"),
}
EVENTS = {
    "shock_began": ("冲击开始", "shock began"),
    "shock_ended": ("冲击结束", "shock ended"),
    "shock_noticed": ("冲击被发现", "shock noticed"),
    "plan_decided": ("决定启动预案", "plan decided"),
    "action_began": ("预案动作开始", "plan action began"),
    "action_ended": ("预案动作结束", "plan action ended"),
    "recall_issued": ("发布召回", "recall issued"),
}


class TimelineText:
    """Timelines in one language, with the titles of the run's own configuration."""

    def __init__(self, lang: Lang, titles: Mapping[str, Words], start: str | None) -> None:
        self.lang: Lang = lang
        self.titles = titles
        self.start = datetime.fromisoformat(start) if start else None

    def lines(self, order: OrderTimeline) -> Iterator[str]:
        """The order, its events in order of time, how it ended, and its goods."""
        yield self._heading(order)
        begin = order["stamps"].get("placed", 0.0)
        events = sorted([*self._stamps(order), *self._visits(order), *self._events(order)], key=lambda line: line[0])
        width = max((len(self.span(at - begin)) for at, _ in events), default=0)
        for at, words in events:
            yield f"  {self.date(at)}  {'+' + self.span(at - begin):>{width + 1}}  {words}"
        yield f"  → {self._outcome(order)}"
        for line in order["lines"]:
            yield from self._goods(line)

    def date(self, minutes: float) -> str:
        """Date and time to the second, or day and time when the start is not known."""
        if self.start is None:
            day, rest = divmod(minutes, 1440)
            return f"d{day:.0f} {int(rest) // 60:02d}:{int(rest) % 60:02d}"
        return f"{self.start + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}"

    def span(self, minutes: float) -> str:
        """`2d 03:15`, `03:15` or `00:00`: days, hours and minutes."""
        days, rest = divmod(round(minutes), 1440)
        return (f"{days}d " if days else "") + f"{rest // 60:02d}:{rest % 60:02d}"

    def title(self, name: str | None) -> str:
        """What people call a site, a product or a source; `bakery.oven_1` keeps its last part."""
        if name is None:
            return "-"
        head, dot, tail = name.partition(".")
        title = self.titles[head].of(self.lang) if head in self.titles else head
        return title + (f" {tail}" if dot else "")

    def _text(self, zh: str, en: str) -> str:
        return text(self.lang, zh, en)

    def _heading(self, order: OrderTimeline) -> str:
        places = (order["source"], order["channel"], order["community"])
        parts = [
            self._text(f"订单 {order['order']}", f"order {order['order']}"),
            self._text(*KINDS[order["kind"]]),
            *(self.title(place) for place in places if place is not None),
            self._way(order),
        ]
        if order["replaces"] is not None:
            of = ("属于", "belongs to") if order["kind"] == "part" else ("替换", "replaces")
            parts.append(self._text(f"{of[0]}订单 {order['replaces']}", f"{of[1]} order {order['replaces']}"))
        return " · ".join(parts)

    def _way(self, order: OrderTimeline) -> str:
        """How the order leaves its site."""
        site = self.title(order["site"])
        if order["mode"] == "pickup":
            return self._text(f"到{site}自提", f"picked up at {site}")
        if order["mode"] == "delivery":
            return self._text(f"由{site}送货", f"delivered from {site}")
        return self._text(f"由{site}发出", f"sent from {site}")

    def _stamps(self, order: OrderTimeline) -> Iterator[DatedText]:
        for stamp, at in order["stamps"].items():
            yield at, self._stamp(stamp, order)

    def _stamp(self, stamp: str, order: OrderTimeline) -> str:
        picked_up = order["mode"] == "pickup"
        if stamp == "placed":
            return f"{self._text(*STAMPS[stamp])}: {self._what_was_ordered(order)}"
        if stamp == "allocated":
            site = self.title(order["site"])
            return self._text(f"货已在{site}配齐", f"all goods in place at {site}")
        if stamp == "ready":
            ready = ("可以自提", "ready to be picked up") if picked_up else ("拣配打包完成", "picked and packed")
            return self._text(*ready)
        if stamp == "delivered":
            return self._text(*(("顾客自提", "picked up") if picked_up else ("送达", "delivered")))
        return self._text(*STAMPS[stamp])

    def _what_was_ordered(self, order: OrderTimeline) -> str:
        goods = self._text("、", ", ").join(f"{self.title(line['sku'])} x {line['qty']:g}" for line in order["lines"])
        return goods if math.isnan(order["value"]) else f"{goods}{self._text('，', ', ')}￥{order['value']:,.2f}"

    def _visits(self, order: OrderTimeline) -> Iterator[DatedText]:
        for visit in order["visits"]:
            yield visit["arrived"], self._visit(visit)

    def _visit(self, visit: StationVisit) -> str:
        at, name = visit["arrived"], self.title(visit["resource"])
        if math.isnan(visit["started"]):
            return f"{name}: {self._text('排队，未被处理', 'queued, never served')}"
        waited, took = visit["started"] - at, visit["finished"] - visit["started"]
        done = ("推演结束时尚未做完", "not done when the run ended")
        if not math.isnan(took):
            done = (f"做 {took:.1f} 分", f"took {took:.1f} min")
        return self._text(f"{name}：等 {waited:.1f} 分，{done[0]}", f"{name}: waited {waited:.1f} min, {done[1]}")

    def _events(self, order: OrderTimeline) -> Iterator[DatedText]:
        for event in order["meanwhile"]:
            of = self.title(event["of"]) + (f" ({event['action']})" if "action" in event else "")
            yield event["time"], f"| {self._text(*EVENTS[event['event']])}: {of}"

    def _outcome(self, order: OrderTimeline) -> str:
        stamps = order["stamps"]
        if order["kind"] == "replenishment":
            return self._text("补货单没有承诺时间", "a replenishment order carries no promise")
        if "delivered" not in stamps:
            if order["exit"] == "none":
                return self._text("推演结束时尚未到手", "not yet in hand when the run ended")
            return self._text("没有到手：", "never in hand: ") + word(order["exit"], self.lang)
        took = self.span(stamps["delivered"] - stamps.get("paid", stamps["placed"]))
        outcome = self._text(f"付清后 {took} 到手", f"in hand {took} after payment")
        early = order["promise"] - stamps["delivered"]
        if math.isnan(early):
            return outcome
        words = ("比承诺早", "before its promise") if early >= 0 else ("比承诺晚", "after its promise")
        gap = self.span(abs(early))
        return outcome + self._text(f"，{words[0]} {gap}", f", {gap} {words[1]}")

    def _goods(self, line: TimelineLine) -> Iterator[str]:
        yield f"{self.title(line['sku'])} x {line['qty']:g}"
        for lot in line["lots"]:
            yield f"  {self._text('批次', 'lot')} {lot['lot']} x {lot['qty']:g}: {self._origin(lot)}"
            for stop in lot["route"]:
                yield f"    {self.date(stop['arrived'])}  → {self.title(stop['site'])}"
            site = self.title(lot["taken_at"])
            taken = self._text(f"在{site}配给此单", f"taken for this order at {site}")
            yield f"    {self.date(lot['taken'])}  {taken}"
        if not line["lots"]:
            yield f"  {self._text('没有配到货', 'no goods came')}"

    def _origin(self, lot: LotHistory) -> str:
        place, made = self.title(lot["made_at"]), self.date(lot["made"])
        expires = "" if lot["expires"] is None else self._text("，保质到 ", ", good until ") + self.date(lot["expires"])
        if lot["from"] == "made":
            line, number = self.title(lot["made_on"]), lot["work_order"]
            order = self._text(f"（工单 {number}）", f" (work order {number})")
            return self._text(f"{made} 产自{line}", f"made {made} on {line}") + order + expires
        if lot["from"] == "opening":
            return self._text(f"期初库存，{place}", f"opening stock of {place}") + expires
        return self._text(f"外购，{made} 到{place}", f"bought, reached {place} {made}") + expires


def titles_of(config: Mapping[str, Any]) -> dict[str, Words]:
    """The titles of everything in a configuration that has one, by its name."""
    sections = ("products", "materials", "suppliers", "sites", "shows", "regular", "group_buys", "recorded")
    entries = {name: entry for section in sections for name, entry in (config.get(section) or {}).items()}
    return {
        name: _words(entry["title"])
        for name, entry in entries.items()
        if isinstance(entry, Mapping) and entry.get("title")
    }


def _words(title: str | Mapping[str, str]) -> Words:
    return Words(zh=title, en=title) if isinstance(title, str) else Words(**title)
