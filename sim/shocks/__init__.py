"""Shocks: each holds levers for a while."""
