"""The root: quick help, options before or after the command, and every ending with its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sim.cli.commands import check
from sim.cli.main import main
from sim.errors import ReplicationError

HEAVY = ("pandas", "matplotlib", "scipy", "duckdb", "simpy", "numpy", "pydantic", "joblib", "rich", "yaml")


def test_help_imports_nothing_that_takes_time(root):
    code = "import sys; from sim.cli.main import main; main(['--help'])"
    script = f"""
import sys, atexit
atexit.register(lambda: print(*sorted(set({HEAVY!r}) & sys.modules.keys()), file=sys.stderr))
{code}
"""
    ran = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert ran.stderr.strip() == ""
    assert "drill" in ran.stdout


def test_help_imports_few_modules_beyond_click(root):
    """A guard without a clock: the bare command is a click group of one line."""

    def modules(code: str) -> int:
        script = f"import sys, atexit; atexit.register(lambda: print(len(sys.modules), file=sys.stderr))\n{code}"
        ran = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
        return int(ran.stderr)

    bare = modules("import click, difflib, traceback, pkgutil; click.group()(lambda: None)(['--help'])")
    assert modules("from sim.cli.main import main; main(['--help'])") - bare < 45


def test_every_command_is_listed_under_a_chapter_and_explains_itself(surge):
    ended = surge("--help")
    for name in main.list_commands(click.Context(main)):
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert command.help
        assert f"  {name} " in ended.stdout
    assert "More:" not in ended.stdout


def test_without_arguments_the_help_goes_to_stderr_and_the_code_is_2(surge):
    ended = surge()
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Usage: surge" in ended.stderr


@pytest.mark.parametrize("words", [("dril",), ("drill", "--sed", "3"), ("runs", "shw")])
def test_a_slip_of_the_keyboard_is_answered_with_the_nearest_name(surge, words):
    ended = surge(*words)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "id you mean" in ended.stderr


def test_version_is_told(surge):
    import sim

    assert surge("--version").stdout == f"surge {sim.__version__}\n"


@pytest.mark.parametrize("words", [("--json", "check", "shop.yaml"), ("check", "shop.yaml", "--json")])
def test_shared_options_may_stand_before_or_after_the_command(surge, shop, words):
    assert surge(*words).stdout.startswith("{")


def test_an_option_that_the_command_would_ignore_is_refused(surge):
    ended = surge("--seed", "3", "doctor")
    assert ended.exit_code == 2
    assert "--seed" in ended.stderr


def test_settings_before_and_after_the_command_add_up(surge, shop):
    ended = surge("-S", "horizon=0", "check", "shop.yaml", "-S", "horizonn=3d")
    assert ended.exit_code == 3
    assert "horizonn" in ended.stderr


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (ReplicationError("scenario 'a' failed"), 4, "scenario 'a' failed"),
        (RuntimeError("boom"), 1, "RuntimeError: boom"),
        (OSError(28, "No space left on device", "out/x"), 1, "No space left on device: out/x"),
        (BrokenPipeError(), 0, ""),
    ],
    ids=["interrupt", "replication", "crash", "disk", "pipe"],
)
def test_every_ending_has_its_code_and_its_words(surge, shop, monkeypatch, error, code, words):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(check, "_world", fail)
    ended = surge("check", "shop.yaml")
    assert (ended.exit_code, ended.stdout) == (code, "")
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ("surge -v" in ended.stderr) == (type(error) is RuntimeError)


def test_verbose_shows_the_traceback_of_a_crash(surge, shop, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(check, "_world", fail)
    assert "Traceback" in surge("-v", "check", "shop.yaml").stderr


def test_a_reader_that_stops_reading_is_no_error(root):
    """`surge schema | head -1`: the schema is longer than a pipe holds."""
    command = f"{sys.executable} -m sim.cli schema | head -c 10; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", command], cwd=root, capture_output=True, text=True, check=False)
    assert ran.stdout.endswith("0\n")
    assert ran.stderr == ""


def test_a_reader_that_stops_between_two_lines_is_no_error_either(shop, root):
    command = f"{sys.executable} -m sim.cli check shop.yaml 2>&1 | head -1; echo ${{PIPESTATUS[0]}}"
    env = {**os.environ, "PYTHONPATH": str(root)}
    ran = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, check=False)
    assert ran.stdout.endswith("\n0\n")
    assert ran.stderr == ""


def test_a_full_disk_is_told_and_no_success_is_claimed(root):
    command = f"{sys.executable} -m sim.cli schema > /dev/full"
    ran = subprocess.run(["bash", "-c", command], cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "No space left" in ran.stderr


def plain(root, *words: str, encoding: str) -> "subprocess.CompletedProcess[bytes]":
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(root)}
    return subprocess.run([sys.executable, "-m", "sim.cli", *words], capture_output=True, check=True, env=env)


def test_a_chinese_windows_console_reads_its_own_encoding(shop, root):
    told = plain(root, "check", "shop.yaml", encoding="gbk").stdout.decode("gbk")
    assert "● 小店" in told
    assert "?" not in told


def test_what_a_console_cannot_write_becomes_a_question_mark(shop, root):
    Path("shop.yaml").write_text(Path("shop.yaml").read_text().replace("小店", "小店\U0001f35e"))
    assert "小店?" in plain(root, "check", "shop.yaml", encoding="gbk").stdout.decode("gbk")


def test_json_survives_a_console_that_cannot_write_chinese(root):
    told = plain(root, "list", "templates", "--json", encoding="latin-1").stdout
    assert any("小麦房" in str(row) for row in json.loads(told))
