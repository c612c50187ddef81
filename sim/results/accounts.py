"""The accounts of the cash book: what money came in for, and the categories of cost, each with its meaning."""

from collections.abc import Mapping

INCOME = ("revenue", "revenue_deposit", "revenue_balance")
REFUND = "refund"
COSTS: Mapping[str, str] = {
    "material": "what suppliers are paid, at the items' own cost, less what became waste",
    "production": "hours of factory lines",
    "production_surcharge": "what suppliers are paid above the items' cost, and the premium of capacity kept ready",
    "storage": "units on the shelf by time",
    "line_haul": "trips between sites",
    "warehouse": "wages of those who pick and pack, at the stations of all sites",
    "delivery": "trips of couriers to customers, and crowd couriers by the order",
    "courier": "wages of couriers on the payroll",
    "waste": "goods expired, destroyed or quarantined, at what suppliers were paid for them in this run; opening stock "
    "was paid for before it",
    "compensation": "paid to customers for broken promises and recalls",
    "plan": "what response plans cost",
    "technology": "fixed cost of systems, by the day",
    "capital": "interest on the value of stock",
}
ACCOUNTS = (*INCOME, REFUND, *COSTS)
