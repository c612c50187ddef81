"""The small world of the tests, as text to be spoiled in one place."""

from pathlib import Path

from sim.errors import ConfigError, Problem
from sim.schema.load import build, load_world
from sim.schema.reader import read_text
from sim.schema.world import World

WORLDS = Path(__file__).parent / "worlds"
SMALL = WORLDS / "small.yaml"


def small() -> World:
    return load_world(SMALL)


def changed(*replacements: tuple[str, str]) -> str:
    """The small world's text with words replaced; each must be there."""
    text = SMALL.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text, f"'{old}' is not in the small world"
        text = text.replace(old, new)
    return text


def problems(*replacements: tuple[str, str]) -> list[Problem]:
    """What is wrong with the small world once words are replaced."""
    try:
        build(read_text(changed(*replacements), "small.yaml"), WORLDS)
    except ConfigError as error:
        return list(error.problems)
    return []


def sentences(*replacements: tuple[str, str]) -> list[str]:
    return [problem.sentence for problem in problems(*replacements)]


def only(*replacements: tuple[str, str]) -> Problem:
    """The one thing that is wrong."""
    found = problems(*replacements)
    assert len(found) == 1, [problem.sentence for problem in found]
    return found[0]


def pointed_at(problem: Problem) -> str:
    """The text of the line from the place where the caret stands."""
    return problem.source[problem.column - 1 :]
