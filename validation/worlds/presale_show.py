"""A pre-sale show: visitors pay a deposit, and each pays the balance or not, independently of the others."""

from validation.worlds.world import ITEM, Tree, service_world

SHOW, BALANCE, AFTER = 60.0, 60.0, 10.0
"""Minutes of the show, of the window for the balance, and until the end of the run."""


def presale_world(visitors: int, pays: float, deposit: float, shows: int = 1, certainty: float | None = None) -> Tree:
    """Shows with exactly so many visitors; each pays the balance with probability `pays`.

    `certainty`: concentration of the beta distribution of that probability, drawn once a show; None = it is known.
    """
    unsure = {} if certainty is None else {"certainty": certainty}
    show = {
        "start": "d0 00:00",
        "lasts": f"{SHOW}min",
        "orders": visitors,
        "exactly": True,
        "products": {ITEM: 1},
        "presale": {"deposit": deposit, "pays": pays, "loses": 0, "balance_within": f"{BALANCE}min", **unsure},
        "promise": "1d",
    }
    return service_world({}, {}, SHOW + BALANCE + AFTER, shows={f"show_{number}": show for number in range(shows)})
