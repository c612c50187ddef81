"""Benchmarks: ordinary worlds run by the ordinary engine, with a clock and a scale beside them."""
