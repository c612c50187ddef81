"""An order's life in words: one line an event, with its date, what happened, and how long it took."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sim.report.terms import Lang, pick, say, word

Titles = Mapping[str, Any]
Line = tuple[float, str]

PLAIN = {
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


class Teller:
    """Tells lives in one language, with the titles of the run's own configuration."""

    def __init__(self, lang: Lang, titles: Titles, start: str | None) -> None:
        self.lang: Lang = lang
        self.titles = titles
        self.start = datetime.fromisoformat(start) if start else None

    def tell(self, life: Mapping[str, Any]) -> Iterator[str]:
        """The whole story, line by line."""
        yield self._who(life)
        begin = life["stamps"].get("placed", 0.0)
        lines = sorted([*self._own(life), *self._visits(life), *self._meanwhile(life)], key=lambda line: line[0])
        width = max((len(self.span(at - begin)) for at, _ in lines), default=0)
        for at, words in lines:
            yield f"  {self.date(at)}  {'+' + self.span(at - begin):>{width + 1}}  {words}"
        yield f"  → {self._ending(life)}"
        for line in life["lines"]:
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
        return pick(self.titles.get(head), self.lang, head) + (f" {tail}" if dot else "")

    def _say(self, zh: str, en: str) -> str:
        return say(self.lang, zh, en)

    def _who(self, life: Mapping[str, Any]) -> str:
        kinds = {
            "customer": ("顾客订单", "customer's order"),
            "replenishment": ("补货单", "replenishment order"),
            "exchange": ("召回换货单", "exchange after a recall"),
            "part": ("部分发货单", "part of an order"),
        }
        where = {
            "pickup": self._say(f"到{self.title(life['site'])}自提", f"picked up at {self.title(life['site'])}"),
            "delivery": self._say(f"由{self.title(life['site'])}送货", f"delivered from {self.title(life['site'])}"),
            "lane": self._say(f"由{self.title(life['site'])}发出", f"sent from {self.title(life['site'])}"),
        }[life["mode"]]
        parts = [
            self._say(f"订单 {life['order']}", f"order {life['order']}"),
            self._say(*kinds[life["kind"]]),
            *(self.title(life[name]) for name in ("source", "channel", "community") if life[name] is not None),
            where,
        ]
        if life["replaces"] is not None:
            of = ("属于", "belongs to") if life["kind"] == "part" else ("替换", "replaces")
            parts.append(self._say(f"{of[0]}订单 {life['replaces']}", f"{of[1]} order {life['replaces']}"))
        return " · ".join(parts)

    def _own(self, life: Mapping[str, Any]) -> Iterator[Line]:
        for name, at in life["stamps"].items():
            if name == "placed":
                goods = self._say("、", ", ").join(
                    f"{self.title(one['sku'])} x {one['qty']:g}" for one in life["lines"]
                )
                money = "" if math.isnan(life["value"]) else self._say("，", ", ") + f"￥{life['value']:,.2f}"
                yield at, f"{self._say(*PLAIN[name])}: {goods}{money}"
            elif name == "allocated":
                yield (
                    at,
                    self._say(
                        f"货已在{self.title(life['site'])}配齐", f"all goods in place at {self.title(life['site'])}"
                    ),
                )
            elif name == "ready":
                waits = life["mode"] == "pickup"
                yield (
                    at,
                    self._say("可以自提", "ready to be picked up")
                    if waits
                    else self._say("拣配打包完成", "picked and packed"),
                )
            elif name == "delivered":
                words = ("顾客自提", "picked up") if life["mode"] == "pickup" else ("送达", "delivered")
                yield at, self._say(*words)
            else:
                yield at, self._say(*PLAIN[name])

    def _visits(self, life: Mapping[str, Any]) -> Iterator[Line]:
        for visit in life["visits"]:
            at, name = visit["arrived"], self.title(visit["resource"])
            if math.isnan(visit["started"]):
                yield at, f"{name}: {self._say('排队，未被处理', 'queued, never served')}"
                continue
            waited, took = visit["started"] - at, visit["finished"] - visit["started"]
            done = ("推演结束时尚未做完", "not done when the run ended")
            if not math.isnan(took):
                done = (f"做 {took:.1f} 分", f"took {took:.1f} min")
            told = f"{name}：等 {waited:.1f} 分，{done[0]}", f"{name}: waited {waited:.1f} min, {done[1]}"
            yield at, self._say(*told)

    def _meanwhile(self, life: Mapping[str, Any]) -> Iterator[Line]:
        for event in life["meanwhile"]:
            of = self.title(event["of"]) + (f" ({event['action']})" if "action" in event else "")
            yield event["time"], f"| {self._say(*EVENTS[event['event']])}: {of}"

    def _ending(self, life: Mapping[str, Any]) -> str:
        stamps = life["stamps"]
        if life["kind"] == "replenishment":
            return self._say("补货单没有承诺时间", "a replenishment order carries no promise")
        if "delivered" not in stamps:
            ended = self._say("推演结束时尚未到手", "not yet in hand when the run ended")
            left = self._say("没有到手：", "never in hand: ") + word(life["exit"], self.lang)
            return ended if life["exit"] == "none" else left
        took = self.span(stamps["delivered"] - stamps.get("paid", stamps["placed"]))
        early = life["promise"] - stamps["delivered"]
        told = self._say(f"付清后 {took} 到手", f"in hand {took} after payment")
        if math.isnan(early):
            return told
        words = ("比承诺早", "before its promise") if early >= 0 else ("比承诺晚", "after its promise")
        gap = self.span(abs(early))
        return told + self._say(f"，{words[0]} {gap}", f", {gap} {words[1]}")

    def _goods(self, line: Mapping[str, Any]) -> Iterator[str]:
        yield f"{self.title(line['sku'])} x {line['qty']:g}"
        for lot in line["lots"]:
            yield f"  {self._say('批次', 'lot')} {lot['lot']} x {lot['qty']:g}: {self._origin(lot)}"
            for stop in lot["route"]:
                yield f"    {self.date(stop['arrived'])}  → {self.title(stop['site'])}"
            taken = self._say(
                f"在{self.title(lot['taken_at'])}配给此单", f"taken for this order at {self.title(lot['taken_at'])}"
            )
            yield f"    {self.date(lot['taken'])}  {taken}"
        if not line["lots"]:
            yield f"  {self._say('没有配到货', 'no goods came')}"

    def _origin(self, lot: Mapping[str, Any]) -> str:
        place, made = self.title(lot["made_at"]), self.date(lot["made"])
        expires = "" if lot["expires"] is None else self._say("，保质到 ", ", good until ") + self.date(lot["expires"])
        if lot["from"] == "made":
            line = self.title(lot["made_on"])
            order = self._say(f"（工单 {lot['work_order']}）", f" (work order {lot['work_order']})")
            return self._say(f"{made} 产自{line}", f"made {made} on {line}") + order + expires
        if lot["from"] == "opening":
            return self._say(f"期初库存，{place}", f"opening stock of {place}") + expires
        return self._say(f"外购，{made} 到{place}", f"bought, reached {place} {made}") + expires


def titles_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """What everything in a resolved configuration is called, by its name."""
    sections = ("products", "materials", "suppliers", "sites", "shows", "regular", "group_buys", "recorded")
    found: dict[str, Any] = {}
    for section in sections:
        for name, entry in (config.get(section) or {}).items():
            if isinstance(entry, Mapping) and entry.get("title"):
                found[name] = entry["title"]
    return found
