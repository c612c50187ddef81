"""Drawings: functions that return a matplotlib figure about 360 units wide, free of colour modes and of languages."""
