"""Results of runs: the record, run folders, and the index of runs."""
