"""Rates of orders over time: functions with an exact integral and its inverse, lower than everything that uses them."""
