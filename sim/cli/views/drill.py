"""A drill on the terminal: the scorecard, the score and the verdict."""

from __future__ import annotations

from sim.cli.scorecard import show_scorecard as show

__all__ = ["show"]
