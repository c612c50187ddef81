"""Shocks, the plans that respond to them, and recalls."""
