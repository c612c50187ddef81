"""What a kind of study is: what it plays, how, and what comes of it."""

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, NamedTuple, TypeVar

from sim.experiment.play.design import Design, Progress
from sim.experiment.play.setup import Setup
from sim.results.study import StudyResult

D = TypeVar("D", bound=Design)
P = TypeVar("P")
R = TypeVar("R", bound=StudyResult)


class RunKey(NamedTuple):
    """What a result says of its run: the run's id and the hash of its configuration."""

    run_id: str
    config_hash: str


class StudyKind(ABC, Generic[D, P, R]):
    """A kind of study; an instance is one such study with its arguments.

    `D` is its design, `P` what comes of playing that (mostly samples), `R` its class in `sim.results.studies`, whose
    `kind` is the `name` here. `carry_out` takes one through a run folder.
    """

    name: ClassVar[str]

    @abstractmethod
    def design(self, setup: Setup) -> D:
        """What is to be played; a search plays its trials here. Whatever is wrong with the arguments is raised here,
        before anything is written.
        """

    @abstractmethod
    def play(self, design: D, jobs: int, progress: Progress | None, resume: bool) -> P:
        """Play a design, mostly by `perform`; with `resume` go on from what its folder holds."""

    @abstractmethod
    def result(self, design: D, outcome: P, run: RunKey) -> R:
        """The result; it must not depend on when, where or by how many workers the design was played."""
