"""`surge doctor`: what each look finds on a machine that is well, and on one that is not, with the cure."""

import json
import os
import shutil
import sys
from collections import namedtuple
from importlib import metadata

import pytest

from sim.cli.commands import doctor
from sim.cli.commands.doctor import Finding

Usage = namedtuple("Usage", "total used free")


def only(look) -> Finding:
    (finding,) = look()
    return finding


def test_an_old_python_is_wrong(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))
    assert only(doctor._python) == Finding("Python", "wrong", "3.10.4", "install Python 3.11 or newer")
    monkeypatch.setattr(sys, "version_info", (3, 11, 0, "final", 0))
    assert only(doctor._python) == Finding("Python", "ok", "3.11.0")


def test_every_missing_package_is_named(monkeypatch):
    def version(name):
        if name in ("numpy", "rich"):
            raise metadata.PackageNotFoundError(name)
        return "1.0"

    needed = ["numpy>=2", "rich==13", 'x; extra == "dev"', "click"]
    monkeypatch.setattr(metadata, "requires", lambda name: needed)
    monkeypatch.setattr(metadata, "version", version)
    cure = "python -m pip install numpy rich"
    assert only(doctor._packages) == Finding("packages", "wrong", "missing: numpy rich", cure)
    needed[:2] = []
    assert only(doctor._packages) == Finding("packages", "ok", "surgetwin 1.0 and 1 libraries")


def test_a_checkout_that_is_not_installed_is_told(monkeypatch):
    def requires(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", requires)
    assert only(doctor._packages) == Finding(
        "packages", "wrong", "surgetwin is not installed", "python -m pip install surgetwin"
    )


@pytest.mark.parametrize(("cores", "state"), [(1, "note"), (2, "ok"), (64, "ok")])
def test_one_core_is_worth_a_note(monkeypatch, cores, state):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(cores)), raising=False)
    found = only(doctor._cores)
    assert (found.what, found.state, found.found) == ("cores", state, str(cores))
    assert bool(found.cure) == (state != "ok")


@pytest.mark.parametrize(
    ("free", "state", "words"), [(5.4, "ok", "5 GB free"), (1.0, "ok", "1 GB free"), (0.94, "wrong", "0.9 GB free")]
)
def test_a_disk_with_less_than_a_gigabyte_is_wrong(monkeypatch, free, state, words):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(0, 0, int(free * 2**30)))
    found = only(doctor._disk)
    assert (found.state, found.found) == (state, words)
    assert bool(found.cure) == (state != "ok")


def test_a_folder_that_can_be_written_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert only(doctor._writable) == Finding("folder", "ok", f"{tmp_path} can be written")
    assert list(tmp_path.iterdir()) == []


class Screen:
    def __init__(self, encoding):
        self.encoding = encoding


@pytest.mark.parametrize(
    ("encoding", "state"), [("utf-8", "ok"), ("gb18030", "ok"), ("ascii", "note"), (None, "note"), ("klingon", "note")]
)
def test_a_terminal_that_cannot_write_chinese_gets_a_note(monkeypatch, encoding, state):
    monkeypatch.setattr(sys, "stdout", Screen(encoding))
    found = only(doctor._terminal)
    assert found.state == state
    assert found.found == f"{encoding or 'unknown'} {'can' if state == 'ok' else 'cannot'} write Chinese"
    assert ("PYTHONUTF8" in found.cure) == (state == "note")


@pytest.mark.parametrize(
    ("there", "words"),
    [
        (set(), "none found; none is needed to make reports"),
        ({"msedge"}, "msedge"),
        ({"chrome", "chromium"}, "chromium"),
    ],
)
def test_a_browser_is_welcome_and_not_needed(monkeypatch, there, words):
    monkeypatch.setattr(shutil, "which", lambda name: name if name in there else None)
    assert only(doctor._browser) == Finding("browser", "ok", words)


def test_templates_that_are_not_there_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.schema.shipped.shipped", lambda room: tmp_path / room)
    (tmp_path / "scenarios").mkdir()
    found = only(doctor._shipped)
    assert (found.state, found.found) == ("wrong", "missing: configs, reports")


LOOKS = (
    lambda: iter([Finding("one", "ok", "fine"), Finding("another", "note", "so so", "do this")]),
    lambda: iter([Finding("third", "ok", "fine")]),
)


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("note", 0), ("wrong", 1)])
def test_only_what_is_wrong_makes_it_fail(surge, monkeypatch, state, code):
    monkeypatch.setattr(doctor, "LOOKS", (*LOOKS, lambda: iter([Finding("last", state, "x", "cure")])))
    assert surge("doctor").exit_code == code
    document = json.loads(surge("doctor", "--json").stdout)
    assert document["ok"] == (code == 0)
    assert document["findings"][1] == {"what": "another", "state": "note", "found": "so so", "cure": "do this"}


def test_each_finding_is_a_line_with_its_mark_and_each_cure_one_below_it(surge, monkeypatch):
    monkeypatch.setattr(doctor, "LOOKS", (*LOOKS, lambda: iter([Finding("last", "wrong", "x", "cure it")])))
    assert surge("doctor", env={"NO_COLOR": "1"}).stdout == (
        "● one      fine\n▲ another  so so\n           → do this\n● third    fine\n■ last     x\n           → cure it\n"
    )
