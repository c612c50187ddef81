"""Verification: textbook cases translated into ordinary worlds, played by the ordinary engine, judged by their rule."""

from sim.experiment.verify.run import show_case, verify_file

__all__ = ["show_case", "verify_file"]
