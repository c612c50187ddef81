"""Classes of orders at one server: the better class interrupts the other, whose work resumes."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.priority_classes import two_benches
from validation.measures import queueing as queue
from validation.translation import Translation


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam (a rate for each class, best first), mu."""
    return two_benches(inputs, length, "preempts", {"W": queue.mean_sojourn})
