"""Studies: replications, drills, validation."""
