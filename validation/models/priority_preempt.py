"""M/M/1 with preemptive-resume priority classes."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.priority_classes import priority_and_fifo
from validation.measures import queueing as queue
from validation.translation import Translation


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam (a rate for each class, best first), mu."""
    return priority_and_fifo(inputs, length, "preempts", {"W": queue.mean_sojourn})
