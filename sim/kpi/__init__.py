"""Measures: pure functions of one record."""
