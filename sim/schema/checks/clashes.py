"""Ambiguous names: no two things that can be named in the same place share a name."""

from collections.abc import Iterator

from sim.errors import Problem
from sim.schema.draft import Draft
from sim.schema.selection import SELLING

# Two sections on one line: a name that may stand for either would be ambiguous, and where.
_PAIRS = (
    ("products", "materials", "in stock and in bills of materials"),
    ("products", "suppliers", "where supply is cut"),
    ("materials", "suppliers", "where supply is cut"),
    ("sites", "suppliers", "as the source of a replenishment rule"),
    ("sites", "groups", "wherever a place is named"),
    ("communities", "groups", "as the customers of a show"),
    *((one, other, "in the list of sources") for k, one in enumerate(SELLING) for other in SELLING[k + 1 :]),
    *((section, "products", "where demand is moved") for section in SELLING),
)

_CALLED = {"group_buys": "group buys", "regular": "regular streams", "recorded": "files of recorded orders"}


def check(draft: Draft) -> Iterator[Problem]:
    """Names that two sections share where either could be meant."""
    for first, second, where in _PAIRS:
        taken = set(draft.names(first))
        for name in draft.names(second):
            if name in taken:
                earlier = draft.document.mark((first, name), key=True)
                message = f"'{name}' is also one of the {_CALLED.get(first, first)}"
                message += f" (line {earlier.line})" if earlier.line else ""
                message += f", and {where} either could be meant: rename one"
                yield draft.document.problem((second, name), message, key=True)
    yield from _lines_and_pools(draft)


def _lines_and_pools(draft: Draft) -> Iterator[Problem]:
    sites = set(draft.names("sites"))
    for name, site in draft.world.sites.items():
        for line in site.lines:
            if line in sites:
                message = f"'{line}' is also the name of a site, and a shock to it would be ambiguous: rename the line"
                yield draft.document.problem(("sites", name, "lines", line), message, key=True)
    for name, pool in draft.world.couriers.items():
        if name in sites and pool.at != name:
            message = f"a courier pool that leaves from '{pool.at}' cannot have the name of another site"
            yield draft.document.problem(("couriers", name), message, key=True)
    first: dict[str, str] = {}
    for name, pool in draft.world.couriers.items():
        if first.setdefault(pool.at, name) != name:
            message = f"'{pool.at}' already has couriers, '{first[pool.at]}': a site has one courier pool"
            yield draft.document.problem(("couriers", name), message, key=True)
