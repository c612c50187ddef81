"""Policies: they are asked and answer; only the engine changes the world."""
