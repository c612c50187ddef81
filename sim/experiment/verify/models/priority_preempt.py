"""Classes of orders at one server: the better class interrupts the other, whose work resumes."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.classes import two_benches
from sim.experiment.verify.inputs import Inputs
from sim.experiment.verify.translation import Translation
from sim.kpi import queueing as queue


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam (a rate for each class, best first), mu."""
    return two_benches(inputs, length, "preempts", {"W": queue.mean_sojourn})
