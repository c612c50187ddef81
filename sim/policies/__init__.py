"""Policies: each is given a read-only view and returns a decision; only the engine changes the world."""
