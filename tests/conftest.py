"""What every test shares: how Hypothesis searches, and where the shared data lies."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.plays import Plays

ROOT = Path(__file__).resolve().parents[1]

# `ci` always tries the same examples, so a red run stays red; `dev` looks for new ones.
settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile(
    "ci", deadline=None, max_examples=50, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--without`: run each behavioural test without what it plays, too (see `tests/plays.py`)."""
    parser.addoption("--without", action="store_true", help="run behavioural tests without what they play, too")


def pytest_configure(config: pytest.Config) -> None:
    """Behavioural tests are held to what they declare."""
    config.pluginmanager.register(Plays(config.getoption("--without")))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root: the folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real order data and the validation cases, beside the checkout.

    `SURGE_SHARED` names it elsewhere. Without it the tests that replay real orders are skipped.
    """
    folder = Path(os.environ.get("SURGE_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"needs the shared data: put the folder beside the checkout ({folder.name}/) or set SURGE_SHARED")
    return folder
