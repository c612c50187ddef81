"""Output of a production line over a window of time."""

import numpy as np

from sim.results.record import Record


def made_between(record: Record, line: str, after: float, until: float) -> float:
    """Good units of the batches that a line started in (after, until]. Raises `ValueError` for an unknown line."""
    jobs, code = record.jobs, list(record.names["resource"]).index(line)
    mine = (jobs["resource"] == code) & (jobs["setup"] > after) & (jobs["setup"] <= until)
    return float(np.nansum(jobs["good"][mine]))
