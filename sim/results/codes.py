"""The words behind the codes of a record: places outside the sites, and the accounts of the cash book."""

from enum import IntEnum


class Place(IntEnum):
    """Negative site codes in `moves`: where goods come from and go to outside the sites."""

    SUPPLIER = -1
    CUSTOMER = -2
    PRODUCTION = -3
    EXPIRED = -4
    DESTROYED = -5
    QUARANTINE = -6
    OPENING = -7
    IN_TRANSIT = -8


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
