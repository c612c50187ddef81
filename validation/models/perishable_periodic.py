"""Order-up-to at every review, delivered at once and fresh; Poisson demand unit by unit, nobody waits."""

from __future__ import annotations

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures.inventory import Shelf, total
from validation.periods import PERIOD, per_item
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.single_site import by_unit, each, items, store

SIDE_BY_SIDE, PERIODS, REPLICATIONS = 10, 1_000, 4
ISSUE = {"FIFO": "fefo", "LIFO": "lifo"}


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: S, life (whole periods), mean, issue (FIFO or LIFO)."""
    inputs.only("S", "life", "mean", "issue")
    level, life, mean = inputs.whole("S"), inputs.whole("life", least=1), inputs.number("mean", above=0)
    issue = ISSUE[inputs.word("issue", list(ISSUE))]
    begin = 20 * life
    periods = per_item(length, PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    end = begin + periods

    def came(shelf: Shelf, what: str) -> float:
        wanted = shelf.wanted.between(begin, end)
        return wanted.fill_rate() if what == "fill" else wanted.lost_units() / periods

    measures = {
        # what reaches its age at the end of a period goes at that instant, which is the start of the next one
        "outdates_per_period": lambda shelf: total(shelf.expired, begin + 0.5, end + 0.5) / periods,
        "lost_per_period": lambda shelf: came(shelf, "lost"),
        "fill_rate": lambda shelf: came(shelf, "fill"),
        "order_per_period": lambda shelf: total(shelf.requests, begin, end) / periods,
    }
    names = items(SIDE_BY_SIDE)
    policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": level}
    world = store(names, end + 1, by_unit(names, mean, end + 1), policy, life=life, unmet="lost", issue=issue)
    return Translation(
        world, lambda record: each(record, measures), {name: Mean(name) for name in measures}, REPLICATIONS
    )
