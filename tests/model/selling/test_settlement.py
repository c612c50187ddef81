"""A sale closes for everybody, however few pay."""

import numpy as np
import pytest

from tests.model.small import play


@pytest.mark.parametrize(("pays", "loses", "settled"), [("0%", "5%", 0), ("0%", 0, 0), ("100%", 0, 40)])
def test_a_share_that_pays_of_nobody_or_everybody_is_a_share(pays, loses, settled):
    presale = {"deposit": 9.9, "balance_within": "12h", "pays": pays, "loses": loses}
    show = {"start": "d1 08:00", "orders": 40, "exactly": True, "products": {"loaf": 1}, "presale": presale}
    record = play(
        {
            "horizon": "3d",
            "sites": {"shop": {"kind": "front_point", "stock": "unlimited"}},
            "communities": {"east": {"delivered_from": "shop"}},
            "shows": {"launch": show},
        }
    )
    assert len(record.orders["placed"]) == 40
    assert int(np.isfinite(record.orders["paid"]).sum()) == settled
    assert int(np.isfinite(record.orders["refunded"]).sum()) == 40 - settled
