"""Models of cases: one file each, found by being there; `translate(inputs, length)` makes the world."""
