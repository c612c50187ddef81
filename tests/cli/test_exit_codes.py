"""Every way in which a command can end: the words on stderr, to the letter, and the exit code."""

import click
import pytest

from sim.cli.exit_codes import exit_code_of
from sim.cli.options import Settings
from sim.errors import ConfigError, ConservationError, Problem, ReplicationError, SurgeError

PROBLEM = Problem("a.yaml", 2, 4, "x", "is wrong", source="x: 1")


def ended(capsys, error: BaseException, verbose: bool = False) -> tuple[int, str]:
    """Exit code and stderr of a command that fails like that."""

    def fail() -> None:
        raise error

    code = exit_code_of(fail, Settings(verbose=verbose))
    told = capsys.readouterr()
    assert told.out == ""
    return code, told.err


@pytest.mark.parametrize(("value", "code"), [(None, 0), (0, 0), (7, 7), (True, 1), ("done", 0), ([], 0)])
def test_a_command_that_returns_has_the_code_it_returns_or_0(capsys, value, code):
    assert exit_code_of(lambda: value, Settings()) == code
    assert capsys.readouterr().err == ""


CRASH = "This should not happen. `surge -v ...` shows the traceback.\n"
ENDS = [
    (ConfigError([PROBLEM]), 3, "a.yaml:2:4  x: is wrong\n    x: 1\n       ^\n1 problem found\n"),
    (ConfigError([PROBLEM, Problem("b", 1, 0, "", "too")]), 3, None),
    (ReplicationError("scenario 'a', replication 3:\n  no goods"), 4, "scenario 'a', replication 3: no goods\n"),
    (ConservationError("goods vanished"), 1, "goods vanished\n"),
    (SurgeError("no run"), 1, "no run\n"),
    (RuntimeError("boom"), 1, f"surge: RuntimeError: boom\n{CRASH}"),
    (KeyError("x"), 1, f"surge: KeyError: 'x'\n{CRASH}"),
    (OSError(28, "No space left on device", "out/x"), 1, "surge: No space left on device: out/x\n"),
    (OSError(13, "Permission denied"), 1, "surge: Permission denied\n"),
    (OSError("odd"), 1, "surge: OSError: odd\n"),
    (KeyboardInterrupt(), 130, "interrupted\n"),
    (click.Abort(), 130, "interrupted\n"),
    (click.UsageError("no such thing"), 2, "Error: no such thing\n"),
    (click.ClickException("odd"), 1, "Error: odd\n"),
]


@pytest.mark.parametrize(("error", "code", "words"), ENDS, ids=lambda value: type(value).__name__)
def test_an_error_has_its_code_and_its_words_and_no_traceback(capsys, error, code, words):
    found, told = ended(capsys, error)
    assert found == code
    assert "Traceback" not in told
    assert told == words if words is not None else told.endswith("\n2 problems found\n")


@pytest.mark.parametrize("error", [SurgeError("no run"), RuntimeError("boom"), OSError(13, "Permission denied")])
def test_verbose_adds_the_traceback_and_does_not_send_for_it(capsys, error):
    code, told = ended(capsys, error, verbose=True)
    assert code == 1
    assert "Traceback (most recent call last)" in told
    assert CRASH not in told
    assert told.index(str(error.args[-1])) < told.index("Traceback")


def test_verbose_or_not_a_wrong_input_has_no_traceback(capsys):
    assert ended(capsys, ConfigError([PROBLEM]), verbose=True) == ended(capsys, ConfigError([PROBLEM]))
