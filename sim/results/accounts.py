"""The accounts of the cash book: what money came in for, and the categories of cost.

material               what suppliers are paid, at the items' own cost, less what became waste
production             hours of factory lines
production_surcharge   what suppliers are paid above the items' cost, and the premium of capacity kept ready
storage                units on the shelf by time
line_haul              trips between sites
warehouse              wages of those who pick and pack, at the stations of all sites
delivery               trips of couriers to customers, and crowd couriers by the order
courier                wages of couriers on the payroll
waste                  goods expired, destroyed or put in quarantine, at what suppliers were paid for them in this run;
                       opening stock was paid for before it
compensation           paid to customers for broken promises and recalls
plan                   what response plans cost
technology, capital    fixed cost of systems by the day; interest on the value of stock
"""

INCOME = ("revenue", "revenue_deposit", "revenue_balance")
REFUND = "refund"
COSTS = (
    "material",
    "production",
    "production_surcharge",
    "storage",
    "line_haul",
    "warehouse",
    "delivery",
    "courier",
    "waste",
    "compensation",
    "plan",
    "technology",
    "capital",
)
ACCOUNTS = (*INCOME, REFUND, *COSTS)
