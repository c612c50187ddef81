"""The scenarios that a world plays when none are named: those nearest to its configuration."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sim.errors import ConfigError
from sim.schema.load_scenario import load_scenario
from sim.schema.shipped import listed, near, shipped
from sim.schema.world import World

ROOM = "scenarios"


def playable(world: World, beside: str | Path | None = None) -> list[Path]:
    """All files of the nearest folder that has any: beside the configuration, above it, else of those shipped.

    The working directory counts only where there is no configuration (None). The user's own scenarios are all taken,
    so that mistakes in them are reported; of those shipped, the ones that do not fit the world are left out.
    """
    own = next((found for folder in near(ROOM, beside) if (found := listed(folder))), None)
    return own or brought(world, beside)


def brought(world: World, beside: str | Path | None = None) -> list[Path]:
    """The shipped scenarios for a world: those under its configuration's name, else all that can be played in it."""
    own = listed(shipped(ROOM) / Path(beside).stem) if beside is not None else []
    return own or fitting(world, listed(shipped(ROOM)))


def fitting(world: World, files: Iterable[Path]) -> list[Path]:
    """Those scenarios that can be played in a world."""
    found = []
    for file in files:
        with suppress(ConfigError):
            load_scenario(file, world)
            found.append(file)
    return found
