"""What a run leaves: one record in a run folder, and the index of runs."""
