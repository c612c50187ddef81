"""How close two numbers are the same: sums of floating-point numbers differ in their last digits."""

SAME_UNITS = 1e-9
"""Quantities of goods, in units: less than this is nothing."""

SAME_INSTANT = 1e-6
"""Instants, in minutes: events nearer to each other than this happen together."""
