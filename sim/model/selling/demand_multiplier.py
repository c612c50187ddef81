"""The lever on demand as one source of orders sees it: a factor for each of its products in each of its channels."""

from collections.abc import Callable, Sequence

import numpy as np

from sim.arrays import Floats
from sim.model.engine import Engine


class DemandMultiplier:
    """The factors held on demand for a source, its products and its channels (the rooms of a show, or its one)."""

    def __init__(self, engine: Engine, name: str, products: Sequence[str], channels: Sequence[str]) -> None:
        self._levers, self._name, self._products, self._channels = engine.levers, name, products, channels

    def factors(self) -> Floats:
        """The factor on the rate of orders now, shape (products, channels)."""
        whole = self._levers.value("demand", self._name)
        by_product = [self._levers.value("demand", product) for product in self._products]
        by_channel = [self._levers.value("demand", channel) for channel in self._channels]
        return np.asarray(whole * np.outer(by_product, by_channel))

    def watch(self, moved: Callable[[], None]) -> None:
        """Call `moved()` after every change."""
        places = (self._name, *self._products, *self._channels)
        self._levers.watch("demand", places, before=lambda: None, after=moved)
