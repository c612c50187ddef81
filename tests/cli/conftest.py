"""A shop so small that a drill takes a second, the command line to play it with, and one drill that was played."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

SHOP = Path(__file__).with_name("shop")
Surge = Callable[..., Result]


def call(*words: object, env: dict[str, str] | None = None) -> Result:
    """`surge WORDS` in this process: exit code, stdout and stderr apart."""
    from sim.cli.main import main

    return CliRunner(env=env or {}).invoke(main, [str(word) for word in words], prog_name="surge")


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture(scope="session")
def surge() -> Surge:
    """The command line."""
    return call


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the shop, and the working directory of the test."""
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@dataclass(frozen=True)
class Played:
    """A drill of the shop: its folder, and what came out of the command."""

    folder: Path
    ended: Result

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ended.stdout)
        return found

    @property
    def run_id(self) -> str:
        return str(self.document["run_id"])


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """One drill for all tests, `--json`; tests must not change its folder."""
    folder = tmp_path_factory.mktemp("played")
    shutil.copytree(SHOP, folder, dirs_exist_ok=True)
    with inside(folder):
        words = ("drill", "shop.yaml", "--month", "2026-11", "-n", 2, "-j", 1, "--seed", 3, "-o", "out", "--json")
        return Played(folder, call(*words))


@pytest.fixture
def after(played: Played, monkeypatch: pytest.MonkeyPatch) -> Played:
    """The played drill, with its folder as the working directory."""
    monkeypatch.chdir(played.folder)
    return played
