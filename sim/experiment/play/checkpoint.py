"""Samples on disk: one small JSON file a replication, so that an interrupted study can go on where it stopped."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from sim.experiment.play.sample import Sample
from sim.experiment.play.variants import Variant
from sim.results.documents import read_json, to_json, write_text

ROOM = "replications"


@dataclass(frozen=True)
class Checkpoint:
    """The samples of a run folder, in `replications/<scenario>[+<plan>]/<0000>.json`; a file is whole or not there."""

    folder: Path

    def path(self, variant: Variant, replication: int) -> Path:
        """Where one sample lies."""
        return self.folder / ROOM / str(variant) / f"{replication:04d}.json"

    def write(self, sample: Sample, variant: Variant, replication: int) -> None:
        """Keep a sample, keys in their order."""
        write_text(self.path(variant, replication), to_json(sample.model_dump(), in_order=True))

    def read(self, variant: Variant, replication: int) -> Sample | None:
        """A sample; None when it is not there, or of another layout, so that it is played again."""
        path = self.path(variant, replication)
        try:
            return Sample.model_validate(read_json(path)) if path.exists() else None
        except ValidationError:
            return None

    def sweep(self) -> None:
        """Remove what an interrupted writer left half done."""
        for draft in self.folder.glob(f"{ROOM}/*/.*"):
            draft.unlink()

    def clear(self) -> None:
        """Remove all samples."""
        shutil.rmtree(self.folder / ROOM, ignore_errors=True)
