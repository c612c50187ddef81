"""The light cases of all models beside this file, and the answer to one case that is written down for a test."""

from pathlib import Path
from typing import Any

import yaml

from validation.cases.case import read_cases
from validation.verify import verify_file

FOLDER = Path(__file__).parent
QUEUES = FOLDER / "queues_and_groups.yaml"
STOCK = FOLDER / "stock.yaml"
NETWORKS = FOLDER / "networks.yaml"
RESILIENCE = FOLDER / "resilience.yaml"
FILES = {case.id: path for path in sorted(FOLDER.glob("*.yaml")) for case in read_cases(path)}


def written(folder: Path, case: dict[str, Any]) -> Path:
    """A file with one case."""
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": [case]}))
    return path


def changed(folder: Path, **changes: Any) -> Path:
    """A file with the case of M/M/1, changed."""
    return written(folder, {**yaml.safe_load(QUEUES.read_text())["cases"][0], **changes})


def verdict(path: Path) -> dict[str, Any]:
    """The verdict on the only case of a file."""
    (case,) = verify_file(path)["cases"]
    return case
