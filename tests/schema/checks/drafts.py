"""A few lines of YAML as a draft, so that a check can be asked about them alone; line 1 is the first of them."""

from collections.abc import Callable, Collection, Iterator

from sim.errors import Problem
from sim.schema.draft import Draft, draft
from sim.schema.reader import read_text

# What every world must have, added behind the lines where they do not say it.
NEEDED = {
    "brand": "B",
    "start": "2026-06-15 08:00 +08:00",
    "horizon": "3d",
    "products": "{thing: {price: 1}}",
    "sites": "{place: {kind: dc, at: [0, 0]}}",
}


def draft_of(text: str, unsure: Collection[str] = ()) -> Draft:
    """What is left of a world of these lines once what is wrong in them has been cut out; `unsure` is not known."""
    rest = [f"{key}: {value}" for key, value in NEEDED.items() if f"\n{key}:" not in f"\n{text}"]
    made = draft(read_text("\n".join([text, *rest]), "w.yaml"), set(unsure), [])
    assert made is not None
    return made


def reported(check: Callable[[Draft], Iterator[Problem]], text: str) -> list[str]:
    """What a check says about the lines: place, a blank, the whole sentence."""
    return [f"{problem.place} {problem.sentence}" for problem in check(draft_of(text))]
