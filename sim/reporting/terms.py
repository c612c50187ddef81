"""Words of the trade in both languages: units, lights, grades, stages, costs, exits."""

from typing import Any, Literal

Lang = Literal["zh", "en"]

UNITS = {
    "h": ("小时", "h"),
    "days": ("天", "days"),
    "yuan": ("元", "yuan"),
    "points": ("个百分点", "pp"),
    "orders": ("单", "orders"),
    "units": ("件", "units"),
    "groups": ("团", "groups"),
    "count": ("个", ""),
    "times": ("次", "times"),
    "n": ("", ""),
    "stars": ("星", "stars"),
    "g": ("克", "g"),
    "grams": ("克", "g"),
    "kg": ("千克", "kg"),
    "km": ("公里", "km"),
    "share-hours": ("小时（满损失）", "full-loss h"),
    "yuan/order": ("元/单", "yuan/order"),
    "points_of_score": ("分", "pts"),
}

LIGHTS = {"green": ("●", "达标", "On target"), "amber": ("▲", "预警", "Warning"), "red": ("■", "不达标", "Missed")}

TINTS: dict[str | None, str] = {"green": "good", "amber": "warn", "red": "bad", None: "muted"}
"""The role of the colour in which a light is shown."""

GRADES = {
    "P": ("无障碍完成", "performed without challenges"),
    "S": ("有些困难", "performed with some challenges"),
    "M": ("困难重重", "performed with major challenges"),
    "U": ("未能完成", "unable to be performed"),
}

CODES = {
    # steps of an order, from the ledger's time columns
    "placed": ("下单", "Placed"),
    "deposit": ("付定金", "Deposit"),
    "paid": ("付清", "Paid in full"),
    "grouped": ("成团", "Group formed"),
    "group": ("成团", "Group formed"),
    "threshold": ("达门槛", "Threshold met"),
    "released": ("确认生产", "Released"),
    "production": ("生产", "Production"),
    "allocated": ("配到货", "Allocated"),
    "ready": ("拣配完成", "Packed"),
    "departed": ("出发", "Departed"),
    "delivered": ("到手", "In hand"),
    # stages of the lead time
    "wait_group": ("等成团", "Wait for group"),
    "wait_for_group": ("等成团", "Wait for group"),
    "wait_for_threshold": ("等门槛", "Wait for threshold"),
    "stock": ("等货", "Wait for stock"),
    "line_haul": ("干线", "Line haul"),
    "warehouse": ("仓内", "Warehouse"),
    "last_mile": ("末端", "Last mile"),
    "pickup": ("自提", "Pickup"),
    # where orders are lost
    "shock": ("冲击本身", "The shock itself"),
    "none": ("无", "None"),
    "balance_lapsed": ("弃尾款", "Balance lapsed"),
    "group_failed": ("未成团", "Group failed"),
    "threshold_failed": ("未达门槛", "Threshold failed"),
    "impatient": ("等不及取消", "Cancelled waiting"),
    "lost_sale": ("缺货流失", "Lost sale"),
    "reneged": ("排队离开", "Left the queue"),
    "blocked": ("无处可放", "Blocked"),
    "recalled": ("召回", "Recalled"),
    "open": ("尚未到手", "Not yet in hand"),
    "returned": ("退货", "Returned"),
    # accounts of the cost
    "material": ("原料", "Material"),
    "materials": ("原料", "Material"),
    "labour": ("人工", "Labour"),
    "setup": ("换线", "Changeover"),
    "production_surcharge": ("加急加价", "Supply surcharge"),
    "surcharge": ("加急附加", "Surcharge"),
    "storage": ("仓储", "Storage"),
    "delivery": ("配送", "Delivery"),
    "courier": ("骑手", "Couriers"),
    "couriers": ("骑手", "Couriers"),
    "waste": ("损耗", "Waste"),
    "technology": ("技术", "Technology"),
    "capital": ("资金", "Capital"),
    "compensation": ("赔付", "Compensation"),
    "refund": ("退款", "Refunds"),
    "refunds": ("退款", "Refunds"),
    "plan": ("预案", "Plan"),
    "plans": ("预案", "Plans"),
    "recall": ("召回", "Recall"),
    "returns": ("退货", "Returns"),
}


def say(lang: Lang, zh: str, en: str) -> str:
    """The one of two wordings that the report's language asks for."""
    return zh if lang == "zh" else en


def pick(words: Any, lang: Lang, otherwise: str = "") -> str:
    """The text of a {"zh", "en"} object; falls back to the other language, a plain string, then `otherwise`."""
    if isinstance(words, dict):
        return str(words.get(lang) or words.get("zh") or words.get("en") or otherwise)
    return str(words) if words else otherwise


def unit_word(unit: str, lang: Lang) -> str:
    """A unit as people write it; an unknown unit stays as it is."""
    return say(lang, *UNITS[unit]) if unit in UNITS else unit


def word(code: Any, lang: Lang) -> str:
    """A step, stage, exit or cost account in words; an unknown code loses only its underscores."""
    return say(lang, *CODES[code]) if code in CODES else str(code).replace("_", " ")


def light_mark(colour: str | None) -> str:
    """The shape of a light, readable without colour."""
    return LIGHTS[colour][0] if colour in LIGHTS else "○"


def light_word(colour: str | None, lang: Lang) -> str:
    """The word of a light."""
    return say(lang, *LIGHTS[colour][1:]) if colour in LIGHTS else say(lang, "未判定", "Not judged")


def grade_word(grade: Any, lang: Lang) -> str:
    """The meaning of a P / S / M / U grade."""
    return say(lang, *GRADES[grade]) if grade in GRADES else ""
