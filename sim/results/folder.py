"""The run folder: resolved configuration, manifest, result, and one record a scenario, plan and replication.

    <run>/config.yaml                             what was run, every default written out
    <run>/manifest.json                           seeds, hashes, versions: enough to run it again to the same bytes
    <run>/result.json                             the study's result, the one object every report reads
    <run>/records/<scenario>[+<plan>]/<0000>/     one record a replication, see `sim.results.store`

Its bytes do not depend on when, where or by how many workers it was made; the index of runs has the date.
"""

import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from sim.errors import SurgeError
from sim.results.columns import TABLES
from sim.results.documents import fingerprint, read_json, to_json, write_text
from sim.results.record import Record
from sim.results.store import ABOUT, read_record, write_record
from sim.results.studies import AnyStudy, UnreadableResultError, read_study
from sim.results.study import StudyResult

DIGITS = 4
LIBRARIES = ("surgetwin", "numpy", "scipy", "simpy", "pydantic", "duckdb")


def versions() -> dict[str, str]:
    """Versions of Python, of this program and of the libraries that shape its numbers."""
    return {"python": platform.python_version(), **{library: version(library) for library in LIBRARIES}}


def make_run_id(label: str, config: str, seed: int, replications: int, root: Path | None = None) -> str:
    """`label` (such as the month) and four hexadecimal digits of what is run: the same run has the same name.

    More digits when `root` already holds another run under that name, which must not be overwritten.
    """
    whole = identity(config, seed, replications)
    names = (f"{label}-{whole[:digits]}" for digits in range(DIGITS, len(whole) + 1, DIGITS))
    return next(name for name in names if root is None or not _is_another(root / name, whole))


def identity(config: str, seed: int, replications: int) -> str:
    """Fingerprint of what is run, whole."""
    return fingerprint([config, seed, replications])


def _is_another(folder: Path, whole: str) -> bool:
    """Whether a run with another fingerprint lies there; a run without a fingerprint counts as another."""
    try:
        return RunFolder(folder).manifest().identity != whole
    except FileNotFoundError:
        return False
    except (ValueError, TypeError):
        return True


@dataclass(frozen=True)
class Manifest:
    """Everything needed to run the same again: `scenarios` are the folder names under `records/`.

    `identity` is the whole fingerprint of what is run, of which the run's name shows the first digits.
    """

    run_id: str
    seed: int
    replications: int
    config_hash: str
    scenarios: Sequence[str] = ()
    versions: Mapping[str, str] = field(default_factory=versions)
    schema: int = 1
    identity: str = ""


@dataclass(frozen=True)
class RunFolder:
    """One run on disk. Writing replaces; reading what is not there raises `FileNotFoundError`."""

    path: Path

    def write_config(self, text: str) -> str:
        """Write the resolved configuration (YAML); returns its hash."""
        write_text(self.path / "config.yaml", text)
        return fingerprint(text)

    def config(self) -> str:
        """The resolved configuration."""
        return (self.path / "config.yaml").read_text(encoding="utf-8")

    def write_manifest(self, manifest: Manifest) -> None:
        """Write the manifest."""
        write_text(self.path / "manifest.json", to_json(asdict(manifest)))

    def manifest(self) -> Manifest:
        """The manifest."""
        return Manifest(**read_json(self.path / "manifest.json"))

    def write_result(self, result: StudyResult) -> None:
        """Write the study's result, steps and stages in their order; what is undefined (NaN) becomes null."""
        write_text(self.path / "result.json", to_json(result.model_dump(by_alias=True), in_order=True))

    def result(self) -> AnyStudy:
        """The study's result; `UnreadableResultError` when it has another layout or is damaged."""
        file = self.path / "result.json"
        try:
            document = read_json(file)
        except ValueError as error:
            raise UnreadableResultError(f"{file}: damaged ({error}); play the study again") from None
        return read_study(document, file)

    def record_path(self, scenario: str, plan: str | None, replication: int) -> Path:
        """Where one replication's record lies."""
        return self.path / "records" / scenario_folder(scenario, plan) / f"{replication:04d}"

    def write(self, record: Record, scenario: str, plan: str | None, replication: int) -> None:
        """Write one replication's record."""
        write_record(record, self.record_path(scenario, plan, replication))

    def read(
        self, scenario: str, plan: str | None = None, replication: int = 0, tables: Iterable[str] = tuple(TABLES)
    ) -> Record:
        """One replication's record; only the tables asked for."""
        return read_record(self.record_path(scenario, plan, replication), tables)

    def records(self) -> list[tuple[str, str | None, int]]:
        """Every record there is, as (scenario, plan, replication), sorted."""
        found = (path.parent for path in self.path.glob(f"records/*/*/{ABOUT}") if not path.parent.name.startswith("."))
        keys = [(*split_folder(path.parent.name), int(path.name)) for path in found]
        return sorted(keys, key=lambda key: (key[0], key[1] or "", key[2]))


def scenario_folder(scenario: str, plan: str | None) -> str:
    """`scenario` or `scenario+plan`; a name that would leave the run folder, or contains `+`, is refused."""
    for name in (scenario, "none" if plan is None else plan):
        if not name or name.startswith(".") or set(name) & set('/\\+:*?"<>|'):
            raise SurgeError(
                f'name {name!r} cannot be a folder: it must not be empty, start with . or hold /\\+:*?"<>|'
            )
    return f"{scenario}+{plan}" if plan else scenario


def split_folder(name: str) -> tuple[str, str | None]:
    """The (scenario, plan) of a folder name."""
    scenario, _, plan = name.partition("+")
    return scenario, plan or None
