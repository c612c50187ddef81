"""How things move: the engine."""
