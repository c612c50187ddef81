"""A random share of payers: one draw for a whole sale, so campaigns differ more than coins would."""

import numpy as np

from tests.model.small import play


def paid(certainty: float | None) -> np.ndarray:
    """Payers of forty shows with 400 deposits each."""
    unsure = {} if certainty is None else {"certainty": certainty}
    show = {"start": "d0 00:00", "lasts": "1h", "orders": 400, "exactly": True, "products": {"loaf": 1}, "pickup": 1}
    sale = {"pays": 0.7, "loses": 0, "balance_within": "1h", **unsure}
    record = play(
        {
            "communities": {"town": {"picks_up_at": "shop"}},
            "shows": {f"show_{k}": {**show, "presale": sale} for k in range(40)},
        }
    )
    return np.bincount(record.orders["source"], np.isfinite(record.orders["paid"]), minlength=40)


def test_sales_differ_as_coins_do_when_the_share_is_sure_and_far_more_when_it_is_not():
    sure, unsure = paid(None), paid(20.0)
    assert 5 < sure.std(ddof=1) < 14  # binomial: 9.2
    assert 25 < unsure.std(ddof=1) < 60  # beta-binomial: 41
    assert abs(unsure.mean() - 280) < 25
