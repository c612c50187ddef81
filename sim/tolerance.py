"""How close two numbers are the same: sums of floating-point numbers differ in their last digits."""

SAME_UNITS = 1e-9
"""Quantities of goods, in units: less than this is nothing."""

SAME_INSTANT = 1e-6
"""Instants, in minutes: events nearer to each other than this happen together."""

ROUNDING = 1e-9
"""Any other number: shares, kilometres, counts of periods. What differs by less differs by rounding alone."""
