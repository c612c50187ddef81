"""The study result and its reports, made once for all tests of this room."""

from pathlib import Path
from typing import Any

import pytest

from sim.reporting import render
from sim.results.studies import AnyStudy, read_study

from .sample_study import study

LANGS = ("zh", "en")


@pytest.fixture
def document() -> dict[str, Any]:
    """The rich synthetic result as a `result.json` has it; a test may change it."""
    return study()


@pytest.fixture(scope="session")
def result() -> AnyStudy:
    """The same as the report reads it."""
    return read_study(study(), "sample")


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory, result: AnyStudy) -> dict[str, dict[str, Path]]:
    """Every format in both languages: reports[lang][format]."""
    folder = tmp_path_factory.mktemp("reports")
    kinds = ("html", "xlsx", "json")
    return {lang: dict(zip(kinds, render(result, folder, kinds, lang), strict=True)) for lang in LANGS}


@pytest.fixture(scope="session", params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    """Each of the two languages."""
    return str(request.param)


@pytest.fixture(scope="session")
def page(reports: dict[str, dict[str, Path]], lang: str) -> str:
    """The HTML report in that language."""
    return reports[lang]["html"].read_text(encoding="utf-8")
