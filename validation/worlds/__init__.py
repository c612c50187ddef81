"""Pieces of worlds as plain data, as one would write them in YAML."""
