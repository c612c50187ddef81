"""A policy from an outside package is found by its entry point, keeps the contract, and plays in a world of YAML."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

POLICY = '''
"""Order a round number."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.policies.replenishment import Replenishment
from sim.policies.view import Floats, PerItem, StockView


class Dozens(Replenishment):
    """IP <= s: order the fewest dozens that lift the position above s; IP = inventory position (Outsider 2026)."""

    kind: Literal["dozens"] = "dozens"
    reorder_point: PerItem = Field(description="s, units (or per item)", examples=[20])

    def decide(self, view: StockView, now: float) -> Floats:
        short = view.per_item(self.reorder_point) - view.position
        return np.where(short >= 0, 12 * (np.floor(short / 12) + 1), 0.0)

    def asks_at(self, view: StockView) -> Floats:
        return view.per_item(self.reorder_point)
'''
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "dozens"
version = "1.0"
[project.entry-points."surgetwin.plugins"]
dozens = "dozens:Dozens"
[tool.hatch.build.targets.wheel]
packages = ["dozens"]
"""
WORLD = """
brand: outside
start: 2026-06-15 00:00 +08:00
horizon: 3d
products: {tea: {price: 9, cost: 3, bought_from: mill}}
suppliers: {mill: {lead: 2h}}
sites: {shop: {kind: front_point, opening: {tea: 30}}}
communities: {home: {}}
replenishment:
  - {at: shop, policy: {kind: dozens, reorder_point: 20}}
regular:
  people: {arrives: {kind: steady, rate: 2/h}, pickup: 1}
"""
PLAY = """
import sys
from sim.plug import discover
from sim.policies.contract import check
from sim.schema.load import load_world
from sim.model.simulate import simulate

check(discover("sim.policies.replenishment")["dozens"])
record = simulate(load_world(sys.argv[1]))
bought = record.moves["source"] == -1
assert set(record.moves["qty"][bought].tolist()) == {12.0}
print(int(bought.sum()))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder into which the outside package is installed, without any index and without isolation."""
    for tool in ("hatchling", "pip"):
        pytest.importorskip(tool, reason="needs hatchling and pip to build and install: make setup")
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    (source / "dozens").mkdir()
    (source / "dozens" / "__init__.py").write_text(POLICY, encoding="utf-8")
    (source / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    build = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps"]
    done = subprocess.run([*build, "--target", target, source], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


def run(code, installed, *words):
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env={"PYTHONPATH": f"{ROOT}:{installed}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_outside_policy_keeps_the_contract_and_plays_in_a_world(installed, tmp_path):
    (tmp_path / "world.yaml").write_text(WORLD, encoding="utf-8")
    played = run(PLAY, installed, str(tmp_path / "world.yaml"))
    assert played.returncode == 0, played.stderr
    assert int(played.stdout) > 5


def test_surge_list_policies_shows_it_and_without_the_package_it_is_unknown(installed):
    listing = "from sim.cli.main import main; main(['list', 'policies'])"
    assert "dozens" in run(listing, installed).stdout
    assert "dozens" not in run(listing, "").stdout
