"""The best of many policy sets by ranking and selection: more replications only for those still in the race."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

import numpy as np

from sim.arrays import Ints
from sim.errors import SurgeError
from sim.experiment.stats.extras import extra

Method = Literal["kn", "ocba"]
PURPOSE = "choosing among many policy sets"
ERROR = 0.05
LEAST_OCBA = 5
FEWEST_OCBA = 3
_MODULES: dict[Method, str] = {"kn": "sim_tools.ovs.indifference_zone", "ocba": "sim_tools.ovs.fixed_budget"}


class _CapReachedError(Exception):
    """The next replication of a design would go beyond the cap."""


class NoVarianceError(SurgeError):
    """A procedure that needs variances, and values that do not vary."""

    exit_code = 2


class TooFewDesignsError(SurgeError):
    """A procedure that needs more to choose from."""

    exit_code = 2


class SmallBudgetError(SurgeError):
    """A budget that does not last for the first replications."""

    exit_code = 2


@dataclass(frozen=True)
class SelectionOutcome:
    """The designs that are left, how they were found, and the replications of each.

    `decided` is false when the cap came first; several that are left all the same are equally good to the last digit.
    `delta` is the smallest difference that matters. Kim & Nelson's answer is the best, or within it, with 95 %
    confidence; OCBA's is the best of the means when the budget is spent, and promises nothing.
    """

    method: Method
    left: tuple[int, ...]
    replications: tuple[int, ...]
    delta: float
    decided: bool = True


@dataclass
class _Race:
    """What sim-tools calls a model: a procedure asks it for one more value of a design, and is notified of it."""

    value: Callable[[int, int], float]
    designs: int
    most: int
    played: list[int] = field(init=False)
    _observers: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.played = [0] * self.designs

    def register_observer(self, observer: Any) -> None:
        """Notify a procedure of every value."""
        self._observers.append(observer)

    def simulate(self, design: int) -> None:
        """One more replication of a design."""
        number = self.played[int(design)]
        if number >= self.most:
            raise _CapReachedError
        self.played[int(design)] += 1
        for observer in self._observers:
            observer.feedback(self, int(design), self.value(int(design), number))


def selectable(method: Method, designs: int, first: int, budget: int | None = None) -> None:
    """Refuse a method that cannot work, before hours of play.

    Raises `MissingExtraError` without its library, `TooFewDesignsError` and `SmallBudgetError`; arguments as in
    `select`.
    """
    if method == "ocba" and designs < FEWEST_OCBA:
        raise TooFewDesignsError(f"ocba chooses among at least {FEWEST_OCBA}; found {designs}: use kn")
    start = max(first, LEAST_OCBA)
    if method == "ocba" and budget is not None and budget < designs * start:
        raise SmallBudgetError(
            f"ocba plays each of {designs} policy sets {start} times before it chooses: its budget must be at least "
            f"{designs * start}; found {budget}"
        )
    extra(_MODULES[method], "study", PURPOSE)


def select(
    value: Callable[[int, int], float],
    designs: int,
    better: str,
    delta: float,
    first: int,
    most: int,
    method: Method = "kn",
    budget: int | None = None,
) -> SelectionOutcome:
    """Select among `designs` by `value(design, replication)`, both from 0; values must be known (finite).

    method   `kn`: Kim & Nelson (2001), fully sequential, drops a design as soon as it is shown to be worse, uses that
             all met the same random numbers; `ocba`: Chen & Lee (2011), spends a fixed `budget` of replications where
             they help most
    first    replications of each before any is dropped (for OCBA at least five)
    most     cap on the replications of one design; when it is reached all that are left are answered

    Raises `MissingExtraError` without sim-tools.
    """
    race = _Race(value, designs, most)
    goal = "min" if better == "lower" else "max"
    if method == "ocba":
        procedure = _ocba(race, budget or designs * most, max(first, LEAST_OCBA), goal)
    else:
        procedure = _kim_nelson(race, designs, delta, max(first, 2), goal)
    try:
        left, decided = np.atleast_1d(procedure.solve()), True
    except _CapReachedError:
        left, decided = _left(procedure), False
    return SelectionOutcome(method, tuple(int(design) for design in left), tuple(race.played), delta, decided)


def _ocba(race: _Race, budget: int, first: int, goal: str) -> Any:
    value = race.value
    known = np.array([[value(design, number) for number in range(first)] for design in range(race.designs)])
    if (np.ptp(known, axis=1) == 0).any():
        raise NoVarianceError("OCBA needs values that vary: under some policy set all of them are equal; use kn")
    # sim-tools 1.3 takes the absolute value of a running mean in a variance: far above zero that changes nothing
    lift = 100 * float(np.abs(known).max())
    race.value = lambda design, number: lift + value(design, number)
    procedure = extra(_MODULES["ocba"], "study", PURPOSE).OCBA
    return procedure(race, race.designs, budget=budget, delta=1, n_0=first, obj=goal)


def _kim_nelson(race: _Race, designs: int, delta: float, first: int, goal: str) -> Any:
    base = extra(_MODULES["kn"], "study", PURPOSE).KN

    class KimNelson(base):  # type: ignore[misc, valid-type]  # the library ships no types
        """With what sim-tools 1.3 lacks.

        It looks up the variance of a pair (i, l) in the wrong place when l < i; here it is computed. And it never ends
        with designs that are equal; Kim & Nelson stop after max N_il = h^2 S_il^2 / delta^2 replications.
        """

        def _most(self, design_i: int, design_l: int) -> float:
            """N_il: how long the pair may need."""
            spread = float((self._init_obs[design_i] - self._init_obs[design_l]).var(ddof=1))
            return float(self._h_squared * spread / self._delta**2)

        def _limit_to_distance_from_sample_means(self, design_i: int, design_l: int) -> float:
            apart = self._delta / (2 * self._r) * (self._most(design_i, design_l) - self._r)
            return float(max(0.0, apart))

        def _stopping(self) -> bool:
            over = all(self._r > self._most(*pair) for pair in combinations(self._contenders, 2))
            if over:
                self._screening()
            return over

    return KimNelson(race, designs, delta, alpha=ERROR, n_0=first, obj=goal)


def _left(procedure: Any) -> Ints:
    """The designs still in the race when it is stopped; OCBA drops none, its best counts."""
    if hasattr(procedure, "_contenders"):
        return np.atleast_1d(procedure._contenders)
    return np.atleast_1d(int(np.argmin(procedure._means)))
