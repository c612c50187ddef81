"""The accounts of the cash book: what money came in for, and the categories of cost."""

INCOME = ("revenue", "revenue_deposit", "revenue_balance")
REFUND = "refund"
COSTS = (
    "material",
    "production",
    "production_surcharge",
    "storage",
    "line_haul",
    "delivery",
    "waste",
    "compensation",
    "plan",
    "courier",
    "penalty",
)
ACCOUNTS = (*INCOME, REFUND, *COSTS)
