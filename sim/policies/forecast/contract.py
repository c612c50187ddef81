"""What every forecaster promises: `check(MyForecaster)` raises AssertionError with a sentence."""

import numpy as np

from sim.contract import require
from sim.policies.contract import check_fields, stock_views
from sim.policies.forecast import Forecaster, Outlook


def check(plugin: type[Forecaster] | Forecaster) -> None:
    """Finite means and deviations >= 0, also without history; the same twice; each row by itself."""
    forecaster = check_fields(plugin)
    for view in stock_views():
        outlook = Outlook(view.days, 0, view.items)
        history = view.usage
        mean, sd = forecaster.predict(history, 5, outlook)
        for what, found in (("mean", mean), ("deviation", sd)):
            require(found.shape == (len(history), 5), forecaster, f"gives a {what} of shape {found.shape}")
            require(bool(np.isfinite(found).all() and (found >= 0).all()), forecaster, f"gives the {what} {found}")
        again = forecaster.predict(history, 5, outlook)
        require(np.array_equal(mean, again.mean), forecaster, "answers differently when asked again")
        for row, item in enumerate(view.items):
            alone = forecaster.predict(history[[row]], 5, Outlook(view.days, 0, (item,)))
            same = np.allclose(alone.mean[0], mean[row], atol=1e-8)
            require(same, forecaster, "lets one item's history move another")
