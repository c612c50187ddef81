"""Playing a study: its design, replications beside their unshocked twins, samples, and the run folder."""
