"""Opening stock: what lies at the sites when the run begins, in fresh lots."""

from sim.model.engine import Engine
from sim.state.stock import Elsewhere, Why


class OpeningStock:
    """The `opening` of every site."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def start(self) -> None:
        """Put it on the shelves, site by site."""
        engine = self.engine
        for point in engine.points:
            for item, units in engine.world.sites[point.name].opening.items():
                if units > 0:
                    point.receive_new(engine.codes.items[item], units, int(Elsewhere.OPENING), Why.OPENING)
