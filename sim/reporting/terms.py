"""Words of the trade in both languages: units, lights, grades, steps, stages, exits, accounts.

The two wordings of a text stand next to each other, here and wherever `text` is called, so that they stay the same.
"""

from sim.results.study import Grade, Lang, Light

UNITS = {
    "h": ("小时", "h"),
    "days": ("天", "days"),
    "yuan": ("元", "yuan"),
    "yuan/order": ("元/单", "yuan/order"),
    "orders": ("单", "orders"),
    "units": ("件", "units"),
    "times": ("次", "times"),
    "grams": ("克", "g"),
    "share-hours": ("小时（满损失）", "full-loss h"),
    "points": ("个百分点", "pp"),
    "points_of_score": ("分", "pts"),
    "n": ("", ""),
}
"""Units of measures and series, then those that only reports use."""

LIGHTS: dict[Light, tuple[str, str, str]] = {
    "green": ("●", "达标", "On target"),
    "amber": ("▲", "预警", "Warning"),
    "red": ("■", "不达标", "Missed"),
}
NOT_JUDGED = ("○", "未判定", "Not judged")

TINTS: dict[Light | None, str] = {"green": "good", "amber": "warn", "red": "bad", None: "muted"}
"""The role of the colour in which a light is shown."""

GRADES: dict[Grade, tuple[str, str]] = {
    "P": ("无障碍完成", "performed without challenges"),
    "S": ("有些困难", "performed with some challenges"),
    "M": ("困难重重", "performed with major challenges"),
    "U": ("未能完成", "unable to be performed"),
}

CODES = {
    # steps of the funnel
    "placed": ("下单", "Placed"),
    "paid": ("付清", "Paid in full"),
    "grouped": ("成团", "Group formed"),
    "released": ("确认生产", "Released"),
    "allocated": ("配到货", "Allocated"),
    "ready": ("拣配完成", "Packed"),
    "departed": ("出发", "Departed"),
    "delivered": ("到手", "In hand"),
    # stages of the lead time; two of them are accounts of the cost as well
    "wait_for_group": ("等成团", "Wait for group"),
    "wait_for_threshold": ("等门槛", "Wait for threshold"),
    "production": ("生产", "Production"),
    "line_haul": ("干线", "Line haul"),
    "warehouse": ("仓内", "Warehouse"),
    "last_mile": ("末端", "Last mile"),
    "pickup": ("自提", "Pickup"),
    # exits from the funnel
    "balance_lapsed": ("弃尾款", "Balance lapsed"),
    "group_failed": ("未成团", "Group failed"),
    "threshold_failed": ("未达门槛", "Threshold failed"),
    "impatient": ("等不及取消", "Cancelled waiting"),
    "lost_sale": ("缺货流失", "Lost sale"),
    "reneged": ("排队离开", "Left the queue"),
    "blocked": ("无处可放", "Blocked"),
    "recalled": ("召回", "Recalled"),
    # accounts of the cost
    "material": ("原料", "Material"),
    "production_surcharge": ("加急加价", "Supply surcharge"),
    "storage": ("仓储", "Storage"),
    "delivery": ("配送", "Delivery"),
    "courier": ("骑手", "Couriers"),
    "waste": ("损耗", "Waste"),
    "compensation": ("赔付", "Compensation"),
    "plan": ("预案", "Plan"),
    "technology": ("技术", "Technology"),
    "capital": ("资金", "Capital"),
    # the cause of a failure, when it is no resource
    "shock": ("冲击本身", "The shock itself"),
}


def text(lang: Lang, zh: str, en: str) -> str:
    """The one of two wordings that the language asks for."""
    return zh if lang == "zh" else en


def unit_word(unit: str, lang: Lang) -> str:
    """A unit as people write it; one that only a plug-in's measure declares stays as it is."""
    return text(lang, *UNITS[unit]) if unit in UNITS else unit


def word(code: str, lang: Lang) -> str:
    """A step, stage, exit or account in words; an account that only a plug-in pays loses its underscores."""
    return text(lang, *CODES[code]) if code in CODES else code.replace("_", " ")


def light_mark(light: Light | None) -> str:
    """The shape of a light, readable without colour."""
    return (LIGHTS[light] if light else NOT_JUDGED)[0]


def light_word(light: Light | None, lang: Lang) -> str:
    """The word of a light."""
    return text(lang, *(LIGHTS[light] if light else NOT_JUDGED)[1:])
