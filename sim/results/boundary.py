"""TEMPORARY: a result as the plain object that the report and the command line still read by key.

To be removed with its three callers (`sim/cli/playing.py`, `sim/cli/finding.py`, `sim/report/__init__.py`) as soon as
these read attributes.
"""

from typing import Any

from sim.results.documents import plain
from sim.results.study import StudyResult


def document_of(result: StudyResult) -> dict[str, Any]:
    """What `result.json` holds."""
    return dict(plain(result.model_dump(by_alias=True)))
