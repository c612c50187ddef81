"""An outside package brings a policy, a shock, an action, a shape and a measure: found, checked, played in a world."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

PLUGINS = '''
"""What a corner shop adds: round orders, road works, a hired shelf, a lunch rush, and a measure of haste."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.clock import Calendar
from sim.kpi.registry import kpi
from sim.plans import Action, Process
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView
from sim.rates.intensity import Intensity, piecewise_constant
from sim.results.record import Record
from sim.shapes import Shape
from sim.shocks import Shock
from sim.units import Rate


class Dozens(Replenishment):
    """IP <= s: order the fewest dozens that lift the position above s; IP = inventory position (Outsider 2026)."""

    kind: Literal["dozens"] = "dozens"
    reorder_point: PerItem = Field(description="s, units (or per item)", examples=[20])

    def decide(self, view: StockView, now: float) -> np.ndarray:
        short = view.per_item(self.reorder_point) - view.position
        return np.where(short >= 0, 12 * (np.floor(short / 12) + 1), 0.0)

    def asks_at(self, view: StockView) -> np.ndarray:
        return view.per_item(self.reorder_point)


class RoadWorks(Shock):
    """The mill is cut off: nothing comes from it."""

    kind: Literal["road_works"] = "road_works"
    supplier: str = Field(description="who is cut off", examples=["mill"], json_schema_extra={"names": "supplier"})

    def strike(self, control):
        with control.levers.hold("supply", (self.supplier,), 0.0):
            yield control.wait(float("inf") if self.lasts is None else self.lasts)


class HiredShelf(Action):
    """Two dozen of an item, hired for a site."""

    kind: Literal["hired_shelf"] = "hired_shelf"
    site: str = Field(description="where", examples=["shop"], json_schema_extra={"names": "site"})
    item: str = Field(description="what", examples=["tea"], json_schema_extra={"names": "item"})

    def act(self, control):
        control.add_stock(self.site, self.item, 24.0)
        yield self.going_on(control)


class Lunch(Shape):
    """A rate between twelve and one o'clock of the first day, and nothing else."""

    kind: Literal["lunch"] = "lunch"
    rate: Rate = Field(description="orders per time", examples=["60/h"])

    def intensity(self, calendar: Calendar, horizon: float) -> Intensity:
        return piecewise_constant([0.0, 720.0, 780.0, 7200.0], [0.0, self.rate, 0.0])


@kpi(unit="h", better="lower", title_zh="最长等待", title_en="Longest wait", source="house rule")
def longest_wait(record: Record) -> float:
    """The longest time from paid to delivered, in hours."""
    waited = record.orders["delivered"] - record.orders["paid"]
    return float(np.nanmax(waited, initial=0.0)) / 60
'''
TESTS = '''
"""The author's own tests: each plug-in keeps the contract of its room."""

import corner
from sim import kpi, plans, shapes, shocks
from sim.kpi import contract as measures
from sim.plans import contract as actions
from sim.policies.replenishment import contract as policies
from sim.shapes import contract as curves
from sim.shocks import contract as disruptions


def test_a_policy():
    policies.check(corner.Dozens)


def test_a_shock():
    disruptions.check(corner.RoadWorks)


def test_an_action():
    actions.check(corner.HiredShelf)


def test_a_shape():
    curves.check(corner.Lunch)


def test_a_measure():
    measures.check(corner.longest_wait)
'''
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "corner"
version = "1.0"
[project.entry-points."surgetwin.plugins"]
dozens = "corner:Dozens"
road_works = "corner:RoadWorks"
hired_shelf = "corner:HiredShelf"
lunch = "corner:Lunch"
longest_wait = "corner:longest_wait"
[tool.hatch.build.targets.wheel]
packages = ["corner"]
"""
# 30 of tea at the start; a person comes at 12:00, 12:01, ... 12:59, each for one. The mill is cut off until 22:00, and
# what it owes is there at midnight: the 31st person waits longest, or the 55th with 24 from the hired shelf.
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
  people: {arrives: {kind: lunch, rate: 60/h}, pickup: 1, evenly: true}
customers: {pickup_after: 0min}
"""
SCENARIO = """
title: Road works
shocks: [{kind: road_works, supplier: mill, from: d0 06:00, for: 16h}]
plans:
  shelf: {decide: 1h, do: [{kind: hired_shelf, site: shop, item: tea, starts_in: 6h}]}
"""
PLAY = """
import sys
from sim.kpi.registry import find
from sim.model.simulate import simulate
from sim.schema.load import load_world
from sim.schema.load_scenario import load_scenario

world = load_world(sys.argv[1])
scenario = load_scenario(sys.argv[2], world)
for plans in ((), ("shelf",)):
    record = simulate(world, scenario, plans)
    bought = record.moves["qty"][record.moves["source"] == -1]
    delivered = record.orders["delivered"][record.orders["kind"] == 0]
    in_time = int((delivered < 22 * 60).sum())
    print(in_time, sorted(set(bought.tolist())), round(60 * find("longest_wait")(record)))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The folder with the source of the package and its tests, and the one into which it is installed."""
    for tool in ("hatchling", "pip"):
        pytest.importorskip(tool, reason="needs hatchling and pip to build and install: make setup")
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    (source / "corner").mkdir()
    (source / "corner" / "__init__.py").write_text(PLUGINS, encoding="utf-8")
    (source / "test_contracts.py").write_text(TESTS, encoding="utf-8")
    (source / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    build = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps"]
    done = subprocess.run([*build, "--target", target, source], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return source, target


def run(target, *words):
    return subprocess.run(
        [sys.executable, *words],
        env={"PYTHONPATH": f"{ROOT}:{target}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_author_s_own_tests_check_every_plug_in_by_the_contract_of_its_room(package):
    source, target = package
    checked = run(target, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", source, source)
    assert checked.returncode == 0, checked.stdout
    assert "5 passed" in checked.stdout


def test_outside_plug_ins_play_together_in_a_world(package, tmp_path):
    world, scenario = tmp_path / "world.yaml", tmp_path / "scenario.yaml"
    world.write_text(WORLD, encoding="utf-8")
    scenario.write_text(SCENARIO, encoding="utf-8")
    played = run(package[1], "-c", PLAY, world, scenario)
    assert played.returncode == 0, played.stderr
    assert played.stdout.splitlines() == [f"30 [12.0] {12 * 60 - 30}", f"54 [12.0, 24.0] {12 * 60 - 54}"]


@pytest.mark.parametrize(
    ("listed", "kind"),
    [("policies", "dozens"), ("shocks", "road_works"), ("plans", "hired_shelf"), ("shapes", "lunch"),
     ("kpis", "longest_wait")],
)  # fmt: skip
def test_surge_list_shows_it_and_without_the_package_it_is_unknown(package, listed, kind):
    listing = f"from sim.cli.main import main; main(['list', '{listed}'])"
    assert kind in run(package[1], "-c", listing).stdout
    assert kind not in run("", "-c", listing).stdout
