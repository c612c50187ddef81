"""The house around the code: small files that say what they are, imports that do nothing, a wheel that is complete."""

import ast
import itertools
import re
import statistics
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sim

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "sim").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
HEAVY = {"pandas", "matplotlib", "duckdb", "scipy", "joblib"}


def name(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def dotted(module: Path) -> str:
    return ".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def tracked() -> list[Path]:
    """The files a reader of the repository sees; outside a checkout, there is nothing to look at."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: no list of tracked files")
    return [ROOT / path for path in listed.stdout.decode().split("\0") if path and (ROOT / path).is_file()]


def text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_no_file_is_longer_than_one_idea_needs():
    lines = {name(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {file: count for file, count in lines.items() if count > 300} == {}
    assert statistics.median(count for file, count in lines.items() if not file.endswith("__init__.py")) <= 130


@pytest.mark.parametrize("module", [*MODULES, *sorted((ROOT / "bench").glob("*.py"))], ids=name)
def test_a_file_says_in_its_first_line_what_it_is(module):
    first_line = module.read_text(encoding="utf-8").split("\n", 1)[0]
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert docstring, f"{name(module)} has no docstring"
    assert first_line.lstrip("rR").startswith('"""'), f"{name(module)} begins with {first_line!r}"
    assert len(docstring.split("\n", 1)[0]) >= 15, f"{name(module)}: the first line is too short to say anything"


def test_importing_every_module_prints_nothing_starts_nothing_and_writes_nothing(tmp_path):
    script = f"""
import importlib, random, threading
before = random.getstate()
for module in {[dotted(m) for m in MODULES if m.name != "__main__.py"]!r}:
    importlib.import_module(module)
assert threading.active_count() == 1, threading.enumerate()
assert random.getstate() == before, "an import used the global random state"
"""
    home = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path / "home")}
    # matplotlib lists the fonts of a new home once, and says so when that is slow: its affair, not ours.
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], env=home, capture_output=True, check=True)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        env=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == []


@pytest.mark.parametrize("module", ["sim", "sim.cli.main"])
def test_the_command_line_starts_without_the_heavy_libraries(module):
    script = f"import {module}, sys; print(*sorted({HEAVY!r} & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.strip() == ""


def test_every_floor_is_held_to_the_rule_about_heavy_libraries():
    rooms = {f"sim.{room.strip(' ()')}" for layer in CONTRACTS["floors"]["layers"] for room in layer.split("|")}
    allowed = {"sim.experiment", "sim.reporting", "sim.results"}
    assert set(CONTRACTS["heavy"]["source_modules"]) == {room for room in rooms if exists(room)} - allowed


def exists(room: str) -> bool:
    path = ROOT.joinpath(*room.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def test_a_silenced_check_gives_its_reason():
    # as in `noqa: X - why in words` or `type: ignore[x]  # why in words`
    silenced = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?P<code>(?::\s*[A-Z0-9, ]+|\[[a-z0-9, -]+\])?)(?P<why>.*)")
    bare = []
    for module in [*MODULES, *sorted((ROOT / "bench").rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]:
        if module == Path(__file__):
            continue
        for number, line in enumerate(module.read_text(encoding="utf-8").splitlines(), 1):
            found = silenced.search(line)
            if found and (not found["code"] or len(re.findall(r"\w+", found["why"])) < 3):
                bare.append(f"{name(module)}:{number}: {line.strip()}")
    assert bare == []


def test_no_tracked_file_names_a_machine_or_a_package_registry():
    # Written in pieces, so that this file does not name what it looks for.
    machine = re.compile(r"(?<![\w.~)\]}])/(?:" + "|".join(["work", "root", "home", "Users", "farm"]) + r")/\w")
    registry = re.compile(
        "|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "--index" + "-url", "test\\." + "pypi"])
    )
    found = []
    for path in tracked():
        text = text_of(path)
        for number, line in enumerate((text or "").splitlines(), 1):
            if machine.search(line) or registry.search(line):
                found.append(f"{name(path)}:{number}: {line.strip()[:120]}")
    assert found == []


def test_the_top_level_holds_what_it_should():
    expected = ["sim", "configs", "scenarios", "reports", "tests", "bench", "docs"]
    expected += ["pyproject.toml", "README.md", "DESIGN.md", "CHANGELOG.md", "LICENSE", "Makefile", "constraints.txt"]
    expected += [".ci/run", ".pre-commit-config.yaml"]
    assert [entry for entry in expected if not (ROOT / entry).exists()] == []


def test_the_version_stands_in_one_place():
    assert "version" in PROJECT["project"]["dynamic"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "sim/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+|rc\d+)?", sim.__version__)


def pins() -> dict[str, str]:
    """Normalised name -> exact version, of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    written = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in written if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == [], "a pin is NAME==VERSION"
    return {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in written}


def test_every_library_is_pinned_to_a_version_that_its_bounds_allow():
    extras = PROJECT["project"]["optional-dependencies"]
    declared = [Requirement(line) for line in [*PROJECT["project"]["dependencies"], *itertools.chain(*extras.values())]]
    declared += [Requirement(line) for line in PROJECT["build-system"]["requires"]]
    pinned = pins()
    wrong = [
        f"{one}: {pinned.get(canonicalize_name(one.name), 'no pin')}"
        for one in declared
        if one.name != "surgetwin" and pinned.get(canonicalize_name(one.name), "0") not in one.specifier
    ]
    assert wrong == [], "make pins"


def test_what_a_pinned_version_needs_is_pinned_too():
    pinned = pins()
    extras = frozenset(PROJECT["project"]["optional-dependencies"])
    seen, todo = set(), [("surgetwin", extras)]
    while todo:
        distribution, wanted = todo.pop()
        for line in metadata.requires(distribution) or []:
            one = Requirement(line)
            needed = canonicalize_name(one.name)
            if needed in seen or not (
                one.marker is None or any(one.marker.evaluate({"extra": e}) for e in wanted or {""})
            ):
                continue
            seen.add(needed)
            # Another version than the pinned one (`make newest`) may need other libraries.
            if needed in pinned and metadata.version(needed) == pinned[needed]:
                todo.append((needed, frozenset(one.extras)))
    assert seen - pinned.keys() - {"surgetwin", "pip", "setuptools"} == set(), "make pins"


def test_commit_hooks_run_the_tools_that_make_test_runs():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for hook in hooks:
        tool = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert f"$(BIN)/{tool}" in makefile


def test_make_help_names_the_two_commands():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "make drill" in shown
    assert "make test" in shown


def test_the_wheel_carries_configs_scenarios_templates_and_types(tmp_path):
    pytest.importorskip("hatchling", reason="needs hatchling to build: make setup")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("surgetwin-*.whl")
    assert wheel.name.split("-")[1] == sim.__version__
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert "sim/py.typed" in inside
    assert {name(module) for module in MODULES} <= inside
    for room in ("configs", "scenarios", "reports"):
        files = {path.relative_to(ROOT).as_posix() for path in tracked() if path.is_relative_to(ROOT / room)}
        assert files, f"{room}/ holds nothing to ship"
        assert {f"sim/_shipped/{file}" for file in files} <= inside
    assert not [entry for entry in inside if entry.startswith(("tests/", "bench/"))]
